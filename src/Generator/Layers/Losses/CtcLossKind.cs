using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>Connectionist temporal classification: labels of a sequence whose alignment with the time steps is unknown.</summary>
internal sealed class CtcLossKind : LossKind
{
    private static readonly IntegerArgument Blank = new("Blank", 0, least: 0);
    private static readonly FlagArgument ZeroInfinity = new("ZeroInfinity", byDefault: false);

    public override string Name => "CtcLoss";

    public override IReadOnlyList<AttributeArgument> Arguments { get; } = [Blank, ZeroInfinity, .. LossArguments.OfOneOutput];

    public override IReadOnlyList<LossTarget> Targets { get; } = [.. LossTarget.Only, new("inputLengths"), new("targetLengths")];

    public override InferredLoss? Infer(LossContext context)
    {
        var (use, output) = (context.Use, context.Output);
        if (!context.TakesReduction() || !HasSteps(context) || !HasBlank(context))
        {
            return null;
        }

        context.CheckLogarithms();
        var batch = output.Shape.Dims[1];
        var lengths = new TensorType(new Shape(false, [batch]), ElementType.Int64);
        var labels = new TensorType(new Shape(false, [batch, LabelCount(output.Shape)]), ElementType.Int64);
        return context.Build("Ctc.Loss", [labels, lengths, lengths], lengths.Shape,
            Code.Of($", blank: {context.Get(Blank)}, zeroInfinity: {context.Get(ZeroInfinity)}"));
    }

    private static bool HasSteps(LossContext context)
    {
        var (use, output) = (context.Use, context.Output);
        if (output.Type!.Element != ElementType.Float || output.Shape is not { HasLeading: false, Count: 3 })
        {
            context.Report(
                Descriptors.Rank,
                use.Site,
                $"{use} takes log-probabilities (T, B, C), the time steps first, but {output.Describe()}: "
                    + "end the model with a Linear of one feature per class and LogSoftmax over a sequence.");
            return false;
        }

        if (!output.Shape.Dims[0].TryGetSymbol(out var first) || !BatchFirst.IsBatch(first))
        {
            return true;
        }

        const string Permute = "Permute(1, 0, 2)";
        context.Report(
            Descriptors.Rank,
            use.Site,
            $"{use} takes log-probabilities (T, B, C), the time steps first, but {output.Describe()}, "
                + $"the batch first: put {Permute} after it.",
            output.Producer is { } producer ? [Repair.InsertAfter(producer.Use, Permute)] : []);
        return false;
    }

    private static bool HasBlank(LossContext context)
    {
        var (use, classes) = (context.Use, context.Output.Shape.Last);
        var blank = context.Get(Blank);
        var relation = new DimRelation(Comparison.LessOrEqual, (Dim)blank + 1, classes);
        void Mismatch() => context.Report(
            Descriptors.BadArgument,
            context.At(Blank),
            $"{use} has no class {blank} for the blank, since {context.Output.Describe()}, with {classes} classes: "
                + $"choose a class from 0 to {context.Model.Simplify(classes - 1)}.");
        switch (context.Model.Decide(relation))
        {
            case Truth.Refuted:
                Mismatch();
                return false;
            case Truth.Open:
                context.Model.LeaveOpen(relation, $"{use} needs more than {blank} classes", use.Site, Mismatch);
                return true;
            default:
                return true;
        }
    }

    // A name for the number of labels, which nothing else of the output has.
    private static Dim LabelCount(Shape shape) => Dim.Symbol(new[] { "S", "L", "labels" }.First(name => !shape.Symbols.Contains(name)));
}
