namespace ModelGen.Models;

/// <summary>
/// Qwen 2 and 2.5 (Yang et al. 2024, arXiv:2407.10671): <see cref="LlamaForCausalLM"/> with biases in the query, key and value projections.
/// </summary>
[Model]
[Setting("eps")]
[Setting("rotary")]
[Setting("activation", Default = Activation.Silu)]
[Setting("attentionDropout", Default = 0.0)]
[Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", "D", InitStd = 0.02, Init = Init.Normal)]
[Block<Qwen2Layer>("layers")]
[RmsNorm(Eps = "eps")]
[Linear("vocabulary", Bias = false, InitStd = 0.02, Init = Init.Normal)]
[Output("B", "T", "vocabulary")]
[Autoregressive, CrossEntropyLoss]
public partial class Qwen2ForCausalLM : ILlama;

/// <summary>Qwen 2 with a head that shares the weight of the embedding (<c>tie_word_embeddings</c>).</summary>
[Model]
[Setting("eps")]
[Setting("rotary")]
[Setting("activation", Default = Activation.Silu)]
[Setting("attentionDropout", Default = 0.0)]
[Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", "D", InitStd = 0.02, Init = Init.Normal)]
[Block<Qwen2Layer>("layers")]
[RmsNorm(Eps = "eps")]
[TiedLinear("embedding")]
[Output("B", "T", "vocabulary")]
[Autoregressive, CrossEntropyLoss]
public partial class TiedQwen2ForCausalLM : ILlama;

/// <summary>A layer of Qwen 2: <see cref="LlamaLayer"/> with biases in the query, key and value projections.</summary>
[Model]
[Dim("heads", MultipleOf = "keyValueHeads")]
[Dim("headDim", MultipleOf = 2)]
[Setting("eps")]
[Setting("rotary")]
[Setting("activation")]
[Setting("attentionDropout")]
[Input("B", "T", "D")]
public partial class Qwen2Layer
{
    [RmsNorm(Eps = "eps")]
    [MultiHeadAttention("heads", KeyValueHeads = "keyValueHeads", HeadDim = "headDim", Causal = true, OutputBias = false, Rotary = "rotary",
        Dropout = "attentionDropout", InitStd = 0.02, Init = Init.Normal)]
    [Residual]
    private Stage attention;

    [RmsNorm(Eps = "eps"), GatedFeedForward("hidden", Activation = "activation", InitStd = 0.02, Init = Init.Normal), Residual]
    private Stage mlp;
}
