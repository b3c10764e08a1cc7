namespace ModelGen.Models;

/// <summary>
/// The encoder of DistilBERT (Sanh et al. 2019, arXiv:1910.01108), a BERT with half of the layers and without token types: the last hidden
/// states <c>(B, T, D)</c>.
/// </summary>
[Model]
[Dim("vocabulary", Default = 30522)]
[Dim("positions", Default = 512)]
[Dim("D", Default = 768, MultipleOf = "heads")]
[Dim("layers", Default = 6)]
[Dim("heads", Default = 12)]
[Dim("hidden", Default = 3072)]
[Setting("eps", Default = 1e-12)]
[Setting("dropout", Default = 0.1)]
[Setting("attentionDropout", Default = 0.1)]
public partial class DistilBert
{
    [Input("B", "T", Type = DType.Int64)]
    private Stage ids;

    /// <summary>True for padding, the opposite of Hugging Face's <c>attention_mask</c>.</summary>
    [Input("B", "T", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(ids)), Embedding("vocabulary", "D", InitStd = 0.02, Init = Init.Normal)]
    [PositionEmbedding("positions", InitStd = 0.02, Init = Init.Normal), LayerNorm(Eps = "eps"), Dropout("dropout")]
    private Stage words;

    [Block<BertLayer>("layers", Inputs = new[] { nameof(padding) }), Output("B", "T", "D")]
    private Stage encoder;
}
