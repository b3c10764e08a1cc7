namespace ModelGen.Models;

/// <summary>
/// BERT (Devlin et al. 2018, arXiv:1810.04805) with a masked-language-model head: scores <c>(B, T, vocabulary)</c> for the id at each
/// position. The head shares the weight of the embedding and has its own bias.
/// </summary>
[Model, CrossEntropyLoss]
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
public partial class BertForMaskedLM
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

    [Block<BertLayer>("layers", Inputs = new[] { nameof(padding) })]
    private Stage encoder;

    [Linear("D", InitStd = 0.02, Init = Init.Normal), Gelu, LayerNorm(Eps = "eps")]
    private Stage transform;

    [TiedLinear("words.embedding", Bias = true), Output("B", "T", "vocabulary")]
    private Stage logits;
}
