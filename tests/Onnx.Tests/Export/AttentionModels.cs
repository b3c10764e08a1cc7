namespace ModelGen.Onnx.Tests;

/// <summary>Cross-attention with a float mask of all axes and padding; heads wider than the model's share.</summary>
[Model]
public partial class MemoryAttention
{
    [Input("B", "T", 12)]
    private Stage x;

    [Input("B", "S", "E")]
    private Stage memory;

    [Input("B", 6, "T", "S")]
    private Stage mask;

    [Input("B", "S", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(x))]
    [MultiHeadAttention(
        6, HeadDim = 5, KeyValueHeads = 3, Memory = nameof(memory), Mask = nameof(mask), KeyPaddingMask = nameof(padding), Bias = false)]
    private Stage attention;
}

/// <summary>Boolean masks of two, three and four axes, with axes of size 1.</summary>
[Model]
public partial class MasksOfAllForms
{
    [Input("B", "T", 8)]
    private Stage x;

    [Input("T", "T", Type = DType.Bool)]
    private Stage shared;

    [Input("B", 1, "T", Type = DType.Bool, Optional = true)]
    private Stage keys;

    [Input("B", "T", 1, Type = DType.Bool, Optional = true)]
    private Stage queries;

    [Input(1, 4, "T", "T", Type = DType.Bool)]
    private Stage byHead;

    [Input("T", "T")]
    private Stage scores;

    [From(nameof(x)), MultiHeadAttention(4, Mask = nameof(shared)), Output]
    private Stage first;

    [From(nameof(x)), MultiHeadAttention(4, Mask = nameof(keys)), Output]
    private Stage second;

    [From(nameof(x)), MultiHeadAttention(4, Mask = nameof(queries)), Output]
    private Stage third;

    [From(nameof(x)), MultiHeadAttention(4, KeyValueHeads = 2, Causal = true, Mask = nameof(byHead)), Output]
    private Stage fourth;

    [From(nameof(x)), MultiHeadAttention(4, Causal = true, Mask = nameof(scores)), Output]
    private Stage fifth;
}

/// <summary>Linear biases with padding: before and after a position, and with the weights.</summary>
[Model]
public partial class PaddedAlibiAttention
{
    [Input("B", "T", 8)]
    private Stage x;

    [Input("B", "T", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(x)), MultiHeadAttention(4, Alibi = true, KeyPaddingMask = nameof(padding)), Output]
    private Stage both;

    [From(nameof(x)), MultiHeadAttention(4, Alibi = true, Causal = true, KeyPaddingMask = nameof(padding)), Output]
    private Stage before;

    [From(nameof(before) + ".weights"), Output("B", 4, "T", "T")]
    private Stage weights;
}

/// <summary>Rotary positions in all styles and scalings, with shared key heads and with the weights.</summary>
[Model]
[Input("B", "T", 16)]
public partial class RotaryAttentions
{
    [MultiHeadAttention(4, KeyValueHeads = 2, Causal = true, Rotary = true, RotaryStyle = RotaryStyle.Interleaved), Output]
    private Stage neighbours;

    [MultiHeadAttention(2, Rotary = true, RotaryDim = 4, RotaryScaling = RotaryScaling.Linear, RotaryFactor = 3), Output]
    private Stage slow;

    [MultiHeadAttention(
        2, QueryKeyNorm = true, Rotary = true, RotaryBase = 100, RotaryScaling = RotaryScaling.Ntk, RotaryFactor = 2, Window = 3,
        Causal = true, KeyValueHeads = 1)]
    [Output]
    private Stage stretched;

    [From(nameof(stretched) + ".weights"), Output("B", 2, "T", "T")]
    private Stage weights;

    [From(nameof(slow))]
    [MultiHeadAttention(
        4, Rotary = true, RotaryDim = 2, RotaryStyle = RotaryStyle.Interleaved, RotaryScaling = RotaryScaling.Yarn, RotaryFactor = 4,
        RotaryContext = 16, QueryKeyNorm = true)]
    [Output]
    private Stage extended;
}

/// <summary>The weights alone.</summary>
[Model]
[Input("B", "T", 8)]
[MultiHeadAttention(2, Port = "weights")]
[Output("B", 2, "T", "T")]
public partial class AttentionWeightsOnly;

/// <summary>Queries and keys of other numbers, seen up to a position or in a window, which may leave queries without keys.</summary>
[Model]
public partial class ScaledDotProductsOfTwoSequences
{
    [Input("...", "T", "d")]
    private Stage q;

    [Input("...", "S", "d")]
    private Stage k;

    [Input("...", "S", "v")]
    private Stage v;

    [Input("T", "S", Type = DType.Bool)]
    private Stage mask;

    [Input("T", 1)]
    private Stage scores;

    [From(nameof(q), nameof(k), nameof(v)), ScaledDotProductAttention(Causal = true, Scale = 0.7), Output("...", "T", "v")]
    private Stage causal;

    [From(nameof(q), nameof(k), nameof(v)), ScaledDotProductAttention(Causal = true, Window = 2), Output("...", "T", "v")]
    private Stage windowed;

    [From(nameof(q), nameof(k), nameof(v)), ScaledDotProductAttention(Causal = true, Mask = nameof(mask)), Output("...", "T", "v")]
    private Stage masked;

    [From(nameof(q), nameof(k), nameof(v)), ScaledDotProductAttention(Mask = nameof(scores)), Output("...", "T", "v")]
    private Stage biased;

    [From(nameof(windowed) + ".weights"), Output("...", "T", "S")]
    private Stage weights;
}

/// <summary>The same without the weights.</summary>
[Model]
public partial class WindowedScaledDotProduct
{
    [Input("B", "T", 6)]
    private Stage q;

    [Input("B", "S", 6)]
    private Stage k;

    [From(nameof(q), nameof(k), nameof(k)), ScaledDotProductAttention(Causal = true, Window = "window")]
    private Stage output;
}

/// <summary>A float mask that a test fills.</summary>
[Model]
public partial class FloatMaskedAttention
{
    [Input("B", "T", 8)]
    private Stage x;

    [Input("T", "T")]
    private Stage mask;

    [From(nameof(x)), MultiHeadAttention(2, Mask = nameof(mask))]
    private Stage attention;
}
