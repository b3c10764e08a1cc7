using ModelGen;

namespace Zoo;

/// <summary>
/// Translation with global attention (Luong, Pham, Manning 2015): the ids of a sentence and of the beginning of its translation to the
/// logits of each next id. It uses the paper's "general" score, without feeding the attention result back into the recurrence.
/// </summary>
[Model]
[Dim("vocabulary", Default = 50000)]
[Dim("D", Default = 1000)]
public partial class AttentionTranslator
{
    [Input("B", "S", Type = DType.Int64)]
    private Stage source;

    [Input("B", "T", Type = DType.Int64)]
    private Stage target;

    [From(nameof(source)), Embedding("vocabulary", "D"), Lstm("D", NumLayers = 4, Dropout = 0.2)]
    private Stage encoded;

    [From(nameof(target)), Embedding("vocabulary", "D")]
    [Lstm("D", NumLayers = 4, Dropout = 0.2, InitialHidden = nameof(encoded) + ".h", InitialCell = nameof(encoded) + ".c")]
    private Stage decoded;

    [Linear("D", Bias = false), MatMul(nameof(encoded), TransposeOther = true), Softmax]
    private Stage weights;

    [MatMul(nameof(encoded)), Concat(nameof(decoded)), Linear("D", Bias = false), Tanh]
    [Linear("vocabulary", Bias = false), Output("B", "T", "vocabulary")]
    private Stage logits;
}
