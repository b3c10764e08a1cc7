using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class SqueezeKind : LayerKind
{

    public override string Name => "Squeeze";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [CommonArguments.SingleAxis];

    public override TimeFlow AlongTime(TimeContext context) => context.Without(
        context.FromEnd(context.Get(CommonArguments.SingleAxis)), CommonArguments.SingleAxis, "removes the axis of the positions");

    public override void Infer(LayerContext context)
    {
        if (!context.TakesOne(element: null) || context.Axis(CommonArguments.SingleAxis, context.Input) is not { } axis)
        {
            return;
        }

        // PyTorch silently keeps a longer axis, so the number of axes would be unknown.
        var input = context.Input;
        var size = input.Shape.Dims[axis];
        var fits = context.RequireEqual(size, Dim.One, () => $"{context.Use} needs size 1 along axis {axis}", () => context.Report(
            Descriptors.Axis,
            context.At(CommonArguments.SingleAxis),
            $"{context.Use} removes an axis of size 1, but {input.Describe()}, with {size} there: "
                + $"choose an axis of size 1, or take one item with Select(Axis = {LayerContext.AxisInCode(axis, input.Shape)}).",
            input));
        if (fits)
        {
            context.Output(input.Shape.Without(axis), input.Type!.Element,
                $"{input}.squeeze({LayerContext.AxisInCode(axis, input.Shape)})", aliasOf: input);
        }
    }
}
