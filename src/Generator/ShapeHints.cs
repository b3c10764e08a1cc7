using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Generator.Caching;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Parse;
using ModelGen.Generator.Reporting;

namespace ModelGen.Generator;

/// <summary>
/// Reports the shape of every stage and of every layer, if the user enables it in an <c>.editorconfig</c>: an editor shows it on hover.
/// Both are disabled by default, and an analyzer with nothing enabled is not run at all.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ShapeHints : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.Hints;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class || !DeclarationLayout.IsModel(type))
        {
            return;
        }

        var sink = new SilentSink();
        var declaration = Caches.Shared.Parse(type, sink, context.CancellationToken);
        if (declaration.IsIncomplete)
        {
            return;
        }

        var model = Caches.Shared.Infer(declaration, sink);
        var locator = new Locator(type, context.Compilation, context.CancellationToken);
        foreach (var stage in declaration.Stages)
        {
            if (StageShape.Of(model, stage.Name) is { } shape)
            {
                context.ReportDiagnostic(locator.ToDiagnostic(new Problem(Descriptors.StageShape, stage.Site, $"{stage.Name}: {shape}.")));
            }
        }

        foreach (var layer in model.Layers.Where(layer => layer.Output?.Type is not null))
        {
            var inputs = string.Join(", ", layer.Inputs.Select(input => input.Type));
            var parameters = layer.ParameterCount is null || layer.ParameterCount == Shapes.Dim.Zero
                ? string.Empty
                : ", " + ParameterCounts.Phrase(layer.ParameterCount);
            context.ReportDiagnostic(locator.ToDiagnostic(new Problem(Descriptors.LayerShape, layer.Bound.Use.Site,
                $"{layer.Bound.Use}: {inputs} to {layer.Output!.Type}{parameters}.")));
        }
    }
}
