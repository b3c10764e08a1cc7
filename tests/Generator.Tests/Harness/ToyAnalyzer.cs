using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelGen.Generator.Tests;

/// <summary>
/// What the harness's own tests analyse with: TOY001 (a note) on each attribute argument that is an integer,
/// TOY002 (an error) on negative ones.
/// </summary>
#pragma warning disable RS1001, RS2008 // No host loads it and nobody releases it: it is for the tests alone.
internal sealed class ToyAnalyzer(bool throws = false) : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor _integer = new(
        "TOY001", "Integer", "{0} is an integer", "Toy", DiagnosticSeverity.Info, isEnabledByDefault: true);
    private static readonly DiagnosticDescriptor _negative = new(
        "TOY002", "Negative", "{0} is negative", "Toy", DiagnosticSeverity.Error, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [_integer, _negative];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(
            node =>
            {
                if (throws)
                {
                    throw new System.InvalidOperationException("toy fault");
                }

                ExpressionSyntax expression = ((AttributeArgumentSyntax)node.Node).Expression;
                switch (node.SemanticModel.GetConstantValue(expression, node.CancellationToken).Value)
                {
                    case < 0:
                        node.ReportDiagnostic(Diagnostic.Create(_negative, expression.GetLocation(), expression));
                        break;
                    case int:
                        node.ReportDiagnostic(Diagnostic.Create(_integer, expression.GetLocation(), expression));
                        break;
                }
            },
            SyntaxKind.AttributeArgument);
    }
}
