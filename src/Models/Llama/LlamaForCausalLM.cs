namespace ModelGen.Models;

/// <summary>
/// Llama (Touvron et al. 2023, arXiv:2307.09288; arXiv:2407.21783) with an untied head: ids <c>(B, T)</c> to scores
/// <c>(B, T, vocabulary)</c>.
/// </summary>
[Model]
[Setting("eps")]
[Setting("rotary")]
[Setting("activation", Default = Activation.Silu)]
[Setting("attentionDropout", Default = 0.0)]
[Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", "D", InitStd = 0.02, Init = Init.Normal)]
[Block<LlamaLayer>("layers")]
[RmsNorm(Eps = "eps")]
[Linear("vocabulary", Bias = false, InitStd = 0.02, Init = Init.Normal)]
[Output("B", "T", "vocabulary")]
[Autoregressive, CrossEntropyLoss]
public partial class LlamaForCausalLM : ILlama;

/// <summary>Llama with a head that shares the weight of the embedding (<c>tie_word_embeddings</c>).</summary>
[Model]
[Setting("eps")]
[Setting("rotary")]
[Setting("activation", Default = Activation.Silu)]
[Setting("attentionDropout", Default = 0.0)]
[Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", "D", InitStd = 0.02, Init = Init.Normal)]
[Block<LlamaLayer>("layers")]
[RmsNorm(Eps = "eps")]
[TiedLinear("embedding")]
[Output("B", "T", "vocabulary")]
[Autoregressive, CrossEntropyLoss]
public partial class TiedLlamaForCausalLM : ILlama;

/// <summary>
/// A layer of Llama: RMS norms, grouped-query attention with rotary positional encoding, and a gated feed-forward network (SwiGLU), without
/// biases.
/// </summary>
[Model]
[Dim("heads", MultipleOf = "keyValueHeads")]
[Dim("headDim", MultipleOf = 2)]
[Setting("eps")]
[Setting("rotary")]
[Setting("activation")]
[Setting("attentionDropout")]
[Input("B", "T", "D")]
public partial class LlamaLayer
{
    [RmsNorm(Eps = "eps")]
    [MultiHeadAttention("heads", KeyValueHeads = "keyValueHeads", HeadDim = "headDim", Causal = true, Bias = false, Rotary = "rotary",
        Dropout = "attentionDropout", InitStd = 0.02, Init = Init.Normal)]
    [Residual]
    private Stage attention;

    [RmsNorm(Eps = "eps"), GatedFeedForward("hidden", Activation = "activation", InitStd = 0.02, Init = Init.Normal), Residual]
    private Stage mlp;
}
