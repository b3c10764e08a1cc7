using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Layers;

internal sealed class LayerNormKind : LayerKind
{
    private static readonly NumberOrSettingArgument Eps = new("Eps", 1e-5, SettingRange.Positive);
    private static readonly FlagArgument Affine = new("Affine", byDefault: true);

    public override string Name => "LayerNorm";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Eps, Affine, CommonArguments.Bias];

    public override LayerTraits Traits => LayerTraits.Pointwise;

    public override TimeFlow AlongTime(TimeContext context) => context.OverLast();

    public override void Infer(LayerContext context)
    {
        var eps = context.Get(Eps);
        if (!context.TakesOne() || !context.RequireRankAtLeast(context.Input, 1, "..., D", "give it at least one axis"))
        {
            return;
        }

        var input = context.Input;
        var width = input.Shape.Last;
        var affine = context.Get(Affine);
        var bias = affine && context.Get(CommonArguments.Bias);
        var norm = context.Module(
            "global::TorchSharp.Modules.LayerNorm",
            $"global::TorchSharp.torch.nn.LayerNorm({width}, eps: {eps}, elementwise_affine: {affine}, bias: "
                + $"{bias}, device: device, dtype: dtype)");
        context.Parameters(affine ? bias ? 2 * width : width : Dim.Zero);
        context.Output(input.Shape, ElementType.Float, $"{norm}.call({input})");
    }
}
