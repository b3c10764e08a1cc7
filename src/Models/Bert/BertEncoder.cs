namespace ModelGen.Models;

/// <summary>
/// The encoder of BERT (Devlin et al. 2018, arXiv:1810.04805) without the pooler of <see cref="Bert"/>: the last hidden states
/// <c>(B, T, D)</c>, for embeddings of texts. The defaults are the sizes of BERT base.
/// </summary>
[Model]
[Dim("vocabulary", Default = 30522)]
[Dim("positions", Default = 512)]
[Dim("types", Default = 2)]
[Dim("D", Default = 768, MultipleOf = "heads")]
[Dim("layers", Default = 12)]
[Dim("heads", Default = 12)]
[Dim("hidden", Default = 3072)]
[Setting("eps", Default = 1e-12)]
[Setting("dropout", Default = 0.1)]
[Setting("attentionDropout", Default = 0.1)]
public partial class BertEncoder
{
    [Input("B", "T", Type = DType.Int64)]
    private Stage ids;

    /// <summary>0 for the first text of a pair, 1 for the second.</summary>
    [Input("B", "T", Type = DType.Int64)]
    private Stage tokenTypes;

    /// <summary>True for padding, the opposite of Hugging Face's <c>attention_mask</c>.</summary>
    [Input("B", "T", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(ids))]
    [Embedding("vocabulary", "D", InitStd = 0.02, Init = Init.Normal)]
    [PositionEmbedding("positions", InitStd = 0.02, Init = Init.Normal)]
    private Stage words;

    [From(nameof(tokenTypes)), Embedding("types", "D", InitStd = 0.02, Init = Init.Normal)]
    private Stage kinds;

    [From(nameof(words)), Add(nameof(kinds)), LayerNorm(Eps = "eps"), Dropout("dropout")]
    private Stage embedded;

    [Block<BertLayer>("layers", Inputs = new[] { nameof(padding) }), Output("B", "T", "D")]
    private Stage encoder;
}
