using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Layers;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Infer;

/// <summary>Reports a model without inputs, and offers the one that it probably wants: what its first layer takes.</summary>
internal static class InputCheck
{
    /// <param name="model">The model.</param>
    /// <param name="signatureOf">What a block shows.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static void Report(BoundModel model, Func<BlockReference?, Signature?> signatureOf, ProblemSink problems)
    {
        if (!model.Inputs.IsEmpty)
        {
            return;
        }

        problems.Report(new Problem(
            Descriptors.NoInput,
            Site.Class,
            $"'{model.Declaration.Type.Name}' has no input, so no shape is known: add [Input(\"B\", …)] with one entry per axis.")
        {
            Repairs = problems.IsHeard ? Guess(model.Declaration, signatureOf,
                model.Stages.OrderBy(stage => stage.Ordinal).SelectMany(stage => stage.Layers).FirstOrDefault()) : [],
        });
    }

    private static EquatableArray<Repair> Guess(Declaration declaration, Func<BlockReference?, Signature?> signatureOf, BoundLayer? first)
    {
        // Beside a block of another file [Model] itself may be missing.
        if (declaration.Attributes.FirstOrDefault(use => use.Kind == "Model") is not { } model)
        {
            return EquatableArray<Repair>.Empty;
        }

        var attribute = $"Input({Entries(declaration, signatureOf, first)})";
        return [new Repair("AddInput", $"Add [{attribute}]", [new Edit(EditKind.InsertAfter, model.Site, Text: attribute)])];
    }

    private static string Entries(Declaration declaration, Func<BlockReference?, Signature?> signatureOf, BoundLayer? first) => first switch
    {
        { Kind: EmbeddingKind } => "\"B\", \"T\", Type = DType.Int64",
        { Kind: BlockKind } => OfBlock(signatureOf(declaration.Blocks.FirstOrDefault(block => block.Key == first.Use.TypeArgument))),
        { Kind: LinearKind } when first.Arguments.Get(LinearKind.In) is { } width => $"\"B\", {Repair.Written(width)}",
        { Kind.Traits: var traits } when traits.Has(LayerTraits.FeaturesLast) => "\"B\", \"T\", \"D\"",
        { Kind.Traits: var traits } when traits.Has(LayerTraits.Spatial) => Map(first.Arguments),
        _ => "\"B\", \"D\"",
    };

    // A kernel with a size for each axis gives the number of axes; otherwise an image is the likeliest.
    private static string Map(BoundArguments arguments) =>
        (arguments.All.OfType<AxisSizesArgument>().Select(arguments.Get).FirstOrDefault(sizes => sizes is { IsArray: true })?.Items.Length
            ?? 2) switch
        {
            1 => "\"B\", \"C\", \"L\"",
            3 => "\"B\", \"C\", \"D\", \"H\", \"W\"",
            _ => "\"B\", \"C\", \"H\", \"W\"",
        };

    private static string OfBlock(Signature? block) =>
        block?.Inputs.FirstOrDefault()?.Type is { } type
            ? Repair.Entries(type.Shape) + (type.Element == Shapes.ElementType.Float ? string.Empty : $", Type = DType.{type.Element}")
            : "\"B\", \"T\", \"D\"";
}
