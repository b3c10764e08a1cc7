namespace ModelGen.PyTorch.Tests;

/// <summary>Inputs, sizes and stages with names that the written code uses itself, or that Python reserves.</summary>
[Model]
public partial class ReservedNames
{
    [Input("B", "F", "nn")]
    private Stage self;

    [Input("B", "F", "nn")]
    private Stage cache;

    [Input("B", "F", "nn")]
    private Stage start;

    [Input("B", "F", "nn")]
    private Stage x;

    [Input("B", "F", "nn")]
    private Stage pass;

    [From(nameof(self), nameof(cache), nameof(start), nameof(x), nameof(pass)), Add, Reshape("F", "B", "nn"), Linear("lambda"), Relu]
    private Stage x2;

    [Linear("range"), Output]
    private Stage with;

    [From(nameof(x2)), Linear("I"), LayerNorm, Output]
    private Stage math;
}

/// <summary>A block with a size of the name of its user's stage, and stages that end with the same words in Python's style.</summary>
[Model]
[Input("B", "T", "D")]
public partial class AlikeNames
{
    [Linear("heads", Name = "heads")]
    private Stage feedForward;

    [From(nameof(feedForward)), Relu]
    private Stage FeedForward;

    [From(nameof(feedForward), nameof(FeedForward)), Add, Reshape("B", "T", "heads"), Linear("D", Name = "x")]
    private Stage feed_forward;

    [Residual, Output]
    private Stage heads;
}

/// <summary>Layers with the names of words of Python.</summary>
[Model]
[Input("B", "T", "D")]
[Linear("lambda", Name = "lambda"), Linear("D", Name = "is")]
public partial class Worded;
