namespace ModelGen.Models;

/// <summary>
/// The encoder of RoBERTa (Liu et al. 2019, arXiv:1907.11692): the last hidden states <c>(B, T, D)</c>. The defaults are the sizes of
/// RoBERTa base.
/// </summary>
[Model]
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
public partial class Roberta
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

    [Block<BertLayer>("layers", Inputs = new[] { nameof(padding) }), Output("B", "T", "D")]
    private Stage encoder;
}
