using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;








namespace ModelGen.Generator.Layers;

internal sealed class DropoutKind : LayerKind
{
    public override string Name => "Dropout";

    public override LayerTraits Traits => LayerTraits.Dropout;

    public override TimeFlow AlongTime(TimeContext context) => context.Elementwise();

    public override void Infer(LayerContext context)
    {
        if (context.Share("probability", 0.5) is { } probability && context.TakesOne())
        {
            // In evaluation dropout hands back its input's memory.
            var input = context.Input;
            context.Output(
                input.Shape,
                ElementType.Float,
                $"global::TorchSharp.torch.nn.functional.dropout({input}, {probability}, training)",
                aliasOf: input,
                consuming: $"global::ModelGen.Owned.Dropout({input}, {probability}, training)",
                consumed: input);
        }
    }
}
