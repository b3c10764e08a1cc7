namespace ModelGen.Models;

/// <summary>Llama 3 (arXiv:2407.21783): rotary base 500000, a head of its own.</summary>
[Model]
[Dim("vocabulary")]
[Dim("D")]
[Dim("layers")]
[Dim("heads", MultipleOf = "keyValueHeads")]
[Dim("keyValueHeads")]
[Dim("headDim", MultipleOf = 2)]
[Dim("hidden")]
[Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", "D", InitStd = 0.02, Init = Init.Normal)]
[Block<Llama3Layer>("layers", With = "heads = heads, keyValueHeads = keyValueHeads, headDim = headDim, hidden = hidden")]
[RmsNorm(Eps = 1e-5)]
[Linear("vocabulary", Bias = false, InitStd = 0.02, Init = Init.Normal)]
[Output("B", "T", "vocabulary")]
[Autoregressive, CrossEntropyLoss]
public partial class Llama3 : ILlama;

/// <summary>A layer of <see cref="Llama3"/>: RMS norms, grouped query heads with rotary positions, SwiGLU, no biases.</summary>
[Model]
[Dim("heads", MultipleOf = "keyValueHeads")]
[Dim("headDim", MultipleOf = 2)]
[Input("B", "T", "D")]
public partial class Llama3Layer
{
    [RmsNorm(Eps = 1e-5)]
    [MultiHeadAttention("heads", KeyValueHeads = "keyValueHeads", HeadDim = "headDim", Causal = true, Bias = false, InitStd = 0.02, Init = Init.Normal,
        Rotary = true, RotaryBase = 500000)]
    [Residual]
    private Stage attention;

    [RmsNorm(Eps = 1e-5), GatedFeedForward("hidden", InitStd = 0.02, Init = Init.Normal), Residual]
    private Stage mlp;
}
