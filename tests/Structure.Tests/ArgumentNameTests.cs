using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace ModelGen.Structure.Tests;

/// <summary>
/// No step spells the name of an argument: each is declared once, and read by that declaration. The names that other libraries use are
/// exempt; the files that translate them are named <c>Foreign…</c>.
/// </summary>
public sealed class ArgumentNameTests
{
    private static readonly SourceProject _generator = SourceProject.Load("Generator");

    [Fact]
    public void Arguments_are_declared_in_fields_and_not_where_they_are_read()
    {
        List<string> found = [.. Nodes<BaseObjectCreationExpressionSyntax>()
            .Where(found => IsArgument(found.Model.GetTypeInfo(found.Node).Type)
                && found.Node.Ancestors()
                    .Any(node => node is MethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax))
            .Select(found => Place(found.Node))];

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public void No_code_compares_the_name_of_an_argument_with_a_text()
    {
        List<string> found = [.. Nodes<BinaryExpressionSyntax>()
            .Where(found => found.Node.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression)
            .Where(found => (IsName(found.Node.Left, found.Model) && IsText(found.Node.Right, found.Model))
                || (IsName(found.Node.Right, found.Model) && IsText(found.Node.Left, found.Model)))
            .Select(found => Place(found.Node))
            .Concat(Nodes<IsPatternExpressionSyntax>()
                .Where(found => IsName(found.Node.Expression, found.Model))
                .Select(found => Place(found.Node)))];

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public void Declarations_are_asked_for_arguments_by_their_declarations_alone()
    {
        INamedTypeSymbol use = _generator.Compilation.GetTypeByMetadataName("ModelGen.Generator.Declarations.AttributeUse")!;
        INamedTypeSymbol site = _generator.Compilation.GetTypeByMetadataName("ModelGen.Generator.Declarations.Site")!;
        IEnumerable<IMethodSymbol> methods = use.GetMembers().Concat(site.GetMembers()).OfType<IMethodSymbol>()
            .Where(method => method is { MethodKind: MethodKind.Ordinary, IsStatic: false, IsImplicitlyDeclared: false });

        Assert.DoesNotContain(
            methods, method => method.Parameters.Any(parameter => parameter.Type.SpecialType == SpecialType.System_String));
    }

    private static IEnumerable<(TNode Node, SemanticModel Model)> Nodes<TNode>()
        where TNode : SyntaxNode =>
        from tree in _generator.Sources
        where !Path.GetFileName(tree.FilePath).StartsWith("Foreign", StringComparison.Ordinal)
        let model = _generator.Compilation.GetSemanticModel(tree)
        from node in tree.GetRoot().DescendantNodes().OfType<TNode>()
        select (node, model);

    private static bool IsArgument(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.Name == "ArgumentName")
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsName(ExpressionSyntax expression, SemanticModel model) =>
        model.GetSymbolInfo(expression).Symbol is IPropertySymbol { Name: "Name", ContainingType: { } type }
        && (IsArgument(type) || type is { Name: "Argument", ContainingNamespace.Name: "Declarations" });

    private static bool IsText(ExpressionSyntax expression, SemanticModel model) =>
        model.GetConstantValue(expression) is { HasValue: true, Value: string };

    private static string Place(SyntaxNode node)
    {
        int line = node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        return $"{Path.GetRelativePath(_generator.Root, node.SyntaxTree.FilePath)}({line}): {node}";
    }
}
