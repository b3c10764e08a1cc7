using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;








namespace ModelGen.Generator.Layers;

internal sealed class LayerNormKind : LayerKind
{
    public override string Name => "LayerNorm";

    public override LayerTraits Traits => LayerTraits.Pointwise;

    public override TimeFlow AlongTime(TimeContext context) => context.OverLast();

    public override void Infer(LayerContext context)
    {
        var eps = context.PositiveNumber("Eps", 1e-5);
        if (eps is null || !context.TakesOne() || !context.RequireRankAtLeast(context.Input, 1, "..., D", "give it at least one axis"))
        {
            return;
        }

        var input = context.Input;
        var width = input.Shape.Last;
        var affine = context.Flag("Affine", true);
        var bias = affine && context.Flag("Bias", true);
        var norm = context.Module(
            "global::TorchSharp.Modules.LayerNorm",
            $"global::TorchSharp.torch.nn.LayerNorm({width}, eps: {eps}, elementwise_affine: {affine}, bias: {bias}, device: device, dtype: dtype)");
        context.Parameters(affine ? bias ? 2 * width : width : Dim.Zero);
        context.Output(input.Shape, ElementType.Float, $"{norm}.call({input})");
    }
}
