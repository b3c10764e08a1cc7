using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class TiedLinearKind : LayerKind
{
    public override string Name => "TiedLinear";

    public override LayerTraits Traits => LayerTraits.OneType;

    public override ImmutableArray<string> TensorArguments => ImmutableArray.Create("embedding");

    public override TimeFlow AlongTime(TimeContext context) => context.OverLast();

    public override void Infer(LayerContext context)
    {
        if (!context.Layer.References.TryGetValue("embedding", out var references) || references.IsEmpty)
        {
            context.Report(Descriptors.UnknownStage, context.At("embedding"), $"{context.Use} shares the weight of an Embedding, so it must name one.");
            return;
        }

        // A name that does not resolve was reported.
        if (references[0] is not { } reference)
        {
            return;
        }

        if (reference.Layer?.Kind is not EmbeddingKind || context.ModuleOf(reference.Layer) is not { } embedding)
        {
            var isUnknown = reference.Layer?.Kind is EmbeddingKind;
            if (!isUnknown)
            {
                var example = reference.Stage?.Layers.FirstOrDefault(layer => layer.Kind is EmbeddingKind)?.Path ?? "stage.embedding";
                context.Report(
                    Descriptors.UnknownStage,
                    context.At("embedding"),
                    $"{context.Use} shares the weight of an Embedding, so it must name one: write TiedLinear(\"{example}\").");
            }

            return;
        }

        if (!context.TakesOne() || !context.RequireRankAtLeast(context.Input, 1, "..., D", "give it at least one axis"))
        {
            return;
        }

        var input = context.Input;
        var vocabulary = context.DimensionOf(reference.Layer, "vocabulary")!;
        var width = context.DimensionOf(reference.Layer, "features")!;
        var fits = context.RequireEqual(width, input.Shape.Last, () => $"{context.Use} needs the {width} features of {reference.Layer.Use}", () => context.Report(
            Descriptors.Width,
            context.Use.Site,
            $"{context.Use} needs the {width} features of {reference.Layer.Use}, but {input.Describe()}: put Linear({width}) before it, or make the embedding {input.Shape.Last} wide.",
            input,
            Repair.InsertBefore(context.Use, $"Linear({Repair.Written(width)})"),
            Repair.Set(reference.Layer.Use, "features", input.Shape.Last)));
        if (!fits)
        {
            return;
        }

        if (!context.Flag("Bias", false))
        {
            context.Output(input.Shape.WithLast(vocabulary), ElementType.Float, $"global::ModelGen.Layers.TiedLinear.Apply({input}, {embedding.Field})");
            return;
        }

        var biased = context.Module(
            "global::ModelGen.Layers.TiedLinear",
            $"new global::ModelGen.Layers.TiedLinear({vocabulary}, device, dtype, {Code.Literal(context.FullName)})");
        context.Parameters(vocabulary);
        context.Output(input.Shape.WithLast(vocabulary), ElementType.Float, $"{biased}.call({input}, {embedding.Field})");
    }
}
