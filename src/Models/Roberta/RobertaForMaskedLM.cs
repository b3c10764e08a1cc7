namespace ModelGen.Models;

/// <summary>
/// RoBERTa (Liu et al. 2019, arXiv:1907.11692) with a masked-language-model head: scores <c>(B, T, vocabulary)</c> for the id at each
/// position. The head shares the weight of the embedding and has its own bias.
/// </summary>
[Model, CrossEntropyLoss]
[Dim("vocabulary", Default = 50265)]
[Dim("positions", Default = 514)]
[Dim("types", Default = 1)]
[Dim("D", Default = 768, MultipleOf = "heads")]
[Dim("layers", Default = 12)]
[Dim("heads", Default = 12)]
[Dim("hidden", Default = 3072)]
[Setting("eps", Default = 1e-5)]
[Setting("dropout", Default = 0.1)]
[Setting("attentionDropout", Default = 0.1)]
public partial class RobertaForMaskedLM
{
    [Input("B", "T", Type = DType.Int64)]
    private Stage ids;

    /// <summary>True for padding, the opposite of Hugging Face's <c>attention_mask</c>.</summary>
    [Input("B", "T", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(ids)), Embedding("vocabulary", "D", InitStd = 0.02, Init = Init.Normal)]
    private Stage words;

    [Block<RobertaEmbeddings>(Inputs = new[] { nameof(ids) })]
    private Stage embedded;

    [Block<BertLayer>("layers", Inputs = new[] { nameof(padding) })]
    private Stage encoder;

    [Linear("D", InitStd = 0.02, Init = Init.Normal), Gelu, LayerNorm(Eps = "eps")]
    private Stage transform;

    [TiedLinear("words.embedding", Bias = true), Output("B", "T", "vocabulary")]
    private Stage logits;
}
