using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;








namespace ModelGen.Generator.Layers;

internal sealed class NormalizeKind : LayerKind
{
    public override string Name => "Normalize";

    public override TimeFlow AlongTime(TimeContext context) => context.OverAxis("Axis", -1);

    public override void Infer(LayerContext context)
    {
        if (context.PositiveNumber("Eps", 1e-12) is { } eps && context.TakesOne() && context.Axis("Axis", -1, context.Input) is { } axis)
        {
            var input = context.Input;
            context.Output(
                input.Shape,
                ElementType.Float,
                $"global::TorchSharp.torch.nn.functional.normalize({input}, p: 2.0, dim: {LayerContext.AxisInCode(axis, input.Shape)}, eps: {eps})");
        }
    }
}
