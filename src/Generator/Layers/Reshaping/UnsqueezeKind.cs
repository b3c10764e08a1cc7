using System.Collections.Generic;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class UnsqueezeKind : LayerKind
{
    private static readonly AxisArgument Axis = new("axis", 0);

    public override string Name => "Unsqueeze";

    public override IReadOnlyList<LayerArgument> Arguments { get; } = [Axis];

    public override TimeFlow AlongTime(TimeContext context)
    {
        var axis = context.Get(Axis);
        var added = (int)(axis < 0 ? -axis : context.Result.Shape.Count - axis);
        return new TimeFlow.Alone(added <= context.Axis ? context.Axis + 1 : context.Axis);
    }

    public override void Infer(LayerContext context)
    {
        if (context.TakesOne(element: null) && Views.NewAxis(context, Axis, context.Input) is { } axis)
        {
            var input = context.Input;
            var shape = Views.WithNewAxis(input.Shape, axis, Dim.One);
            context.Output(shape, input.Type!.Element, $"{input}.unsqueeze({LayerContext.AxisInCode(axis, shape)})", aliasOf: input);
        }
    }
}
