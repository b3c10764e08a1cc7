namespace ModelGen.Models;

/// <summary>
/// GPT-2 (Radford et al. 2019): ids <c>(B, T)</c> to scores <c>(B, T, vocabulary)</c>. The defaults are the sizes of the small model.
/// </summary>
[Model]
[Dim("vocabulary", Default = 50257)]
[Dim("positions", Default = 1024)]
[Dim("D", Default = 768, MultipleOf = "heads")]
[Dim("layers", Default = 12)]
[Dim("heads", Default = 12)]
[Dim("hidden", Default = 3072)]
[Setting("eps", Default = 1e-5)]
[Setting("activation", Default = Activation.GeluTanh)]
[Setting("embeddingDropout", Default = 0.1)]
[Setting("attentionDropout", Default = 0.1)]
[Setting("residualDropout", Default = 0.1)]
[Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", "D", InitStd = 0.02, Init = Init.Normal)]
[PositionEmbedding("positions", InitStd = 0.02, Init = Init.Normal), Dropout("embeddingDropout")]
[Block<Gpt2Block>("layers")]
[LayerNorm(Eps = "eps")]
[TiedLinear("embedding")]
[Output("B", "T", "vocabulary")]
[Autoregressive, CrossEntropyLoss]
public partial class Gpt2;

/// <summary>A pre-LN block of GPT-2: causal self-attention and a feed-forward network.</summary>
[Model]
[Dim("D", MultipleOf = "heads")]
[Setting("eps")]
[Setting("activation")]
[Setting("attentionDropout")]
[Setting("residualDropout")]
[Input("B", "T", "D")]
public partial class Gpt2Block
{
    [LayerNorm(Eps = "eps"), MultiHeadAttention("heads", Causal = true, Dropout = "attentionDropout", InitStd = 0.02, Init = Init.Normal)]
    [Dropout("residualDropout"), Residual]
    private Stage attention;

    [LayerNorm(Eps = "eps"), FeedForward("hidden", Activation = "activation", InitStd = 0.02, Init = Init.Normal)]
    [Dropout("residualDropout"), Residual]
    private Stage feedForward;
}
