using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;








namespace ModelGen.Generator.Layers;

internal sealed class DropPathKind : LayerKind
{
    public override string Name => "DropPath";

    public override LayerTraits Traits => LayerTraits.Dropout;

    public override TimeFlow AlongTime(TimeContext context) => context.Elementwise();

    public override void Infer(LayerContext context)
    {
        if (context.Share("probability", 0.5) is { } probability && context.TakesOne()
            && context.RequireRankAtLeast(context.Input, 1, "B, ...", "give it a batch axis"))
        {
            // In evaluation it hands back its input's memory.
            var input = context.Input;
            context.Output(
                input.Shape,
                ElementType.Float,
                $"global::ModelGen.Layers.StochasticDepth.Apply({input}, {probability}, training)",
                aliasOf: input,
                consuming: $"global::ModelGen.Owned.DropPath({input}, {probability}, training)",
                consumed: input);
        }
    }
}
