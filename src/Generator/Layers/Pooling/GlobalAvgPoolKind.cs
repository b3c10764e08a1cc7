using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class GlobalAvgPoolKind : LayerKind
{
    private static readonly FlagArgument KeepDim = new("KeepDim", byDefault: false);

    public override string Name => "GlobalAvgPool";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [KeepDim];

    public override LayerTraits Traits => LayerTraits.Spatial;

    public override void Infer(LayerContext context)
    {
        if (Spatial.Axes(context) is not { } axes || !Spatial.RequireMap(context, axes))
        {
            return;
        }

        var input = context.Input;
        var keep = context.Get(KeepDim);
        var spatial = Enumerable.Range(Spatial.First, axes);
        var shape = new Shape(false, [.. input.Shape.Dims.Take(Spatial.First), .. keep ? spatial.Select(_ => Dim.One) : []]);
        context.Output(shape, ElementType.Float, $"{input}.mean(new long[] {{ {string.Join(", ", spatial)} }}, keepdim: {keep})");
    }
}
