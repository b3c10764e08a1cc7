using ModelGen;

namespace Zoo;

/// <summary>
/// The bidirectional LSTM tagger of Huang, Xu and Yu (2015) with the Senna vocabulary: words to logits of their parts of speech.
/// </summary>
[Model]
[Dim("vocabulary", Default = 130000)]
[Input("B", "T", Type = DType.Int64, Name = "words")]
[Embedding("vocabulary", 50), Lstm(300, Bidirectional = true), Linear(45)]
[Output("B", "T", 45)]
[CrossEntropyLoss]
public partial class BiLstmTagger;
