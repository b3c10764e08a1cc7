using System.Collections.Generic;
using System.Collections.Immutable;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>The losses against a target in the output's shape.</summary>
internal sealed class ElementwiseLossKind : LossKind
{
    private const string BceWithLogits = "BceWithLogitsLoss";
    private const string KlDiv = "KlDivLoss";
    private const string SmoothL1 = "SmoothL1Loss";

    private static readonly TextArgument PosWeight = new(Vocabulary.PosWeight.Name);
    private static readonly FlagArgument LogTarget = new("LogTarget", byDefault: false);
    private static readonly NumberArgument Beta = new("Beta", 1, NumberRange.Positive) { Advice = ": use L1Loss "
        + "for the absolute difference alone" };

    public static readonly ImmutableArray<LossKind> Family = ImmutableArray.Create<LossKind>(
        new ElementwiseLossKind("MseLoss"),
        new ElementwiseLossKind("L1Loss"),
        new ElementwiseLossKind(SmoothL1, Beta),
        new ElementwiseLossKind(BceWithLogits, PosWeight),
        new ElementwiseLossKind(KlDiv, LogTarget));

    private ElementwiseLossKind(string name, params AttributeArgument[] arguments)
    {
        Name = name;
        Arguments = [.. arguments, .. LossArguments.OfOneOutput];
    }

    public override string Name { get; }

    public override IReadOnlyList<AttributeArgument> Arguments { get; }

    public override InferredLoss? Infer(LossContext context)
    {
        var (use, output) = (context.Use, context.Output);
        if (output.Type!.Element != ElementType.Float)
        {
            context.Report(Descriptors.ElementType, use.Site, $"{use} takes Float, but {output.Describe()} of {output.Type.Element}: "
                + "compare a Float output, or use CrossEntropyLoss for classes.");
            return null;
        }

        var reduction = context.Reduction;
        if (reduction == "BatchMean" && (Name != KlDiv || (output.Shape.Count == 0 && !output.Shape.HasLeading)))
        {
            context.Report(Descriptors.BadArgument, context.At(LossArguments.Reduction), Name == KlDiv
                ? $"LossReduction.BatchMean divides by the size of the first axis, but {output.Describe()}: use Sum."
                : $"LossReduction.BatchMean is for KlDivLoss only: {Name} takes Mean, Sum or None.");
            return null;
        }

        var weight = Name == BceWithLogits ? context.Member(PosWeight) : "null";
        if (weight is null)
        {
            return null;
        }

        CheckProducer(context);
        var options = weight == "null" ? Code.Of($"") : Code.Of($", posWeight: {weight}");
        options = Name == KlDiv ? Code.Of($", logTarget: {context.Get(LogTarget)}") : options;
        options = Name == SmoothL1 ? Code.Of($", beta: {context.Get(Beta)!.Value}") : options;
        return context.Build($"Elementwise.{Name.Substring(0, Name.Length - "Loss".Length)}", [output.Type], output.Shape, options);
    }

    private void CheckProducer(LossContext context)
    {
        if (Name == KlDiv)
        {
            context.CheckLogarithms();
            return;
        }

        var producer = context.Output.Producer;
        if (Name == BceWithLogits && producer?.Use.Kind is "Sigmoid")
        {
            context.ReportTwice($"{Name} applies a sigmoid itself, so {producer.Use} before it is a second one: "
                + "remove it, and apply sigmoid outside when you need probabilities.");
        }
        else if (Name == BceWithLogits && producer?.Use.Kind is "Softmax" or "LogSoftmax")
        {
            context.ReportTwice($"{Name} applies a sigmoid itself, but {producer.Use} already normalizes over its items: "
                + "remove it, or use CrossEntropyLoss for one class out of many.");
        }
    }
}
