namespace ModelGen.Runtime.Tests.Declared;

/// <summary><c>nn.Transformer</c> in small: two layers each, and a norm after each stack.</summary>
[Model]
public partial class EncoderDecoder
{
    [Input("B", "S", 64)]
    private Stage source;

    [Input("B", "T", 64)]
    private Stage target;

    [Input("B", "S", Type = DType.Bool, Optional = true)]
    private Stage sourcePadding;

    [From(nameof(source))]
    [TransformerEncoderLayer(4, 256, KeyPaddingMask = nameof(sourcePadding))]
    [TransformerEncoderLayer(4, 256, KeyPaddingMask = nameof(sourcePadding))]
    [LayerNorm, Output]
    private Stage memory;

    [From(nameof(target))]
    [TransformerDecoderLayer(4, 256, Memory = nameof(memory), MemoryKeyPaddingMask = nameof(sourcePadding), Causal = true)]
    [TransformerDecoderLayer(4, 256, Memory = nameof(memory), MemoryKeyPaddingMask = nameof(sourcePadding), Causal = true)]
    [LayerNorm, Output]
    private Stage output;
}

/// <summary>The encoder layer as a block of its own, over any width.</summary>
[Model]
[Dim("D", MultipleOf = 8)]
public partial class EncoderLayer
{
    [Input("B", "T", "D")]
    private Stage x;

    [Input(1, 1, "T", "T", Type = DType.Bool, Optional = true)]
    private Stage mask;

    [From(nameof(x)), TransformerEncoderLayer(8, 2048, Mask = nameof(mask))]
    private Stage layer;
}

/// <summary>Pre-LN layers with every option.</summary>
[Model]
public partial class PreNormLayers
{
    [Input("B", "T", 8)]
    private Stage x;

    [Input("B", "S", 8)]
    private Stage memory;

    [From(nameof(x)), TransformerEncoderLayer(2, 12, NormFirst = true, Activation = Activation.Gelu, Eps = 1e-3, Bias = false, Dropout = 0, Causal = true), Output]
    private Stage encoded;

    [TransformerDecoderLayer(2, 12, Memory = nameof(memory), NormFirst = true, Activation = Activation.Silu, Dropout = 0.2), Output]
    private Stage decoded;
}
