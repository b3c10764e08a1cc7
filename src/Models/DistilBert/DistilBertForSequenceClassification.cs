namespace ModelGen.Models;

/// <summary>
/// DistilBERT (Sanh et al. 2019, arXiv:1910.01108) with a classification head on the first position: scores <c>(B, classes)</c> for a text.
/// </summary>
[Model, CrossEntropyLoss]
[Dim("classes", Default = 2)]
[Dim("vocabulary", Default = 30522)]
[Dim("positions", Default = 512)]
[Dim("D", Default = 768, MultipleOf = "heads")]
[Dim("layers", Default = 6)]
[Dim("heads", Default = 12)]
[Dim("hidden", Default = 3072)]
[Setting("eps", Default = 1e-12)]
[Setting("dropout", Default = 0.1)]
[Setting("attentionDropout", Default = 0.1)]
[Setting("classifierDropout", Default = 0.2)]
public partial class DistilBertForSequenceClassification
{
    [Input("B", "T", Type = DType.Int64)]
    private Stage ids;

    /// <summary>True for padding, the opposite of Hugging Face's <c>attention_mask</c>.</summary>
    [Input("B", "T", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(ids)), Embedding("vocabulary", "D", InitStd = 0.02, Init = Init.Normal)]
    [PositionEmbedding("positions", InitStd = 0.02, Init = Init.Normal), LayerNorm(Eps = "eps"), Dropout("dropout")]
    private Stage words;

    [Block<BertLayer>("layers", Inputs = new[] { nameof(padding) })]
    private Stage encoder;

    [Select(Axis = 1, Index = 0), Linear("D", InitStd = 0.02, Init = Init.Normal), Relu]
    private Stage dense;

    [Dropout("classifierDropout"), Linear("classes", InitStd = 0.02, Init = Init.Normal), Output("B", "classes")]
    private Stage logits;
}
