namespace ModelGen.Models;

/// <summary>The small Llama 3.2: as Llama 3.1, with rotary angles slowed 32-fold, and a head that shares the weight of the embedding.</summary>
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
[Block<Llama32Layer>("layers", With = "heads = heads, keyValueHeads = keyValueHeads, headDim = headDim, hidden = hidden")]
[RmsNorm(Eps = 1e-5)]
[TiedLinear("embedding")]
[Output("B", "T", "vocabulary")]
[Autoregressive, CrossEntropyLoss]
public partial class Llama32 : ILlama;

/// <summary>A layer of <see cref="Llama32"/>: RMS norms, grouped query heads with rotary positions, SwiGLU, no biases.</summary>
[Model]
[Dim("heads", MultipleOf = "keyValueHeads")]
[Dim("headDim", MultipleOf = 2)]
[Input("B", "T", "D")]
public partial class Llama32Layer
{
    [RmsNorm(Eps = 1e-5)]
    [MultiHeadAttention("heads", KeyValueHeads = "keyValueHeads", HeadDim = "headDim", Causal = true, Bias = false, InitStd = 0.02, Init = Init.Normal,
        Rotary = true, RotaryBase = 500000, RotaryScaling = RotaryScaling.Llama3, RotaryContext = 8192, RotaryFactor = 32)]
    [Residual]
    private Stage attention;

    [RmsNorm(Eps = 1e-5), GatedFeedForward("hidden", InitStd = 0.02, Init = Init.Normal), Residual]
    private Stage mlp;
}
