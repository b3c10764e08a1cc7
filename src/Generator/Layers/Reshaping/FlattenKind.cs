using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class FlattenKind : LayerKind
{
    private static readonly AxisArgument EndAxis = new("EndAxis", -1);

    public override string Name => "Flatten";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [CommonArguments.StartAxis, EndAxis];

    public override TimeFlow AlongTime(TimeContext context) => context.Reshaped();

    public override void Infer(LayerContext context)
    {
        if (!context.TakesOne(element: null)
            || context.Axis(CommonArguments.StartAxis, context.Input, context.Input.Shape.HasLeading ? -1 : 1) is not { } start
            || context.Axis(EndAxis, context.Input) is not { } end)
        {
            return;
        }

        var input = context.Input;
        var dims = input.Shape.Dims;
        if (start > end)
        {
            context.Report(
                Descriptors.Axis,
                context.At(CommonArguments.StartAxis),
                $"{context.Use} would start at axis {start} and end at axis {end}, but {input.Describe()}: let StartAxis come first.",
                input);
            return;
        }

        var joined = dims.Skip(start).Take(end - start + 1).Aggregate(Dim.One, (product, dim) => product * dim);
        var shape = new Shape(input.Shape.HasLeading, [.. dims.Take(start), joined, .. dims.Skip(end + 1)]);
        context.Output(
            shape,
            input.Type!.Element,
            $"{input}.flatten({LayerContext.AxisInCode(start, input.Shape)}, {LayerContext.AxisInCode(end, input.Shape)})",
            aliasOf: input);
    }

    /// <summary>Whether Flatten, as it is without arguments, surely makes one shape of another.</summary>
    public static bool Gives(Facts facts, Shape from, Shape to)
    {
        if (from.HasLeading || to.HasLeading || to.Count != 2 || from.Count < 3 || from.Dims[0] != to.Dims[0])
        {
            return false;
        }

        try
        {
            return facts.Equal(from.Dims.Skip(1).Aggregate(Dim.One, (product, dim) => product * dim), to.Dims[1]) == Truth.Proved;
        }
        catch (DimLimitException)
        {
            return false;
        }
    }
}
