using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;

namespace ModelGen.Generator.Layers;

/// <summary>Inserts the Flatten that the first tensor of a layer lacks.</summary>
internal static class FlattenRepair
{
    /// <summary>
    /// Of two tensors that [From] names, the first becomes the start of the stage and the second the argument <paramref name="other"/>.
    /// </summary>
    public static Repair[] Before(LayerContext context, TensorArgument other)
    {
        var (use, title) = (context.Use, $"Insert Flatten before {context.Use.Kind}");
        if (context.Inputs.Length == 1)
        {
            return [Repair.InsertBefore(use, "Flatten")];
        }

        var from = context.Declaration.Stages.FirstOrDefault(stage => stage.Name == context.Stage.Name)
            ?.Attributes.FirstOrDefault(attribute => attribute.Kind == "From");
        var isNamed = context.Has(other);
        if (from is null || isNamed || context.Stage.Starts is not [_, { Layer: null } second] || second.Input is { IsStage: false })
        {
            return [];
        }

        return
        [
            new Repair("InsertFlatten", title,
            [
                new Edit(EditKind.InsertBefore, use.Site, Text: "Flatten"),
                new Edit(EditKind.SetEntries, use.Site, Text: $"nameof({second.Stage?.Name ?? second.Input!.Name})"),
                Edit.RemoveArgument(from.Site, Vocabulary.Sources, item: 1),
            ]),
        ];
    }
}
