namespace ModelGen.Models;

/// <summary>An encoder layer of BERT: self-attention and a feed-forward network, each followed by a layer norm (post-LN).</summary>
[Model]
[Dim("D", MultipleOf = "heads")]
[Setting("eps")]
[Setting("dropout")]
[Setting("attentionDropout")]
public partial class BertLayer
{
    [Input("B", "T", "D")]
    private Stage x;

    /// <summary>True for keys to ignore.</summary>
    [Input("B", "T", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(x))]
    [MultiHeadAttention("heads", Dropout = "attentionDropout", KeyPaddingMask = nameof(padding), InitStd = 0.02, Init = Init.Normal)]
    [Dropout("dropout"), Residual, LayerNorm(Eps = "eps")]
    private Stage attention;

    [FeedForward("hidden", Activation = Activation.Gelu, InitStd = 0.02, Init = Init.Normal)]
    [Dropout("dropout"), Residual, LayerNorm(Eps = "eps")]
    private Stage feedForward;
}
