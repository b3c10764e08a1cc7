using System.Collections.Generic;
using System.Collections.Immutable;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>The losses against class indices.</summary>
internal sealed class ClassLossKind : LossKind
{
    private static readonly IntegerArgument IgnoreIndex = new("IgnoreIndex", -100);
    private static readonly NumberArgument LabelSmoothing = new("LabelSmoothing", 0, NumberRange.Share);

    /// <summary>The expected number of classes.</summary>
    public static readonly SizeArgument Classes = new("Classes");

    /// <summary>The axis of the classes.</summary>
    public static readonly AxisArgument Axis = CommonArguments.LastAxis;

    private static readonly TextArgument Weights = new(Vocabulary.Weights.Name);

    public static readonly ImmutableArray<LossKind> Family = ImmutableArray.Create<LossKind>(
        new ClassLossKind("CrossEntropyLoss", "CrossEntropy.Loss", takesLogits: true),
        new ClassLossKind("NllLoss", "NegativeLogLikelihood.Loss", takesLogits: false));

    private readonly string _method;
    private readonly bool _takesLogits;

    private ClassLossKind(string name, string method, bool takesLogits)
    {
        Name = name;
        _method = method;
        _takesLogits = takesLogits;
        IReadOnlyList<AttributeArgument> ofLogits = takesLogits ? [LabelSmoothing] : [];
        Arguments = [.. ofLogits, IgnoreIndex, Classes, Axis, Weights, .. LossArguments.OfOneOutput];
    }

    public override string Name { get; }

    public override IReadOnlyList<AttributeArgument> Arguments { get; }

    public override InferredLoss? Infer(LossContext context)
    {
        var (use, output) = (context.Use, context.Output);
        if (!context.TakesReduction())
        {
            return null;
        }

        if (output.Type!.Element != ElementType.Float || output.Shape.Count == 0 || (output.Shape.Count == 1 && !output.Shape.HasLeading))
        {
            context.Report(
                Descriptors.Rank,
                use.Site,
                $"{use} takes {(_takesLogits ? "logits" : "log-probabilities")} (..., classes), but the output is {output.Type} of "
                    + $"{output.Type.Element}{(output.Producer is null ? string.Empty : $" after {output.Producer.Use}{{line}}")}: "
                    + $"end the model with a Linear of one feature per class{(_takesLogits ? string.Empty : " and LogSoftmax")}.");
            return null;
        }

        if (FindAxis(context) is not { } axis || !ClassesFit(context, axis) || context.Member(Weights) is not { } weights)
        {
            return null;
        }

        CheckProducer(context, axis);
        var isLast = axis == output.Shape.Count - 1;
        var options = Code.Of($", ignoreIndex: {context.Get(IgnoreIndex)}");
        options = _takesLogits ? Code.Of($"{options}, labelSmoothing: {context.Get(LabelSmoothing)!.Value}") : options;
        options = isLast ? options : Code.Of($"{options}, axis: {LayerContext.AxisInCode(axis, output.Shape)}");
        options = weights == "null" ? options : Code.Of($"{options}, weights: {weights}");
        var items = output.Shape.Without(axis);
        return context.Build(_method, [new TensorType(items, ElementType.Int64)], items, options);
    }

    private static int? FindAxis(LossContext context)
    {
        var (use, output) = (context.Use, context.Output);
        var axis = context.Get(Axis)!.Value;
        var shape = output.Shape;
        if (axis >= -shape.Count && axis < (shape.HasLeading ? 0 : shape.Count))
        {
            return (int)(axis < 0 ? axis + shape.Count : axis);
        }

        context.Report(Descriptors.Axis, context.At(Axis), shape.HasLeading
            ? $"{use} looks for the classes on axis {axis}, but {output.Describe()}, whose leading axes are not known: "
                + $"count from the end, -1 to -{shape.Count}."
            : $"{use} looks for the classes on axis {axis}, but {output.Describe()}: "
                + $"its axes are 0 to {shape.Count - 1}, or -{shape.Count} to -1 from the end.");
        return null;
    }

    private bool ClassesFit(LossContext context, int axis)
    {
        var (use, classes) = (context.Use, context.Output.Shape.Dims[axis]);
        var expected = context.Get(Classes);
        var isSingle = _takesLogits && classes == Dim.One;
        if (expected is null)
        {
            if (isSingle)
            {
                var (advice, repairs) = ClassRepair.OfSingleClass(context, axis);
                context.Report(Descriptors.Classes, use.Site,
                    $"{use} is always 0 over a single class, but {context.Output.Describe()}: {advice}.", repairs);
            }

            return !isSingle;
        }

        void Mismatch()
        {
            var (advice, repairs) = ClassRepair.For(context, axis, expected);
            context.Report(Descriptors.Classes, context.At(Classes),
                $"{use} expects {expected} classes, but {context.Output.Describe()}: {advice}.", repairs);
        }

        if (isSingle && expected == Dim.One)
        {
            var (advice, repairs) = ClassRepair.OfSingleClass(context, axis);
            context.Report(Descriptors.Classes, context.At(Classes), $"{use} is always 0 over a single class: {advice}.", repairs);
            return false;
        }

        var agree = new DimRelation(Comparison.Equal, expected, classes);
        var truth = context.Model.Decide(agree);
        if (truth == Truth.Refuted)
        {
            Mismatch();
            return false;
        }

        if (truth == Truth.Open)
        {
            context.Model.LeaveOpen(agree, $"{use} needs as many classes as the output has", use.Site, Mismatch);
        }

        return true;
    }

    // An activation right after a layer with weights.
    private static bool DistortsLogits(LossContext context, BoundLayer last) =>
        last.Kind.Traits.Has(LayerTraits.Activation)
        && last.Kind is not GluKind
        && context.Model.Layer(last) is { } layer
        && layer.Output == context.Output
        && layer.Inputs[0].Producer?.Kind.Traits.Has(LayerTraits.Affine) == true;

    private void CheckProducer(LossContext context, int axis)
    {
        var (use, output) = (context.Use, context.Output);
        if (!_takesLogits)
        {
            context.CheckLogarithms(", or use CrossEntropyLoss, which applies it itself");
        }
        else if (output.Producer?.Use.Kind is "Softmax" or "LogSoftmax")
        {
            context.ReportTwice(
                $"CrossEntropyLoss applies a softmax itself, so {output.Producer.Use} before it is a second one: "
                    + "remove it, and apply softmax outside when you need probabilities.");
        }
        else if (output.Producer is { } last && DistortsLogits(context, last))
        {
            var weights = context.Model.Layer(last)!.Inputs[0].Producer!.Use;
            context.Model.Problems.Report(new Problem(
                Descriptors.ActivationBeforeLoss,
                last.Use.Site,
                $"CrossEntropyLoss takes unbounded logits, but {last.Use} before it changes those of {weights}{{line}}: remove it.",
                weights.Site)
            {
                Repairs = [Repair.Remove(last.Use)],
            });
        }

        if (context.ProducerKind is { } kind
            && kind.Traits.Has(LayerTraits.Spatial) && axis == output.Shape.Count - 1 && output.Shape.Count >= 3)
        {
            context.Report(
                Descriptors.ClassesAlongPlaces,
                use.Site,
                $"{use} reads the classes from the last axis, but {output.Describe()}, whose last axis is spatial: "
                    + "set Axis = 1, or put Flatten or GlobalAvgPool before the last Linear.",
                Repair.Set(use, Axis, Dim.One));
        }
    }
}
