using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class LocalResponseNormKind : LayerKind
{
    private static readonly SizeArgument Size = new("size");
    private static readonly NumberArgument Alpha = new("Alpha", 1e-4, NumberRange.Finite);
    private static readonly NumberArgument Beta = new("Beta", 0.75, NumberRange.Finite);
    private static readonly NumberArgument K = new("K", 1, NumberRange.Finite);

    public override string Name => "LocalResponseNorm";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Size, Alpha, Beta, K];

    public override LayerTraits Traits => LayerTraits.Spatial;

    public override void Infer(LayerContext context)
    {
        if (Spatial.Axes(context) is not { } axes || !Spatial.RequireMap(context, axes))
        {
            return;
        }

        var input = context.Input;
        context.Output(
            input.Shape,
            ElementType.Float,
            $"global::TorchSharp.torch.nn.functional.local_response_norm({input}, {context.Get(Size)}, {context.Get(Alpha)}, "
                + $"{context.Get(Beta)}, {context.Get(K)})");
    }
}
