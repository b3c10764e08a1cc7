using ModelGen;

namespace Classify;

/// <summary>
/// A BERT-like encoder (Devlin et al. 2018) over bytes: bytes <c>(B, T)</c> with T up to 64, and a mask that is true for padding, to logits
/// <c>(B, classes)</c>. It pools by the mean over the snippet, which learns faster in a short training than a class token.
/// </summary>
[Model]
[CrossEntropyLoss(Classes = "classes")]
public partial class SnippetEncoder
{
    /// <summary>The maximum number of bytes of a snippet.</summary>
    public const int MaximumLength = 64;

    [Input("B", "T", Type = DType.Int64)]
    private Stage bytes;

    [Input("B", "T", Type = DType.Bool)]
    private Stage padding;

    [From(nameof(bytes))]
    [Embedding(256, 128, Init = Init.Normal, InitStd = 0.1), PositionEmbedding(MaximumLength, Init = Init.Normal, InitStd = 0.1)]
    private Stage embedded;

    [TransformerEncoderLayer(4, 512, NormFirst = true, Activation = Activation.Gelu, KeyPaddingMask = nameof(padding))]
    [TransformerEncoderLayer(4, 512, NormFirst = true, Activation = Activation.Gelu, KeyPaddingMask = nameof(padding))]
    [LayerNorm]
    private Stage encoded;

    [Mean(Axis = 1, PaddingMask = nameof(padding)), Linear("classes")]
    private Stage logits;
}
