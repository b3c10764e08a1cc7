namespace ModelGen.Runtime.Tests;

/// <summary>Attention over three inputs, masked for each item of the batch or not at all.</summary>
[Model]
public partial class ScaledDotProduct
{
    [Input("B", "H", "T", "d")]
    private Stage q;

    [Input("B", "H", "S", "d")]
    private Stage k;

    [Input("B", "H", "S", "v")]
    private Stage v;

    [Input("B", 1, "T", "S", Type = DType.Bool, Optional = true)]
    private Stage mask;

    [From(nameof(q), nameof(k), nameof(v)), ScaledDotProductAttention(Mask = nameof(mask)), Output]
    private Stage output;
}

/// <summary>The same with the weights, by the formula and not by the kernel.</summary>
[Model]
public partial class ScaledDotProductWithWeights
{
    [Input("B", "H", "T", "d")]
    private Stage q;

    [Input("B", "H", "S", "d")]
    private Stage k;

    [Input("B", "H", "S", "v")]
    private Stage v;

    [Input("B", 1, "T", "S", Type = DType.Bool, Optional = true)]
    private Stage mask;

    [From(nameof(q), nameof(k), nameof(v)), ScaledDotProductAttention(Mask = nameof(mask)), Output("B", "H", "T", "v")]
    private Stage output;

    [From(nameof(output) + ".weights"), Output("B", "H", "T", "S")]
    private Stage weights;
}

/// <summary>The causal one, which takes no mask.</summary>
[Model]
public partial class CausalScaledDotProduct
{
    [Input("...", "T", "d")]
    private Stage q;

    [Input("...", "T", "d")]
    private Stage k;

    [Input("...", "T", "v")]
    private Stage v;

    [From(nameof(q), nameof(k), nameof(v)), ScaledDotProductAttention(Causal = true)]
    private Stage output;
}

/// <summary>Multi-head self-attention with an optional mask that all items and heads share.</summary>
[Model]
[Dim("D", MultipleOf = 8)]
public partial class MaskedSelfAttention
{
    [Input("B", "T", "D")]
    private Stage x;

    [Input(1, 1, "T", "T", Type = DType.Bool, Optional = true)]
    private Stage mask;

    [From(nameof(x)), MultiHeadAttention(8, Mask = nameof(mask))]
    private Stage attention;
}

/// <summary>Multi-head self-attention that sees only what came before.</summary>
[Model]
[Dim("D", MultipleOf = "heads")]
[Input("B", "T", "D")]
[MultiHeadAttention("heads", Causal = true)]
[Output("B", "T", "D")]
public partial class CausalSelfAttention;

/// <summary>Self-attention as <c>nn.MultiheadAttention</c> computes it: padded keys, and the weights of each head and of all.</summary>
[Model]
public partial class PaddedSelfAttention
{
    [Input("B", "T", 512)]
    private Stage x;

    [Input("B", "T", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(x)), MultiHeadAttention(8, KeyPaddingMask = nameof(padding)), Output]
    private Stage attention;

    [From(nameof(attention) + ".weights"), Output("B", 8, "T", "T")]
    private Stage perHead;

    [Mean(Axis = 1), Output("B", "T", "T")]
    private Stage averaged;
}

/// <summary>The same without weights, by the kernel.</summary>
[Model]
public partial class PaddedSelfAttentionOnly
{
    [Input("B", "T", 512)]
    private Stage x;

    [Input("B", "T", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(x)), MultiHeadAttention(8, KeyPaddingMask = nameof(padding))]
    private Stage attention;
}
