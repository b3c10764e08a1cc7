using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Parse;
using ModelGen.Generator.Shapes;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>Reads what would be written as the generator does: whether it holds, and says of every layer what the original said.</summary>
internal static class DeclarationCheck
{
    private const int LargestPlace = 512;

    /// <summary>The sizes of places for which the declaration is right; none are needed if it is right for all; null if it is not.</summary>
    public static ImmutableDictionary<string, long>? Sizes(
        Compilation compilation, SyntaxNode root, ClassDeclarationSyntax written, HandwrittenModule module, Composition composition, CancellationToken cancellation)
    {
        var tree = CSharpSyntaxTree.Create((CompilationUnitSyntax)root, (CSharpParseOptions)module.Syntax.SyntaxTree.Options, module.Syntax.SyntaxTree.FilePath);
        var fork = compilation.ReplaceSyntaxTree(module.Syntax.SyntaxTree, tree);
        var syntax = tree.GetRoot(cancellation).GetAnnotatedNodes(written.GetAnnotations("ModelGen").First()).OfType<ClassDeclarationSyntax>().Single();
        if (fork.GetSemanticModel(tree).GetDeclaredSymbol(syntax, cancellation) is not { } type)
        {
            return null;
        }

        CollectingSink sink = new();
        var declaration = DeclarationParser.Parse(type, sink, cancellation);
        if (declaration.IsIncomplete || declaration.HasErrors)
        {
            return null;
        }

        if (Holds(declaration, module, composition))
        {
            return ImmutableDictionary<string, long>.Empty;
        }

        // A layer after Flatten fixes the places, and what it states allows few: the least, which leaves no remainder behind.
        var places = declaration.Attributes.Concat(declaration.Stages.SelectMany(stage => stage.Attributes)).Where(use => use.Kind == "Input")
            .SelectMany(use => use.Find("shape")?.Value.Items ?? [])
            .Select(item => item.Text)
            .Where(text => InputDraft.Places.Contains(text))
            .Distinct()
            .ToList();
        for (long size = 1; places.Count > 0 && size <= LargestPlace; size++)
        {
            cancellation.ThrowIfCancellationRequested();
            var constants = declaration.Constants.Concat(places.Select(place => new NamedInteger(place, size))).ToImmutableArray();
            if (Holds(declaration with { Constants = constants }, module, composition))
            {
                return places.ToImmutableDictionary(place => place, _ => size);
            }
        }

        return null;
    }

    private static bool Holds(Declaration declaration, HandwrittenModule module, Composition composition)
    {
        CollectingSink sink = new();
        var model = Inference.Infer(declaration, sink);
        if (model.HasErrors || sink.HasErrors || !model.Parameters.SequenceEqual(module.Parameters.Select(parameter => parameter.Name)))
        {
            return false;
        }

        var written = composition.Stages.SelectMany(stage => stage.Layers).Select(layer => layer.Node.Layer).ToList();
        var layers = model.Layers.OrderBy(layer => layer.Bound.Use.Ordinal).ToList();
        return written.Count == layers.Count && written.Zip(layers, (draft, layer) => Agrees(draft, layer, model)).All(agrees => agrees);
    }

    // What the original states of a layer's input, the declaration infers: both must be the same.
    private static bool Agrees(LayerDraft draft, InferredLayer layer, InferredModel model)
    {
        var shape = layer.Inputs[0].Shape;
        if (draft.Places >= 0 && shape.Count != draft.Places + 2)
        {
            return false;
        }

        var axis = draft.WidthAxis < 0 ? shape.Count + draft.WidthAxis : draft.WidthAxis;
        return (draft.Width is null || Is(shape, axis, draft.Width)) && (draft.OutputWidth is null || (layer.Output is { Type: not null, Shape: var output } && Is(output, output.Count - 1, draft.OutputWidth)));

        bool Is(Shape shape, int axis, string stated) => model.Bound.Symbols.ReadExpression(stated, Site.Class, "width") is { } width
            && axis < shape.Count
            && model.Bound.Symbols.Facts.Equal(shape.Dims[axis], width) == Truth.Proved;
    }
}
