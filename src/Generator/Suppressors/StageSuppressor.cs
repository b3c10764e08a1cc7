using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Generator.Parse;

namespace ModelGen.Generator.Suppressors;

/// <summary>
/// Silences what other analyzers and the compiler say of stages only because of how a model is declared: a private field that nobody
/// assigns, without a modifier, named as the user likes. On any other field they speak as before.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StageSuppressor : DiagnosticSuppressor
{
    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } =
        Suppressions.All.Values.OrderBy(descriptor => descriptor.Id, System.StringComparer.Ordinal).ToImmutableArray();

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            if (Field(diagnostic, context.CancellationToken) is { } field
                && context.GetSemanticModel(field.SyntaxTree).GetDeclaredSymbol(field, context.CancellationToken) is IFieldSymbol symbol
                && DeclarationLayout.IsStage(symbol)
                && DeclarationLayout.IsModel(symbol.ContainingType))
            {
                context.ReportSuppression(Suppression.Create(Suppressions.All[diagnostic.Id], diagnostic));
            }
        }
    }

    // CS8618 stands at the constructor, if there is one, and at the field otherwise.
    private static VariableDeclaratorSyntax? Field(Diagnostic diagnostic, CancellationToken cancellation) =>
        Declarator(diagnostic.Location, cancellation)
        ?? diagnostic.AdditionalLocations.Select(location => Declarator(location, cancellation))
            .FirstOrDefault(declarator => declarator is not null);

    private static VariableDeclaratorSyntax? Declarator(Location location, CancellationToken cancellation) =>
        location.SourceTree?.GetRoot(cancellation).FindNode(location.SourceSpan) as VariableDeclaratorSyntax;
}
