using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Layers;
using ModelGen.Generator.Parse;

namespace ModelGen.Generator.Repairs;

/// <summary>The input that a model without one probably wants: what its first layer takes.</summary>
internal static class InputGuess
{
    public static EquatableArray<Repair> For(Declaration declaration, IReadOnlyList<BoundStage> stages)
    {
        // Beside a block of another file [Model] itself may be missing.
        if (declaration.Attributes.FirstOrDefault(use => use.Kind == "Model") is not { } model)
        {
            return EquatableArray<Repair>.Empty;
        }

        var attribute = $"Input({Entries(declaration, stages.SelectMany(stage => stage.Layers).FirstOrDefault())})";
        return [new Repair("AddInput", $"Add [{attribute}]", [new Edit(EditKind.InsertAfter, model.Site, Text: attribute)])];
    }

    private static string Entries(Declaration declaration, BoundLayer? first) => first switch
    {
        { Kind: EmbeddingKind } => "\"B\", \"T\", Type = DType.Int64",
        { Kind: BlockKind } => OfBlock(declaration.Blocks.FirstOrDefault(block => block.Key == first.Use.TypeArgument)),
        { Kind: LinearKind } when first.Use.Find("In") is { Value.Kind: not ConstantKind.Null } width => $"\"B\", {width.Value}",
        { Kind.Traits: var traits } when traits.Has(LayerTraits.FeaturesLast) => "\"B\", \"T\", \"D\"",
        { Kind.Traits: var traits } when traits.Has(LayerTraits.Spatial) => Map(first.Use),
        _ => "\"B\", \"D\"",
    };

    // A kernel with a size for each axis tells how many axes there are; images are the commonest.
    private static string Map(AttributeUse use) =>
        ((use.Find("Kernel") ?? use.Find("kernel"))?.Value is { Kind: ConstantKind.Array } sizes ? sizes.Items.Count : 2) switch
        {
            1 => "\"B\", \"C\", \"L\"",
            3 => "\"B\", \"C\", \"D\", \"H\", \"W\"",
            _ => "\"B\", \"C\", \"H\", \"W\"",
        };

    private static string OfBlock(BlockReference? block) =>
        block?.Declaration is { } declaration && Inference.SignatureFor(declaration).Inputs.FirstOrDefault()?.Type is { } type
            ? Repair.Entries(type.Shape) + (type.Element == Shapes.ElementType.Float ? string.Empty : $", Type = DType.{type.Element}")
            : "\"B\", \"T\", \"D\"";
}
