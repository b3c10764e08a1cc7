using System.Collections.Generic;
using System.Collections.Immutable;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>Softmax and its logarithm.</summary>
internal sealed class SoftmaxKind : LayerKind
{

    public static readonly ImmutableArray<LayerKind> Family = ImmutableArray.Create<LayerKind>(
        new SoftmaxKind("Softmax", "softmax"),
        new SoftmaxKind("LogSoftmax", "log_softmax"));

    private readonly string _method;

    private SoftmaxKind(string name, string method)
    {
        Name = name;
        _method = method;
    }

    public override string Name { get; }

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [CommonArguments.LastAxis];

    public override TimeFlow AlongTime(TimeContext context) => context.OverAxis(CommonArguments.LastAxis);

    public override void Infer(LayerContext context)
    {
        if (context.TakesOne() && context.Axis(CommonArguments.LastAxis, context.Input) is { } axis)
        {
            var input = context.Input;
            ReportBatch(context, axis);
            ReportOne(context, axis);
            context.Output(input.Shape, ElementType.Float,
                $"global::TorchSharp.torch.nn.functional.{_method}({input}, {LayerContext.AxisInCode(axis, input.Shape)})");
        }
    }

    // Each step has one score, so the softmax is meant to normalize over the steps.
    private void ReportOne(LayerContext context, int axis)
    {
        var shape = context.Input.Shape;
        if (shape.Dims[axis] != Dim.One)
        {
            return;
        }

        var isScore = axis == shape.Count - 1 && shape.Count >= (shape.HasLeading ? 2 : 3);
        context.Report(
            Descriptors.SoftmaxOverOne,
            context.At(CommonArguments.LastAxis),
            $"{context.Use} returns {(Name == "Softmax" ? 1 : 0)} for every element along an axis of size "
            + $"1, and {context.Input.Describe()}: "
            + (isScore ? $"set Axis = -2 to normalize over {shape.Dims[axis - 1]}, or use Sigmoid." : "use Sigmoid for a binary decision, "
                + "or give it one feature per class."),
            context.Input);
    }

    // Decided by the name, because a first axis may also be a sequence.
    private static void ReportBatch(LayerContext context, int axis)
    {
        var shape = context.Input.Shape;
        if (axis == 0 && !shape.HasLeading && shape.Count > 1 && shape.Dims[0].ToString() is "B" or "N" or "batch")
        {
            context.Report(
                Descriptors.SoftmaxOverBatch,
                context.At(CommonArguments.LastAxis),
                $"{context.Use} sums to 1 over {shape.Dims[0]}, across the items of a batch, but {context.Input.Describe()}: "
                    + "set Axis = -1 for the features of each item.",
                context.Input,
                Repair.Set(context.Use, CommonArguments.LastAxis, "-1"));
        }
    }
}
