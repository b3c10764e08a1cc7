using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;

namespace ModelGen.Generator.Layers;

internal sealed class StackStagesKind : LayerKind
{
    private static readonly TensorArgument Stages = new("stages");

    public override string Name => "StackStages";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Stages, CommonArguments.Axis];

    public override TimeFlow AlongTime(TimeContext context)
    {
        // The new axis, counted from the end of the result; the axes before it move one further from the end.
        var axis = context.Get(CommonArguments.Axis);
        var added = axis < 0 ? -axis : context.Result.Shape.Count - axis;
        return context.Elementwise() is TimeFlow.Pointwise { Axis: var along }
            ? new TimeFlow.Pointwise(along >= added ? along + 1 : along)
            : TimeFlow.Unknown;
    }

    public override void Infer(LayerContext context)
    {
        if (context.Tensors(Stages, mayBeAbsent: false) is not { } named || Joining.Terms(context, named, element: null) is not { } terms)
        {
            return;
        }

        var first = terms[0];
        if (Views.NewAxis(context, CommonArguments.Axis, first) is not { } axis)
        {
            return;
        }

        foreach (var term in terms.Skip(1))
        {
            var fits = Joining.Pairwise(context, first.Shape, term.Shape, broadcast: false, () => context.Report(
                Descriptors.Join,
                context.Use.Site,
                $"StackStages stacks {first.Subject} {first.Shape} and {term.Subject} {term.Shape}{{line}}, which must be equal: "
                    + $"{Joining.Advice(first, term, mayBroadcast: false)}.",
                term), $" of {first.Subject} {first.Shape} and {term.Subject} {term.Shape}");
            if (fits is null)
            {
                return;
            }
        }

        var shape = Views.WithNewAxis(first.Shape, axis, terms.Length);
        var list = terms.Skip(1).Aggregate(Code.Of($"{first}"), (code, term) => Code.Of($"{code}, {term}"));
        context.Output(shape, first.Type!.Element,
            $"global::TorchSharp.torch.stack(new[] {{ {list} }}, {LayerContext.AxisInCode(axis, shape)})");
    }
}
