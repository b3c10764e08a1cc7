using System.Collections.Immutable;
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

    public static readonly ImmutableArray<LossKind> Family = ImmutableArray.Create<LossKind>(
        new ElementwiseLossKind("MseLoss"),
        new ElementwiseLossKind("L1Loss"),
        new ElementwiseLossKind(SmoothL1),
        new ElementwiseLossKind(BceWithLogits),
        new ElementwiseLossKind(KlDiv));

    private ElementwiseLossKind(string name) => Name = name;

    public override string Name { get; }

    public override InferredLoss? Infer(LossContext context)
    {
        var (use, output) = (context.Use, context.Output);
        if (output.Type!.Element != ElementType.Float)
        {
            context.Report(Descriptors.ElementType, use.Site, $"{use} takes Float, but {output.Describe()} of {output.Type.Element}: compare a Float output, or use CrossEntropyLoss for classes.");
            return null;
        }

        var reduction = context.Reduction;
        if (reduction == "BatchMean" && (Name != KlDiv || (output.Shape.Count == 0 && !output.Shape.HasLeading)))
        {
            context.Report(Descriptors.BadArgument, use.At("Reduction"), Name == KlDiv
                ? $"LossReduction.BatchMean divides by the size of the first axis, but {output.Describe()}: use Sum."
                : $"LossReduction.BatchMean is for KlDivLoss only: {Name} takes Mean, Sum or None.");
            return null;
        }

        var weight = Name == BceWithLogits ? context.Member("PosWeight") : "null";
        var beta = Name == SmoothL1 ? Beta(context) : 1;
        if (weight is null || beta is null)
        {
            return null;
        }

        CheckProducer(context);
        var options = weight == "null" ? Code.Of($"") : Code.Of($", posWeight: {weight}");
        options = Name == KlDiv ? Code.Of($", logTarget: {use.Find("LogTarget")?.Value.Integer is not null and not 0}") : options;
        options = Name == SmoothL1 ? Code.Of($", beta: {beta.Value}") : options;
        return context.Build($"Elementwise.{Name.Substring(0, Name.Length - "Loss".Length)}", output.Type, options);
    }

    private static double? Beta(LossContext context)
    {
        var given = context.Use.Find("Beta")?.Value;
        var beta = given is { Kind: ConstantKind.Integer } ? given.Value.Integer : given?.Real ?? 1;
        if (beta > 0 && !double.IsInfinity(beta))
        {
            return beta;
        }

        context.Report(Descriptors.BadArgument, context.Use.At("Beta"), $"SmoothL1Loss's Beta must be above 0, not {given}: use L1Loss for the absolute difference alone.");
        return null;
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
            context.ReportTwice($"{Name} applies a sigmoid itself, so {producer.Use} before it is a second one: remove it, and apply sigmoid outside when you need probabilities.");
        }
        else if (Name == BceWithLogits && producer?.Use.Kind is "Softmax" or "LogSoftmax")
        {
            context.ReportTwice($"{Name} applies a sigmoid itself, but {producer.Use} already makes its items compete: remove it, or use CrossEntropyLoss for one class out of many.");
        }
    }
}
