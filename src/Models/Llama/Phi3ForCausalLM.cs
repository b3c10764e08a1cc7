namespace ModelGen.Models;

/// <summary>
/// Phi-3 (Abdin et al. 2024, arXiv:2404.14219): <see cref="MistralForCausalLM"/> with dropout after the attention and the feed-forward
/// network of each layer.
/// </summary>
[Model]
[Setting("eps")]
[Setting("rotary")]
[Setting("activation", Default = Activation.Silu)]
[Setting("attentionDropout", Default = 0.0)]
[Setting("residualDropout", Default = 0.0)]
[Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", "D", InitStd = 0.02, Init = Init.Normal)]
[Block<Phi3Layer>("layers")]
[RmsNorm(Eps = "eps")]
[Linear("vocabulary", Bias = false, InitStd = 0.02, Init = Init.Normal)]
[Output("B", "T", "vocabulary")]
[Autoregressive, CrossEntropyLoss]
public partial class Phi3ForCausalLM : ILlama;

/// <summary>Phi-3 with a head that shares the weight of the embedding (<c>tie_word_embeddings</c>), as in Phi-4-mini.</summary>
[Model]
[Setting("eps")]
[Setting("rotary")]
[Setting("activation", Default = Activation.Silu)]
[Setting("attentionDropout", Default = 0.0)]
[Setting("residualDropout", Default = 0.0)]
[Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", "D", InitStd = 0.02, Init = Init.Normal)]
[Block<Phi3Layer>("layers")]
[RmsNorm(Eps = "eps")]
[TiedLinear("embedding")]
[Output("B", "T", "vocabulary")]
[Autoregressive, CrossEntropyLoss]
public partial class TiedPhi3ForCausalLM : ILlama;

/// <summary>A layer of Phi-3: <see cref="MistralLayer"/> with dropout before the residual connections.</summary>
[Model]
[Dim("heads", MultipleOf = "keyValueHeads")]
[Dim("headDim", MultipleOf = 2)]
[Setting("eps")]
[Setting("rotary")]
[Setting("activation")]
[Setting("attentionDropout")]
[Setting("residualDropout")]
[Input("B", "T", "D")]
public partial class Phi3Layer
{
    [RmsNorm(Eps = "eps")]
    [MultiHeadAttention(
        "heads", KeyValueHeads = "keyValueHeads", HeadDim = "headDim", Causal = true, Window = "window", Bias = false, Rotary = "rotary",
        Dropout = "attentionDropout", InitStd = 0.02, Init = Init.Normal)]
    [Dropout("residualDropout"), Residual]
    private Stage attention;

    [RmsNorm(Eps = "eps"), GatedFeedForward("hidden", Activation = "activation", InitStd = 0.02, Init = Init.Normal)]
    [Dropout("residualDropout"), Residual]
    private Stage mlp;
}
