using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class AdaptiveMaxPoolKind : LayerKind
{
    private static readonly AxisSizesArgument Size = new("size", byDefault: null, least: 1);

    public override string Name => "AdaptiveMaxPool";

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
        var function = $"global::TorchSharp.torch.nn.functional.adaptive_max_pool{axes}d";
        var numbers = axes == 1 ? AxisNumbers.Tuples(size) : AxisNumbers.Arrays();
        context.Output(shape, ElementType.Float, $"{function}({input}, {numbers.Write(size)})");
    }
}
