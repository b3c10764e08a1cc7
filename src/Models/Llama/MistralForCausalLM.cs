namespace ModelGen.Models;

/// <summary>
/// Mistral (Jiang et al. 2023, arXiv:2310.06825): <see cref="LlamaForCausalLM"/> with a sliding window of <c>window</c> positions.
/// </summary>
[Model]
[Setting("eps")]
[Setting("rotary")]
[Setting("activation", Default = Activation.Silu)]
[Setting("attentionDropout", Default = 0.0)]
[Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", "D", InitStd = 0.02, Init = Init.Normal)]
[Block<MistralLayer>("layers")]
[RmsNorm(Eps = "eps")]
[Linear("vocabulary", Bias = false, InitStd = 0.02, Init = Init.Normal)]
[Output("B", "T", "vocabulary")]
[Autoregressive, CrossEntropyLoss]
public partial class MistralForCausalLM : ILlama;

/// <summary>A layer of Mistral: <see cref="LlamaLayer"/> with a sliding window.</summary>
[Model]
[Dim("heads", MultipleOf = "keyValueHeads")]
[Dim("headDim", MultipleOf = 2)]
[Setting("eps")]
[Setting("rotary")]
[Setting("activation")]
[Setting("attentionDropout")]
[Input("B", "T", "D")]
public partial class MistralLayer
{
    [RmsNorm(Eps = "eps")]
    [MultiHeadAttention(
        "heads", KeyValueHeads = "keyValueHeads", HeadDim = "headDim", Causal = true, Window = "window", Bias = false, Rotary = "rotary",
        Dropout = "attentionDropout", InitStd = 0.02, Init = Init.Normal)]
    [Residual]
    private Stage attention;

    [RmsNorm(Eps = "eps"), GatedFeedForward("hidden", Activation = "activation", InitStd = 0.02, Init = Init.Normal), Residual]
    private Stage mlp;
}
