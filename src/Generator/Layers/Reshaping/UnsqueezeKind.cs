using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class UnsqueezeKind : LayerKind
{

    public override string Name => "Unsqueeze";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [CommonArguments.SingleAxis];

    public override TimeFlow AlongTime(TimeContext context)
    {
        var axis = context.Get(CommonArguments.SingleAxis);
        var added = (int)(axis < 0 ? -axis : context.Result.Shape.Count - axis);
        return new TimeFlow.Pointwise(added <= context.Axis ? context.Axis + 1 : context.Axis);
    }

    public override void Infer(LayerContext context)
    {
        if (context.TakesOne(element: null) && Views.NewAxis(context, CommonArguments.SingleAxis, context.Input) is { } axis)
        {
            var input = context.Input;
            var shape = Views.WithNewAxis(input.Shape, axis, Dim.One);
            context.Output(shape, input.Type!.Element, $"{input}.unsqueeze({LayerContext.AxisInCode(axis, shape)})", aliasOf: input);
        }
    }
}
