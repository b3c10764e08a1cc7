using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class AdaptiveAvgPoolKind : LayerKind
{
    private static readonly AxisSizesArgument Size = new("size", byDefault: null, least: 1);

    public override string Name => "AdaptiveAvgPool";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Size];

    public override LayerTraits Traits => LayerTraits.Spatial;

    public override void Infer(LayerContext context)
    {
        if (Spatial.Axes(context) is not { } axes || context.PerAxis(Size, axes) is not { } size || !Spatial.RequireMap(context, axes))
        {
            return;
        }

        var input = context.Input;
        var shape = new Shape(false, [.. input.Shape.Dims.Take(Spatial.First), .. size]);
        context.Output(shape, ElementType.Float,
            $"global::TorchSharp.torch.nn.functional.adaptive_avg_pool{axes}d({input}, {AxisNumbers.Tuples(size).Write(size)})");
    }
}
