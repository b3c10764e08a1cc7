using ModelGen;

namespace Serve.Model;

/// <summary>
/// A small encoder over bytes that predicts the kind of the file that a line is from: bytes <c>(B, T)</c> and a mask that is true for
/// padding to logits <c>(B, kinds)</c>.
/// </summary>
[Model(Inference = true)]
[CrossEntropyLoss(Classes = "kinds")]
public partial class LineEncoder
{
    /// <summary>The maximum number of bytes of a line; the rest of a longer one is not read.</summary>
    public const int MaximumLength = 96;

    [Input("B", "T", Type = DType.Int64)]
    private Stage bytes;

    [Input("B", "T", Type = DType.Bool)]
    private Stage padding;

    [From(nameof(bytes))]
    [Embedding(256, 96, Init = Init.Normal, InitStd = 0.1), PositionEmbedding(MaximumLength, Init = Init.Normal, InitStd = 0.1)]
    private Stage embedded;

    [TransformerEncoderLayer(4, 384, NormFirst = true, Activation = Activation.Gelu, KeyPaddingMask = nameof(padding))]
    [TransformerEncoderLayer(4, 384, NormFirst = true, Activation = Activation.Gelu, KeyPaddingMask = nameof(padding))]
    [LayerNorm]
    private Stage encoded;

    [Mean(Axis = 1, PaddingMask = nameof(padding)), Linear("kinds")]
    private Stage logits;
}
