namespace ModelGen.Models;

/// <summary>
/// RoBERTa (Liu et al. 2019, arXiv:1907.11692) with a classification head on the first position: scores <c>(B, classes)</c> for a text.
/// </summary>
[Model, CrossEntropyLoss]
[Dim("classes", Default = 2)]
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
[Setting("classifierDropout", Default = 0.1)]
public partial class RobertaForSequenceClassification
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

    [Select(Axis = 1, Index = 0), Dropout("classifierDropout"), Linear("D", InitStd = 0.02, Init = Init.Normal), Tanh]
    private Stage dense;

    [Dropout("classifierDropout"), Linear("classes", InitStd = 0.02, Init = Init.Normal), Output("B", "classes")]
    private Stage logits;
}
