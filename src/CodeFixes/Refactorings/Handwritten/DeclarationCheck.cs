using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator.Caching;
using ModelGen.Generator;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Parse;
using ModelGen.Generator.Shapes;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>
/// Checks the declaration before it is written: it has no mistake, and every layer has the sizes of the original.
/// </summary>
internal static class DeclarationCheck
{
    /// <summary>The start of the reason if the constructor would take the sizes in another order.</summary>
    public const string OtherOrder = "the declaration's constructor would take the sizes";

    private const int LargestSpatialSize = 512;

    /// <summary>
    /// The mistake of a declaration, or the spatial sizes for which it is correct; empty if it is correct for all sizes.
    /// </summary>
    public static (ImmutableDictionary<string, long>? Sizes, string? Reason) Check(
        Compilation compilation, SyntaxNode root,
        ClassDeclarationSyntax written, HandwrittenModule module, Composition composition, CancellationToken cancellation)
    {
        var tree = CSharpSyntaxTree.Create((CompilationUnitSyntax)root, (CSharpParseOptions)module.Syntax.SyntaxTree.Options,
            module.Syntax.SyntaxTree.FilePath);
        var fork = compilation.ReplaceSyntaxTree(module.Syntax.SyntaxTree, tree);
        var syntax = tree.GetRoot(cancellation)
            .GetAnnotatedNodes(written.GetAnnotations("ModelGen").First()).OfType<ClassDeclarationSyntax>().Single();
        if (fork.GetSemanticModel(tree).GetDeclaredSymbol(syntax, cancellation) is not { } type)
        {
            return (null, "the declaration does not compile");
        }

        CollectingSink sink = new();
        var declaration = Caches.Shared.Parse(type, sink, cancellation);
        if (declaration.IsIncomplete || declaration.HasErrors)
        {
            return (null, First(sink) ?? "the declaration does not compile");
        }

        if (Mistake(declaration, module, composition) is not { } reason)
        {
            return (ImmutableDictionary<string, long>.Empty, null);
        }

        // The width of a layer after Flatten determines the spatial sizes. The smallest ones that divide it are tried.
        var spatial = declaration.Attributes.Concat(declaration.Stages.SelectMany(stage => stage.Attributes))
            .Where(use => use.Kind == "Input")
            .SelectMany(use => use.Find(Vocabulary.Shape)?.Value.Items ?? [])
            .Select(item => item.Text)
            .Where(text => InputDraft.SpatialSymbols.Contains(text))
            .Distinct()
            .ToList();
        for (long size = 1; spatial.Count > 0 && size <= LargestSpatialSize; size++)
        {
            cancellation.ThrowIfCancellationRequested();
            var constants = declaration.Constants.Concat(spatial.Select(symbol => new NamedInteger(symbol, size))).ToImmutableArray();
            if (Mistake(declaration with { Constants = constants }, module, composition) is null)
            {
                return (spatial.ToImmutableDictionary(symbol => symbol, _ => size), null);
            }
        }

        return (null, spatial.Count == 0 ? reason : $"no size of the spatial axes up to {LargestSpatialSize} fits every layer: {reason}");
    }

    private static string? Mistake(Declaration declaration, HandwrittenModule module, Composition composition)
    {
        CollectingSink sink = new();
        var model = Caches.Shared.Infer(declaration, sink);
        if (model.HasErrors || sink.HasErrors)
        {
            return First(sink) ?? "the declaration has a mistake";
        }

        var written = composition.Stages.SelectMany(stage => stage.Layers).Select(layer => layer.Node.Layer).ToList();
        var layers = model.Layers.OrderBy(layer => layer.Bound.Use.Ordinal).ToList();
        if (written.Count != layers.Count)
        {
            return "the declaration has other layers";
        }

        var stated = module.Parameters.Where(parameter => !parameter.IsSetting).Select(parameter => parameter.Name).ToList();
        bool IsSame(IEnumerable<string> names, IEnumerable<string> others) =>
            module.OwnConstructor is null
                ? names.SequenceEqual(others)
                : names.OrderBy(name => name).SequenceEqual(others.OrderBy(name => name));
        return written.Zip(layers, (draft, layer) => Disagreement(draft, layer, model)).FirstOrDefault(mistake => mistake is not null)
            ?? (IsSame(InOrder(module, model.Parameters), stated)
                && IsSame(model.Settings.Select(setting => setting.Name),
                    module.Parameters.Where(parameter => parameter.IsSetting).Select(parameter => parameter.Name))
                ? null
                : $"{OtherOrder} ({string.Join(", ", InOrder(module, model.Parameters))}) where the class's "
                    + $"takes ({string.Join(", ", stated)})");
    }

    // A parameter with a default comes after those without.
    private static IEnumerable<string> InOrder(HandwrittenModule module, IEnumerable<string> parameters) =>
        parameters.OrderBy(name => module.Parameters.Any(parameter => parameter.Name == name && parameter.Default is not null));

    private static string? First(CollectingSink sink) =>
        sink.Problems.Where(problem => problem.Descriptor.DefaultSeverity == DiagnosticSeverity.Error)
            .Select(problem => $"{problem.Descriptor.Id}, {problem.Message.Replace("{line}", string.Empty).TrimEnd('.')}").FirstOrDefault();

    // The input width that the original states and the one that the declaration infers must be equal.
    private static string? Disagreement(LayerDraft draft, InferredLayer layer, InferredModel model)
    {
        var shape = layer.Inputs[0].Shape;
        if (draft.SpatialAxes >= 0 && shape.Count != draft.SpatialAxes + 2)
        {
            return $"{draft.Kind} works on {draft.SpatialAxes} spatial axes, but {shape} arrives";
        }

        var axis = draft.WidthAxis < 0 ? shape.Count + draft.WidthAxis : draft.WidthAxis;
        return draft.Width is not null && !Is(shape, axis, draft.Width)
            ? $"{draft.Kind} is created for {draft.Width} {(draft.WidthAxis < 0 ? "features" : "channels")}, but {shape} arrives"
            : draft.OutputWidth is not null
                && !(layer.Output is { Type: not null, Shape: var output } && Is(output, output.Count - 1, draft.OutputWidth))
                ? $"the view states {draft.OutputWidth} features, but {layer.Output?.Shape} is what remains"
            : null;

        bool Is(Shape shape, int axis, string stated) => model.Bound.Symbols.Parse(stated) is { } width
            && axis < shape.Count
            && model.Bound.Symbols.Facts.Equal(shape.Dims[axis], width) == Truth.Proved;
    }
}
