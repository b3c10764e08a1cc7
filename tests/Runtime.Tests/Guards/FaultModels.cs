namespace ModelGen.Runtime.Tests;

[Model, Input("B", 3, 8, 8)]
[Conv(4, Kernel = 3), Relu, GlobalAvgPool, Linear(5)]
[CrossEntropyLoss(Classes = 5)]
public sealed partial class ColourClassifier;

[Model, Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", 4, CheckIds = true), Gru(3), Linear(2)]
public sealed partial class CheckedSentiment;

[Model, DrawnByHand]
public sealed partial class CheckedNextWord
{
    [Input("B", "T", 7)] private Stage scores;

    [From(nameof(scores)), Max(Axis = -1)]
    private Stage best;

    [From(nameof(best) + ".indices"), Embedding(5, 4, CheckIds = true)]
    private Stage words;
}

[Model]
public sealed partial class StatefulDecoder
{
    [Input("B", "T", 3)] private Stage steps;
    [Input(1, "B", 4)] private Stage state;

    [From(nameof(steps)), Gru(4, InitialHidden = nameof(state)), Linear(3)]
    private Stage next;
}

[Model, Input(4, 6), Linear(3)]
public sealed partial class FixedBatch;

/// <summary>Its input has the name that the loss would give the labels.</summary>
[Model, CrossEntropyLoss(IgnoreIndex = 0)]
public sealed partial class Rewriter
{
    [Input("B", "T", Type = DType.Int64)] private Stage target;

    [Embedding(6, 4), Linear(9)]
    private Stage scores;
}

[Model, Input("B", 6), Linear(4), Relu, Linear(1), MseLoss]
public sealed partial class Prices;

[Model, Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", 4), Gru(3), Linear(2)]
public sealed partial class Sentiment;
