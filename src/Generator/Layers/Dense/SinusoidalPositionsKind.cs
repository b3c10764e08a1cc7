using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class SinusoidalPositionsKind : LayerKind
{
    public override string Name => "SinusoidalPositions";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [];

    public override LayerTraits Traits => LayerTraits.FeaturesLast | LayerTraits.AddsPositions;

    public override TimeFlow AlongTime(TimeContext context) => context.Axis == 2
        ? new TimeFlow.Positional(2, Code.Of($"{context.Module}.Step({context.Input}, at)"), null)
        : new TimeFlow.NonCausal("counts along another axis than the positions", "put it where the positions are the last axis but one");

    public override void Infer(LayerContext context)
    {
        if (!context.TakesOne()
            || !context.RequireRankAtLeast(context.Input, 2, "..., T, D", "positions need a time axis and a feature axis"))
        {
            return;
        }

        var input = context.Input;
        var positions = context.Module(
            "global::ModelGen.Layers.SinusoidalPositions",
            $"new global::ModelGen.Layers.SinusoidalPositions({input.Shape.Last})");
        context.Output(input.Shape, ElementType.Float, $"{positions}.call({input})");
    }
}
