using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

internal sealed class ConcatKind : LayerKind
{
    private static readonly TensorArgument Stages = new("stages");

    public override string Name => "Concat";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Stages, CommonArguments.LastAxis];

    public override LayerTraits Traits => LayerTraits.Joins;

    public override TimeFlow AlongTime(TimeContext context) => context.OverAxis(CommonArguments.LastAxis);

    public override void Infer(LayerContext context)
    {
        if (context.Tensors(Stages, mayBeAbsent: false) is not { } named || Joining.Terms(context, named, element: null) is not { } terms)
        {
            return;
        }

        var first = terms[0];
        if (context.Axis(CommonArguments.LastAxis, first) is not { } axis)
        {
            return;
        }

        foreach (var term in terms.Skip(1))
        {
            if (!Fits(context, first, term, axis))
            {
                return;
            }
        }

        var total = terms.Aggregate(Dim.Zero, (sum, term) => sum + term.Shape.Dims[axis]);
        var list = terms.Skip(1).Aggregate(Code.Of($"{first}"), (code, term) => Code.Of($"{code}, {term}"));
        context.Output(
            first.Shape.WithAxis(axis, total),
            first.Type!.Element,
            $"global::TorchSharp.torch.cat(new[] {{ {list} }}, {LayerContext.AxisInCode(axis, first.Shape)})");
    }

    private static bool Fits(LayerContext context, Value first, Value term, int axis)
    {
        if (term.Shape.Count != first.Shape.Count || term.Shape.HasLeading != first.Shape.HasLeading)
        {
            context.Report(
                Descriptors.Concat,
                context.Use.Site,
                $"Concat joins {first.Subject} {first.Shape} and {term.Subject} {term.Shape}{{line}}, "
                    + $"which have {first.Shape.Count} and {term.Shape.Count} axes: give both the same axes.",
                term);
            return false;
        }

        for (var i = 0; i < first.Shape.Count; i++)
        {
            var (other, at) = (term.Shape.Dims[i], i);
            if (i != axis && !context.RequireEqual(first.Shape.Dims[i], other, () => $"{context.Use} needs all axes of {first.Subject} "
                + $"{first.Shape} and {term.Subject} {term.Shape} but axis {axis} to agree", () => context.Report(
                Descriptors.Concat,
                context.Use.Site,
                $"Concat along axis {axis} joins {first.Subject} {first.Shape} and {term.Subject} {term.Shape}{{line}}, "
                    + $"which differ along axis {at}: {Advice(first.Shape, term.Shape, axis, at)}.",
                term,
                at > 0 && IsOnlyDifference(first.Shape, term.Shape, axis, at)
                    ? [Repair.Set(context.Use, CommonArguments.LastAxis, (Dim)at)]
                    : [])))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsOnlyDifference(Shape first, Shape term, int axis, int at) =>
        Enumerable.Range(0, first.Count).All(i => i == axis || i == at || first.Dims[i] == term.Dims[i]);

    private static string Advice(Shape first, Shape term, int axis, int at)
    {
        var isOnlyOne = IsOnlyDifference(first, term, axis, at);
        return !isOnlyOne && Joining.IsMap(first)
            ? "bring both feature maps to the same size, for example with Padding = \"same\" in the convolutions before, or with Slice"
            : $"make {first.Dims[at]} and {term.Dims[at]} equal"
                + (isOnlyOne && at > 0 ? $", or concatenate along axis {at}" : string.Empty);
    }
}
