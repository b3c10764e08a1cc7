using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>The input reaches the weights through operations that keep its element type.</summary>
[Model, Input("B", 4, 6)]
[Relu, Flatten, LayerNorm, Linear(3)]
public sealed partial class NormalizedFirst;

[Model, Input("B", "T", 6)]
[Block<PlacedLayer>(2), Select(Axis = 1, Index = 0), Linear(3)]
public sealed partial class PlacedStack;

[Model, Input("B", "T", "D")]
public sealed partial class PlacedLayer
{
    [LayerNorm, Linear("D"), Residual]
    private Stage output;
}

/// <summary>Ids, a mask and a floating-point input, all of which are computed with weights.</summary>
[Model]
public sealed partial class PlacedTranslator
{
    [Input("B", "T", Type = DType.Int64)] private Stage ids;
    [Input("B", "S", 8)] private Stage memory;
    [Input("B", "S", Type = DType.Bool, Optional = true)] private Stage padding;

    [From(nameof(ids)), Embedding(7, 8), MultiHeadAttention(2, Memory = nameof(memory), KeyPaddingMask = nameof(padding))]
    private Stage output;
}

/// <summary>The second input is converted where it is multiplied, as PyTorch does.</summary>
[Model]
public sealed partial class Weighted
{
    [Input("B", 4)] private Stage x;
    [Input("B", 3)] private Stage factors;

    [From(nameof(x)), Linear(3), Multiply(nameof(factors))]
    private Stage output;
}

/// <summary>Two tensors that no weight meets, beside one that does.</summary>
[Model]
public sealed partial class Apart
{
    [Input("B", 4)] private Stage x;
    [Input("B", 3)] private Stage left;
    [Input("B", 3)] private Stage right;

    [From(nameof(x)), Linear(3), Output("B", 3)]
    private Stage scores;

    [From(nameof(left)), Add(nameof(right)), Output("B", 3)]
    private Stage sum;
}

/// <summary>A method of the class converts the input to the dtype of the weights itself.</summary>
[Model, Input("B", 4)]
[Apply(nameof(Convert)), Linear(3)]
public sealed partial class Converting
{
    [return: Shape("B", "D")]
    private Tensor Convert([Shape("B", "D")] Tensor x) => x.to(_linear.weight!.dtype);
}

[Model, Input("B", 4, Type = DType.Bool)]
[Cast(DType.Float), Linear(3)]
public sealed partial class Flags;

[Model, Input("B", 4)]
[LayerNorm, Softmax]
public sealed partial class NormAlone;

[Model, Input("B", 4)]
[Relu, Softmax]
public sealed partial class Weightless;

[Model]
public sealed partial class Separable
{
    [Input("B", 4)] private Stage x;
    [Input("B", 4)] private Stage y;

    [From(nameof(x)), Linear(3), Output("B", 3)]
    private Stage first;

    [From(nameof(y)), Linear(2), Output("B", 2)]
    private Stage second;
}

[Lora<PlacedStack>(2, Targets = new[] { "linear" })]
public sealed partial class PlacedStackLora;

[Model, Input("B", "T", Type = DType.Int64)]
[Embedding(11, 8), Lstm(8), Linear(11)]
[Autoregressive]
public sealed partial class PlacedWriter;

[Model, Input("B", "T", 4)]
[Linear(4), PositionEmbedding(8), RmsNorm, Linear(2)]
public sealed partial class PlacedPositions;

[Model, Input("B", 3, 8, 8)]
[Conv(4, Kernel = 3, Padding = "same"), BatchNorm, Relu, GlobalAvgPool, Linear(2)]
public sealed partial class PlacedImages;

[Model, Input("B", "T", 4)]
[Gru(3), Linear(2)]
public sealed partial class PlacedSeries;
