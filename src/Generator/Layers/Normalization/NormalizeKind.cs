using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Layers;

internal sealed class NormalizeKind : LayerKind
{
    private static readonly NumberOrSettingArgument Eps = new("Eps", 1e-12, SettingRange.Positive);

    public override string Name => "Normalize";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Eps, CommonArguments.LastAxis];

    public override TimeFlow AlongTime(TimeContext context) => context.OverAxis(CommonArguments.LastAxis);

    public override void Infer(LayerContext context)
    {
        if (context.TakesOne() && context.Axis(CommonArguments.LastAxis, context.Input) is { } axis)
        {
            var input = context.Input;
            context.Output(
                input.Shape,
                ElementType.Float,
                $"global::TorchSharp.torch.nn.functional.normalize({input}, p: 2.0, dim: "
                    + $"{LayerContext.AxisInCode(axis, input.Shape)}, eps: {context.Get(Eps)})");
        }
    }
}
