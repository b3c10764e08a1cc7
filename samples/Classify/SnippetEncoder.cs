using ModelGen;
using TorchSharp;
using static TorchSharp.torch;

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

    [Apply(nameof(MeanOverSnippet), Inputs = new[] { nameof(padding) }), Linear("classes")]
    private Stage logits;

    [return: Shape("B", "D")]
    private static Tensor MeanOverSnippet([Shape("B", "T", "D")] Tensor x, [Shape("B", "T", Type = DType.Bool)] Tensor padding)
    {
        using var scope = NewDisposeScope();
        var weights = padding.logical_not().to(x.dtype);
        var shares = weights / weights.sum(1, keepdim: true);
        return shares.unsqueeze(1).matmul(x).squeeze(1).MoveToOuterDisposeScope();
    }
}
