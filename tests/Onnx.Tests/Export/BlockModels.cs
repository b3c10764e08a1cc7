namespace ModelGen.Onnx.Tests;

/// <summary>A post-LN encoder layer with a float mask and padding, and a pre-LN one without biases.</summary>
[Model]
public partial class EncoderLayers
{
    [Input("B", "T", 8)]
    private Stage x;

    [Input("T", "T")]
    private Stage mask;

    [Input("B", "T", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(x)), TransformerEncoderLayer(4, 10, Mask = nameof(mask), KeyPaddingMask = nameof(padding), Eps = 0.01), Output]
    private Stage after;

    [TransformerEncoderLayer(2, 10, NormFirst = true, Bias = false, Causal = true, Activation = Activation.Gelu), Output]
    private Stage before;
}

/// <summary>A decoder layer with all of its masks, and a pre-LN one without.</summary>
[Model]
public partial class DecoderLayers
{
    [Input("B", "T", 8)]
    private Stage x;

    [Input("B", "S", 8)]
    private Stage memory;

    [Input("B", "T", "T", Type = DType.Bool, Optional = true)]
    private Stage mask;

    [Input("B", "T", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [Input("T", "S")]
    private Stage memoryMask;

    [Input("B", "S", Type = DType.Bool, Optional = true)]
    private Stage memoryPadding;

    [From(nameof(x))]
    [TransformerDecoderLayer(
        4, 10, Memory = nameof(memory), Mask = nameof(mask), KeyPaddingMask = nameof(padding), MemoryMask = nameof(memoryMask),
        MemoryKeyPaddingMask = nameof(memoryPadding), Activation = Activation.Silu)]
    [Output]
    private Stage after;

    [TransformerDecoderLayer(2, 6, Memory = nameof(memory), NormFirst = true, Causal = true, Bias = false), Output]
    private Stage before;
}

/// <summary>Feed-forward networks with their options.</summary>
[Model]
[Input("...", "D")]
[FeedForward("hidden", Activation = Activation.GeluTanh, Bias = false), GatedFeedForward("hidden")]
public partial class FeedForwardNetworks;

/// <summary>A block with several inputs, one of them optional, and several outputs.</summary>
[Model]
public partial class SplitBlock
{
    [Input("B", "T", "D")]
    private Stage x;

    [Input("B", "D")]
    private Stage scale;

    [Input("B", "T", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(x)), MultiHeadAttention(1, KeyPaddingMask = nameof(padding)), Output]
    private Stage attended;

    [From(nameof(scale)), Linear("D"), Output]
    private Stage scaled;
}

/// <summary>Uses all outputs of a block, with and without its optional input.</summary>
[Model]
public partial class UsesSplitBlocks
{
    [Input("B", "T", "D")]
    private Stage x;

    [Input("B", "D")]
    private Stage scale;

    [Input("B", "T", Type = DType.Bool, Optional = true)]
    private Stage mask;

    [From(nameof(x)), Block<SplitBlock>(Inputs = new[] { nameof(scale), nameof(mask) }), LayerNorm, Output("B", "T", "D")]
    private Stage first;

    [From(nameof(first) + ".block.scaled"), Relu, Output("B", "D")]
    private Stage firstScaled;

    [From(nameof(x)), Block<SplitBlock>(Inputs = new[] { nameof(scale) }, Port = "scaled"), Tanh, Output("B", "D")]
    private Stage second;
}

/// <summary>A linear layer of a width that the user of the block states.</summary>
[Model]
[Input("...", "in")]
[Linear("width"), Relu]
public partial class WidthBlock;

/// <summary>Copies of other sizes, each of which takes the result of the one before it.</summary>
[Model]
[Input("...", "in")]
[Block<WidthBlock>(3, With = "width = [5, 7, 2]"), Block<WidthBlock>(With = "width = 4")]
public partial class CopiesOfOtherSizes;

/// <summary>Layers that share the weights of another one, by its name and by that of its stage.</summary>
[Model]
[Input("B", "T", 6)]
public partial class SharedWeights
{
    [Linear(6, Name = "map"), LayerNorm, Output]
    private Stage first;

    [Linear(6, Shared = "first.map"), Relu, Linear(6, Shared = nameof(first)), LayerNorm, Output]
    private Stage second;

    [TransformerEncoderLayer(2, 8), Output]
    private Stage third;

    [TransformerEncoderLayer(2, 8, Shared = nameof(third)), Output]
    private Stage fourth;
}

/// <summary>Blocks within copies of blocks.</summary>
[Model]
[Input("B", "T", 8)]
[Block<NestedBlock>("layers", With = "heads = 2")]
[Dim("layers", Max = 3)]
public partial class NestedBlocks;

/// <summary>A block that contains another one.</summary>
[Model]
[Input("B", "T", "D"), Dim("D", MultipleOf = "heads")]
[Block<NestedLayer>(2), LayerNorm]
public partial class NestedBlock;

/// <summary>The innermost block.</summary>
[Model]
[Input("B", "T", "D"), Dim("D", MultipleOf = "heads")]
[MultiHeadAttention("heads", Causal = true), LayerNorm]
public partial class NestedLayer;
