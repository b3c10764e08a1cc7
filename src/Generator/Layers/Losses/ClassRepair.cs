using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>Repairs for another number of classes than the loss expects.</summary>
internal static class ClassRepair
{
    /// <summary>The number of classes is stated for the loss alone, so the model is what is wrong: its last width, or the axis.</summary>
    public static (string Advice, Repair[] Repairs) For(LossContext context, int axis, Dim expected)
    {
        var shape = context.Output.Shape;
        if (AxisOf(shape, axis, expected) is { } other)
        {
            return other == shape.Count - 1
                ? ("the classes are the last axis, so remove Axis", [Repair.RemoveArgument(context.Use, ClassLossKind.Axis)])
                : ($"the classes are axis {other}, so set Axis = {other}", [Repair.Set(context.Use, ClassLossKind.Axis, (Dim)other)]);
        }

        var classes = Repair.Set(context.Use, ClassLossKind.Classes, shape.Dims[axis]);
        return Widen(context, axis, expected) is { } widen
            ? ($"{widen.Clause}, or set Classes = {shape.Dims[axis]}", [widen.Repair, classes])
            : ($"make axis {axis} of the output {expected} wide, or set Classes = {shape.Dims[axis]}", [classes]);
    }

    /// <summary>Scores of one class without a stated number: usually a binary decision.</summary>
    public static (string Advice, Repair[] Repairs) OfSingleClass(LossContext context, int axis)
    {
        var (use, shape) = (context.Use, context.Output.Shape);
        if (!shape.HasLeading && shape.Count > 2
            && shape.Dims[1] != Dim.One && shape.Dims.Skip(2).All(dim => dim == Dim.One) && context.Output.Producer is { } last)
        {
            return ($"put Flatten after {last.Use}, so that axis 1, with {shape.Dims[1]} classes, is the last",
                [Repair.InsertAfter(last.Use, "Flatten")]);
        }

        var wider = Widen(context, axis, 2);
        var clause = wider is null ? "give the output one feature per class" : $"{wider.Clause} for two classes";
        Repair[] repairs = wider is null ? [] : [wider.Repair];

        // Its further arguments belong to classes.
        return context.Loss.Kind.Arguments.Except(LossArguments.OfOneOutput).Any(argument => use.Find(argument) is not null)
            ? (clause, repairs)
            : ($"use BceWithLogitsLoss for a binary decision, or {clause}", [Repair.ReplaceKind(use, "BceWithLogitsLoss"), .. repairs]);
    }

    // The axis comes from the last Linear or Conv if only layers that keep the width follow it; otherwise one more gives it.
    private static Change? Widen(LossContext context, int axis, Dim width)
    {
        var isLast = axis == context.Output.Shape.Count - 1;
        if ((!isLast && axis != Spatial.First - 1) || context.Output.Producer is not { } last)
        {
            return null;
        }

        // Features are the last axis, channels the second.
        var (kind, argument) = isLast ? (typeof(LinearKind), CommonArguments.Features) : (typeof(ConvKind), CommonArguments.Channels);
        var more = isLast
            ? Change.Layer("Linear", Change.Given(argument, width))
            : Change.Layer("Conv", Change.Given(argument, width), Change.Given(Kernel.KernelArgument, 1));
        var value = context.Output;
        var candidates = new List<Change>();
        while (value.Producer is { } producer && context.Model.Layer(producer) is { Inputs.Length: 1 } layer && layer.Output == value)
        {
            if (producer.Kind.GetType() == kind)
            {
                candidates.Add(Change.Set(producer.Use, argument, width));
                break;
            }

            if ((producer.Kind.Traits & (LayerTraits.Activation | LayerTraits.Dropout)) == 0)
            {
                break;
            }

            value = layer.Inputs[0];
        }

        candidates.Add(Change.InsertAfter(last.Use, more));
        return Change.Tried(context.Model, candidates).FirstOrDefault() ?? candidates[0];
    }

    // An axis that has as many classes as are expected, the last before the others; never the batch.
    private static int? AxisOf(Shape shape, int axis, Dim expected)
    {
        var axes = shape.HasLeading
            ? [shape.Count - 1]
            : new[] { shape.Count - 1 }.Concat(Enumerable.Range(1, System.Math.Max(0, shape.Count - 2)));
        var found = axes.Where(other => other > 0 && other != axis && shape.Dims[other] == expected).ToList();
        return found.Count > 0 ? found[0] : null;
    }
}
