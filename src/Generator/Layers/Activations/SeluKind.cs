using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class SeluKind : LayerKind
{
    public override string Name => "Selu";

    public override LayerTraits Traits => LayerTraits.Activation;

    public override TimeFlow AlongTime(TimeContext context) => context.Elementwise();

    public override void Infer(LayerContext context)
    {
        if (context.TakesOne())
        {
            var input = context.Input;
            context.Output(
                input.Shape,
                ElementType.Float,
                $"global::TorchSharp.torch.nn.functional.selu({input})");
        }
    }
}
