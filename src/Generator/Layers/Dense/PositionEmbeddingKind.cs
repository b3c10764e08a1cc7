using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class PositionEmbeddingKind : LayerKind
{
    private static readonly SizeArgument Maximum = new("maximum");

    public override string Name => "PositionEmbedding";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Maximum, .. CommonArguments.OfWeights];

    public override LayerTraits Traits => LayerTraits.FeaturesLast | LayerTraits.Promotes | LayerTraits.AddsPositions;

    public override TimeFlow AlongTime(TimeContext context) => context.Axis == 2
        ? new TimeFlow.Positional(2, Code.Of($"{context.Module}.Step({context.Input}, at)"), context.Get(Maximum))
        : new TimeFlow.NonCausal("counts along another axis than the positions", "put it where the positions are the last axis but one");

    public override void Infer(LayerContext context)
    {
        var maximum = context.Get(Maximum);
        if (!context.TakesOne()
            || !context.RequireRankAtLeast(context.Input, 2, "..., T, D", "positions need a time axis and a feature axis"))
        {
            return;
        }

        // The layer itself refuses longer sequences, since their length is known only at the call.
        var input = context.Input;
        var time = input.Shape.Dims[input.Shape.Count - 2];
        if (context.Decide(new DimRelation(Comparison.LessOrEqual, time, maximum)) == Truth.Refuted)
        {
            context.Report(
                Descriptors.Size,
                context.At(Maximum),
                $"{context.Use} has {maximum} positions, but {input.Describe()}, {time} positions long: make it PositionEmbedding({time}).",
                input,
                Repair.Set(context.Use, Maximum, time));
            return;
        }

        var width = input.Shape.Last;
        var positions = context.Module(
            "global::ModelGen.Layers.PositionEmbedding",
            $"new global::ModelGen.Layers.PositionEmbedding({maximum}, {width}, device, dtype, {Literals.Of(context.FullName)})");
        context.Parameters(maximum * width);
        context.Output(input.Shape, ElementType.Float, $"{positions}.call({input})");
    }
}
