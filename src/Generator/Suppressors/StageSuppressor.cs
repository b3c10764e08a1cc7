using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Generator.Parse;

namespace ModelGen.Generator.Suppressors;

/// <summary>
/// Suppresses diagnostics of other analyzers and the compiler that a stage causes only by the way in which a model is declared: a private
/// field that is never assigned, without a modifier, with any name. Other fields keep these diagnostics.
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

    // CS8618 is reported at the constructor, if there is one, and at the field otherwise.
    private static VariableDeclaratorSyntax? Field(Diagnostic diagnostic, CancellationToken cancellation) =>
        Declarator(diagnostic.Location, cancellation)
        ?? diagnostic.AdditionalLocations.Select(location => Declarator(location, cancellation))
            .FirstOrDefault(declarator => declarator is not null);

    private static VariableDeclaratorSyntax? Declarator(Location location, CancellationToken cancellation) =>
        location.SourceTree?.GetRoot(cancellation).FindNode(location.SourceSpan) as VariableDeclaratorSyntax;
}
