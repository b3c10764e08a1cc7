namespace ModelGen.Models;

/// <summary>GPT-2 (Radford et al. 2019): ids <c>(B, T)</c> to scores <c>(B, T, vocabulary)</c>. As it stands it has the sizes of the small one.</summary>
[Model]
[Dim("vocabulary", Default = 50257)]
[Dim("positions", Default = 1024)]
[Dim("D", Default = 768, MultipleOf = "heads")]
[Dim("layers", Default = 12)]
[Dim("heads", Default = 12)]
[Dim("hidden", Default = 3072)]
[Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", "D", InitStd = 0.02, Init = Init.Normal), PositionEmbedding("positions", InitStd = 0.02, Init = Init.Normal), Dropout(0.1)]
[Block<Gpt2Block>("layers", With = "heads = heads, hidden = hidden")]
[LayerNorm]
[TiedLinear("embedding")]
[Output("B", "T", "vocabulary")]
[Autoregressive, CrossEntropyLoss]
public partial class Gpt2;

/// <summary>A pre-LN block of GPT-2.</summary>
[Model]
[Dim("D", MultipleOf = "heads")]
[Input("B", "T", "D")]
public partial class Gpt2Block
{
    [LayerNorm, MultiHeadAttention("heads", Causal = true, Dropout = 0.1, InitStd = 0.02, Init = Init.Normal), Dropout(0.1), Residual]
    private Stage attention;

    [LayerNorm, FeedForward("hidden", Activation = Activation.GeluTanh, InitStd = 0.02, Init = Init.Normal), Dropout(0.1), Residual]
    private Stage feedForward;
}
