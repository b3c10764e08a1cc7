using ModelGen;

namespace Zoo;

/// <summary>
/// The large LSTM language model of Zaremba et al. (2014) with its head tied to the embedding (Press and Wolf 2016): words to the logits of
/// the next words.
/// </summary>
[Model]
[Dim("vocabulary", Default = 10000)]
[Dim("D", Default = 1500)]
[Input("B", "T", Type = DType.Int64, Name = "words")]
[Embedding("vocabulary", "D", Init = Init.Normal), Dropout(0.65), Lstm("D", NumLayers = 2, Dropout = 0.65), Dropout(0.65)]
[TiedLinear("embedding")]
[Output("B", "T", "vocabulary")]
[CrossEntropyLoss]
public partial class LstmLanguageModel;
