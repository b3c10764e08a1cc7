using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>
/// Follows every tensor through every accepted <c>forward</c>: each that a call makes is disposed, handed over or returned
/// exactly once, and nobody reads it afterwards.
/// </summary>
public sealed class OwnershipTests
{
    [Fact]
    public void EveryTensorHasOneEnd()
    {
        List<string> faults = [];
        int tensors = 0;
        foreach (string path in Accepted().Order(StringComparer.Ordinal))
        {
            SyntaxNode root = CSharpSyntaxTree.ParseText(File.ReadAllText(path), cancellationToken: TestContext.Current.CancellationToken)
                .GetRoot(TestContext.Current.CancellationToken);
            BlockSyntax forward = root.DescendantNodes()
                .OfType<MethodDeclarationSyntax>().Single(method => method.Identifier.Text == "forward").Body!;
            Walk walk = new();
            walk.Run(forward.Statements);
            tensors += walk.Made;
            faults.AddRange(walk.Faults.Select(fault => $"{Path.GetFileName(path)}: {fault}"));
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
        Assert.True(tensors > 100, $"Only {tensors} tensors were followed.");
    }

    [Theory]
    [InlineData("var a = f(x); return x.alias();", "a is never disposed")]
    [InlineData("var a = f(x); a.Dispose(); return a;", "a is read after its end: return a;")]
    [InlineData("var a = f(x); a.Dispose(); a.Dispose();", "a is read after its end: a.Dispose();")]
    [InlineData("var a = f(x); var b = global::ModelGen.Owned.Add(a, x); a.Dispose(); return b;", "a is read after its end: a.Dispose();")]
    [InlineData("var b = global::ModelGen.Owned.Relu(x); return b;", "x is not forward's to hand over: var b = global::ModelGen.Owned.Relu(x);")]
    [InlineData("x.Dispose();", "x is not forward's to dispose: x.Dispose();")]
    public void AFaultIsFound(string body, string fault)
    {
        Walk walk = new();
        walk.Run(((BlockSyntax)SyntaxFactory.ParseStatement("{" + body + "}")).Statements);
        Assert.Equal([fault], walk.Faults);
    }

    private static IEnumerable<string> Accepted() => Directory.GetDirectories(SnapshotFiles.Root)
        .Where(folder => Path.GetFileName(folder) != "Harness")
        .SelectMany(folder => Directory.GetFiles(folder, "*.verified.cs", SearchOption.AllDirectories))
        .Where(path => !path.EndsWith("-Inference.g.verified.cs", StringComparison.Ordinal));

    private sealed class Walk
    {
        private readonly HashSet<string> _alive = [];
        private readonly HashSet<string> _ended = [];

        public List<string> Faults { get; } = [];

        public int Made { get; private set; }

        public void Run(IEnumerable<StatementSyntax> statements)
        {
            Follow(statements);
            Faults.AddRange(_alive.Select(name => $"{name} is never disposed"));
        }

        private void Follow(IEnumerable<StatementSyntax> statements)
        {
            foreach (StatementSyntax statement in statements)
            {
                switch (statement)
                {
                    case LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: { } value } variable] }:
                        Declare(statement, value, [variable.Identifier.Text]);
                        break;
                    case ExpressionStatementSyntax
                        { Expression: AssignmentExpressionSyntax { Left: DeclarationExpressionSyntax tuple, Right: { } value } }:
                        Declare(statement, value,
                            [.. tuple.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Select(one => one.Identifier.Text)]);
                        break;
                    case ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: { } left, Right: { } right } }:
                        Read(statement, right);
                        End(right.ToString());
                        Begin(left.ToString());
                        break;
                    case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax
                        { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Dispose", Expression: { } owner } } call }:
                        Read(statement, call);
                        Take(statement, owner.ToString(), "dispose");
                        break;
                    case ReturnStatementSyntax { Expression: { } result }:
                        Read(statement, result);
                        foreach (ExpressionSyntax one in result is TupleExpressionSyntax tuple
                            ? tuple.Arguments.Select(argument => argument.Expression)
                            : [result])
                        {
                            if (one is IdentifierNameSyntax)
                            {
                                Take(statement, one.ToString(), "return");
                            }
                        }

                        break;
                    case ForStatementSyntax { Statement: BlockSyntax body }:
                        Follow(body.Statements);
                        break;
                    default:
                        Read(statement, statement);
                        break;
                }
            }
        }

        private void Declare(StatementSyntax statement, ExpressionSyntax value, string[] names)
        {
            Read(statement, value);
            bool isSize = value.DescendantNodes()
                .OfType<IdentifierNameSyntax>().Any(name => name is { Identifier.Text: "size", Parent: not NameColonSyntax });
            if (value is InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: { } consumed }, ..] } call
                && call.Expression.ToString().StartsWith("global::ModelGen.Owned.", StringComparison.Ordinal))
            {
                Take(statement, consumed.ToString(), "hand over");
            }

            foreach (string name in isSize ? [] : names)
            {
                Made++;
                Begin(name);
            }
        }

        private void Begin(string name)
        {
            _alive.Add(name);
            _ended.Remove(name);
        }

        private void Take(StatementSyntax statement, string name, string purpose)
        {
            if (!_alive.Contains(name) && !_ended.Contains(name))
            {
                Faults.Add($"{name} is not forward's to {purpose}: {statement}");
            }

            End(name);
        }

        private void End(string name)
        {
            if (_alive.Remove(name))
            {
                _ended.Add(name);
            }
        }

        private void Read(StatementSyntax statement, SyntaxNode expression) =>
            Faults.AddRange(expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
                .Where(name => name.Parent is not MemberAccessExpressionSyntax member || member.Expression == name)
                .Select(name => name.Identifier.Text)
                .Where(_ended.Contains)
                .Distinct()
                .Select(name => $"{name} is read after its end: {statement}"));
    }
}
