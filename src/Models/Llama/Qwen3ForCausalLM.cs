namespace ModelGen.Models;

/// <summary>
/// Qwen 3 (Yang et al. 2025, arXiv:2505.09388): <see cref="LlamaForCausalLM"/> with an RMS norm on the query and key of each head.
/// </summary>
[Model]
[Setting("eps")]
[Setting("rotary")]
[Setting("activation", Default = Activation.Silu)]
[Setting("attentionDropout", Default = 0.0)]
[Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", "D", InitStd = 0.02, Init = Init.Normal)]
[Block<Qwen3Layer>("layers")]
[RmsNorm(Eps = "eps")]
[Linear("vocabulary", Bias = false, InitStd = 0.02, Init = Init.Normal)]
[Output("B", "T", "vocabulary")]
[Autoregressive, CrossEntropyLoss]
public partial class Qwen3ForCausalLM : ILlama;

/// <summary>Qwen 3 with a head that shares the weight of the embedding (<c>tie_word_embeddings</c>).</summary>
[Model]
[Setting("eps")]
[Setting("rotary")]
[Setting("activation", Default = Activation.Silu)]
[Setting("attentionDropout", Default = 0.0)]
[Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", "D", InitStd = 0.02, Init = Init.Normal)]
[Block<Qwen3Layer>("layers")]
[RmsNorm(Eps = "eps")]
[TiedLinear("embedding")]
[Output("B", "T", "vocabulary")]
[Autoregressive, CrossEntropyLoss]
public partial class TiedQwen3ForCausalLM : ILlama;

/// <summary>A layer of Qwen 3: <see cref="LlamaLayer"/> with an RMS norm on the query and key of each head.</summary>
[Model]
[Dim("heads", MultipleOf = "keyValueHeads")]
[Dim("headDim", MultipleOf = 2)]
[Setting("eps")]
[Setting("rotary")]
[Setting("activation")]
[Setting("attentionDropout")]
[Input("B", "T", "D")]
public partial class Qwen3Layer
{
    [RmsNorm(Eps = "eps")]
    [MultiHeadAttention(
        "heads", KeyValueHeads = "keyValueHeads", HeadDim = "headDim", Causal = true, Bias = false, QueryKeyNorm = true,
        QueryKeyNormEps = "eps", Rotary = "rotary", Dropout = "attentionDropout", InitStd = 0.02, Init = Init.Normal)]
    [Residual]
    private Stage attention;

    [RmsNorm(Eps = "eps"), GatedFeedForward("hidden", Activation = "activation", InitStd = 0.02, Init = Init.Normal), Residual]
    private Stage mlp;
}
