using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>A tagger whose classes weigh differently.</summary>
[Model]
[Input("B", "T", 6)]
[Linear(5)]
[CrossEntropyLoss(Weights = nameof(_weights), IgnoreIndex = 2, LabelSmoothing = 0.1, Classes = 5)]
public partial class WeightedTagger
{
    private Tensor? _weights;

    internal Tensor? Weights
    {
        get => _weights;
        set => _weights = value;
    }
}

/// <summary>A class for each place of a map.</summary>
[Model]
[Input("B", 4, "H", "W")]
[Relu]
[CrossEntropyLoss(Axis = 1, Classes = 4, Reduction = LossReduction.None)]
public partial class Segmentation;

/// <summary>Log-probabilities of classes, with one that is ignored.</summary>
[Model]
[Input("B", 6)]
[Linear(5), LogSoftmax]
[NllLoss(IgnoreIndex = 3, Weights = nameof(ClassWeights))]
public partial class LogProbabilities
{
    internal static Tensor? ClassWeights { get; set; }
}

/// <summary>Log-probabilities along another axis than the last.</summary>
[Model]
[Input("...", 3, "T")]
[LogSoftmax(Axis = -2)]
[NllLoss(Axis = -2, Reduction = LossReduction.Sum)]
public partial class LogProbabilitiesAcross;

/// <summary>Squares.</summary>
[Model]
[Input("B", 6)]
[Linear(1)]
[MseLoss]
public partial class Squares;

/// <summary>Absolute values.</summary>
[Model]
[Input("...", 6)]
[Linear(2)]
[L1Loss(Reduction = LossReduction.Sum)]
public partial class Absolutes;

/// <summary>Squares near 0, absolute values beyond.</summary>
[Model]
[Input("B", 6)]
[Linear(2)]
[SmoothL1Loss(Beta = 0.5)]
public partial class SmoothAbsolutes;

/// <summary>Several labels an item, of which the positive ones weigh more.</summary>
[Model]
[Input("B", 6)]
[Linear(3)]
[BceWithLogitsLoss(PosWeight = nameof(_positive), Reduction = LossReduction.None)]
public partial class Labels
{
    private Tensor? _positive;

    partial void Initialize() => _positive = tensor(new[] { 1.0, 2.0, 0.5 }).DetachFromDisposeScope();
}

/// <summary>The divergence from a distribution.</summary>
[Model]
[Input("B", 6)]
[Linear(3), LogSoftmax]
[KlDivLoss(Reduction = LossReduction.BatchMean)]
public partial class Divergence;

/// <summary>The same of logarithms, and the mean over all elements.</summary>
[Model]
[Input("B", 6)]
[Linear(3), LogSoftmax]
[KlDivLoss(LogTarget = true)]
public partial class LogDivergence;

/// <summary>Two outputs, of which the second has a loss.</summary>
[Model]
[MseLoss(Of = nameof(score))]
public partial class TwoHeads
{
    [Input("B", 6)]
    private Stage x;

    [Linear(4), Output]
    private Stage features;

    [Linear(1), Output]
    private Stage score;
}

/// <summary>Labels whose alignment with the time steps is unknown.</summary>
[Model]
[Input("T", "B", 5)]
[LogSoftmax]
[CtcLoss(Blank = 1, ZeroInfinity = true)]
public partial class Aligned;

/// <summary>The same with a loss per sequence, infinite where the labels do not fit.</summary>
[Model]
[Input("T", "B", 5)]
[LogSoftmax]
[CtcLoss(Blank = 1, Reduction = LossReduction.None)]
public partial class AlignedEach;

/// <summary>Three outputs, compared without a target.</summary>
[Model]
[TripletMarginLoss(Margin = 0.5, P = 3, Eps = 0.01, Swap = true)]
public partial class Triplets
{
    [Input("B", 3)] Stage a;
    [Input("B", 3)] Stage p;
    [Input("B", 3)] Stage n;

    [Output, From(nameof(a)), Tanh] Stage anchor;
    [Output, From(nameof(p)), Tanh] Stage positive;
    [Output, From(nameof(n)), Tanh] Stage negative;
}

/// <summary>Three of four outputs, named in another order, with a loss per triplet.</summary>
[Model]
[TripletMarginLoss(Anchor = nameof(anchor), Positive = nameof(positive), Negative = nameof(negative), Reduction = LossReduction.None)]
public partial class NamedTriplets
{
    [Input("B", 3)] Stage a;
    [Input("B", 3)] Stage p;
    [Input("B", 3)] Stage n;

    [Output, From(nameof(n)), Tanh] Stage negative;
    [Output, From(nameof(a), nameof(p)), Add] Stage further;
    [Output, From(nameof(p)), Tanh] Stage positive;
    [Output, From(nameof(a)), Tanh] Stage anchor;
}
