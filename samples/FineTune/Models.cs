using ModelGen;

namespace FineTune;

/// <summary>A pre-LN transformer layer as in GPT-2: <c>(B, T, D)</c> to <c>(B, T, D)</c>, with causal self-attention.</summary>
[Model]
[Input("B", "T", "D")]
public partial class ByteGptBlock
{
    [LayerNorm, MultiHeadAttention("heads", Causal = true), Residual]
    private Stage attention;

    [LayerNorm, FeedForward("4*D", Activation = Activation.Gelu), Residual]
    private Stage feedForward;
}

/// <summary>
/// The model that is pre-trained if no other is given: a GPT over the bytes of UTF-8, ids <c>(B, T)</c> with T up to 128 to logits
/// <c>(B, T, 256)</c> of the next bytes. It knows every text, so that one model can be adapted to any other.
/// </summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding(256, 128, Init = Init.Normal, InitStd = 0.1), PositionEmbedding(128, Init = Init.Normal, InitStd = 0.1)]
[Block<ByteGptBlock>(3, With = "heads = 4")]
[LayerNorm]
[TiedLinear("embedding")]
[Autoregressive, CrossEntropyLoss]
public partial class ByteGpt;

/// <summary>
/// The same model with low-rank adapters on the projections to queries and values: the paper's choice (Hu et al. 2021, section 4.2).
/// </summary>
[Lora<ByteGpt>(8, Alpha = 16, Targets = new[] { "query", "value" })]
public partial class ByteGptLora;
