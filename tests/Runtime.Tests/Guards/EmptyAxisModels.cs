namespace ModelGen.Runtime.Tests;

[Model, Input("B", "T", 3), Lstm(4), Output("B", "T", 4)]
public sealed partial class EmptyRecurrence;

[Model, Input("T", 3), Mean]
public sealed partial class EmptyMean;

[Model, Input("B", 3, "H", "W"), Conv(4, Kernel = 3, Padding = 1), GlobalAvgPool]
public sealed partial class EmptyImage;

[Model, Input("B", "T", 8), MultiHeadAttention(2, Causal = true)]
public sealed partial class EmptyAttention;

[Model]
public sealed partial class EmptyMemory
{
    [Input("B", "T", 8)] private Stage x;
    [Input("B", "S", 8)] private Stage memory;

    [From(nameof(x)), MultiHeadAttention(2, Memory = nameof(memory))]
    private Stage attended;
}

/// <summary>The stronger check of the pooling stands for that of the mean.</summary>
[DrawnByHand, Model, Input("B", 3, "L"), MaxPool(2), Mean(Axis = 2)]
public sealed partial class EmptyPool;

/// <summary>Every position is computed alone, so there may be none.</summary>
[Model, Input("B", "T", 3), Linear(4), Relu, LayerNorm, Sum(Axis = 1)]
public sealed partial class EmptyPositions;

/// <summary>A stated least size is checked, even if it is the usual one.</summary>
[Model, Input("B", "T", 3), Dim("T", Min = 1), Sum(Axis = 1)]
public sealed partial class StatedLeast;

/// <summary>A width that may be 0.</summary>
[DrawnByHand, Model, Input("B", "D"), Linear("D/2"), Linear(3)]
public sealed partial class NoWidth;
