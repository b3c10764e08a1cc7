using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class LearnedTokensKind : LayerKind
{
    private static readonly SizeArgument Count = new("count");

    public override string Name => "LearnedTokens";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Count, .. CommonArguments.OfWeights];

    public override LayerTraits Traits => LayerTraits.Promotes;

    public override TimeFlow AlongTime(TimeContext context) =>
        new TimeFlow.Unprovable("moves the positions", "begin the prompt with ids of their own instead");

    public override void Infer(LayerContext context)
    {
        var count = context.Get(Count);
        if (!context.TakesOne() || !context.RequireRankAtLeast(context.Input, 2, "..., T, D", "tokens need a time axis and a feature axis"))
        {
            return;
        }

        var shape = context.Input.Shape;
        var time = shape.Count - 2;
        var tokens = context.Module(
            "global::ModelGen.Layers.LearnedTokens",
            $"new global::ModelGen.Layers.LearnedTokens({count}, {shape.Last}, device, dtype, {Literals.Of(context.FullName)})");
        context.Parameters(count * shape.Last);
        context.Output(shape.WithAxis(time, count + shape.Dims[time]), ElementType.Float, $"{tokens}.call({context.Input})");
    }
}
