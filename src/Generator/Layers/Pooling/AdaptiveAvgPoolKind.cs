using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class AdaptiveAvgPoolKind : LayerKind
{
    public override string Name => "AdaptiveAvgPool";

    public override LayerTraits Traits => LayerTraits.Spatial;

    public override void Infer(LayerContext context)
    {
        if (Spatial.Axes(context) is not { } axes || context.PerAxis("size", axes, byDefault: null, least: 1) is not { } size || !Spatial.RequireMap(context, axes))
        {
            return;
        }

        var input = context.Input;
        var shape = new Shape(false, [.. input.Shape.Dims.Take(Spatial.First), .. size]);
        context.Output(shape, ElementType.Float, $"global::TorchSharp.torch.nn.functional.adaptive_avg_pool{axes}d({input}, {AxisNumbers.Tuples(size).Write(size)})");
    }
}
