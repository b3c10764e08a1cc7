namespace ModelGen.Runtime.Tests;

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

    [From(nameof(x))]
    [TransformerEncoderLayer(
        2, 12, NormFirst = true, Activation = Activation.Gelu, Eps = 1e-3, Bias = false, Dropout = 0, Causal = true)]
    [Output]
    private Stage encoded;

    [TransformerDecoderLayer(2, 12, Memory = nameof(memory), NormFirst = true, Activation = Activation.Silu, Dropout = 0.2), Output]
    private Stage decoded;
}
