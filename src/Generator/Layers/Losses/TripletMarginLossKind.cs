using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>The loss of an output that is to be nearer to a second than to a third, by a margin.</summary>
internal sealed class TripletMarginLossKind : LossKind
{
    private static readonly OutputArgument Anchor = new("Anchor", "anchor");
    private static readonly OutputArgument Positive = new("Positive", "positive");
    private static readonly OutputArgument Negative = new("Negative", "negative");
    private static readonly NumberArgument Margin = new("Margin", 1, NumberRange.Positive);
    private static readonly IntegerArgument P = new("P", 2, least: 1);
    private static readonly NumberArgument Eps = new("Eps", 1e-6, NumberRange.Positive);
    private static readonly FlagArgument Swap = new("Swap", byDefault: false);

    public override string Name => "TripletMarginLoss";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } =
        [Anchor, Positive, Negative, Margin, P, Eps, Swap, LossArguments.Reduction];

    public override IReadOnlyList<OutputArgument> Outputs { get; } = [Anchor, Positive, Negative];

    public override IReadOnlyList<Bind.LossTarget> Targets => [];

    public override InferredLoss? Infer(LossContext context)
    {
        var (use, anchor) = (context.Use, context.Output);
        if (!context.TakesReduction())
        {
            return null;
        }

        foreach (var output in context.Outputs)
        {
            if (output.Value!.Type!.Element != ElementType.Float || output.Value.Shape.Count == 0)
            {
                context.Report(Descriptors.ElementType, use.Site, $"{use} takes Float with the features last, "
                    + $"but {output.Value.DescribeWithElement()}: give each output a Linear at its end.");
                return null;
            }
        }

        foreach (var (other, argument) in context.Outputs.Zip(Outputs, (output, argument) => (output.Value!, argument)).Skip(1))
        {
            if (!IsAlike(context, anchor, other, argument))
            {
                return null;
            }
        }

        var (margin, eps) = (context.Get(Margin)!.Value, context.Get(Eps)!.Value);
        var options = Code.Of($", margin: {margin}, p: {context.Get(P)}, eps: {eps}, swap: {context.Get(Swap)}");
        return context.Build("TripletMargin.Loss", [], anchor.Shape.Without(anchor.Shape.Count - 1), options);
    }

    private static bool IsAlike(LossContext context, Value anchor, Value other, OutputArgument argument)
    {
        var use = context.Use;
        void Mismatch() => context.Report(
            Descriptors.Size,
            use.Site,
            $"{use} compares outputs of one shape, but the anchor is {anchor.Type} and the {argument.Role} is {other.Type}: "
                + "compute all three with the same layers.");
        if (anchor.Shape.Count != other.Shape.Count || anchor.Shape.HasLeading != other.Shape.HasLeading)
        {
            Mismatch();
            return false;
        }

        for (var axis = 0; axis < anchor.Shape.Count; axis++)
        {
            var relation = new DimRelation(Comparison.Equal, anchor.Shape.Dims[axis], other.Shape.Dims[axis]);
            switch (context.Model.Decide(relation))
            {
                case Truth.Refuted:
                    Mismatch();
                    return false;
                case Truth.Open:
                    context.Model.LeaveOpen(relation, $"{use} compares outputs of one shape", use.Site, Mismatch);
                    break;
            }
        }

        return true;
    }
}
