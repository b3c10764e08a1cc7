namespace ModelGen.Models;

/// <summary>
/// The Transformer of "Attention is all you need" (Vaswani et al. 2017) without its embeddings and head, as <c>torch.nn.Transformer</c>
/// with <c>batch_first</c> and a causal target: features <c>(B, S, D)</c> and <c>(B, T, D)</c> to the memory <c>(B, S, D)</c> and the
/// output <c>(B, T, D)</c>.
/// </summary>
[Model]
[Dim("D", Default = 512, MultipleOf = "heads")]
[Dim("heads", Default = 8)]
[Dim("hidden", Default = 2048)]
[Dim("encoderLayers", Default = 6)]
[Dim("decoderLayers", Default = 6)]
public partial class EncoderDecoder
{
    [Input("B", "S", "D")]
    private Stage source;

    [Input("B", "T", "D")]
    private Stage target;

    /// <summary>True for positions of the source to ignore.</summary>
    [Input("B", "S", Type = DType.Bool, Optional = true)]
    private Stage sourcePadding;

    [From(nameof(source))]
    [Block<EncoderLayer>("encoderLayers", Inputs = new[] { nameof(sourcePadding) }, Name = "layers")]
    [LayerNorm, Output]
    private Stage memory;

    [From(nameof(target))]
    [Block<DecoderLayer>("decoderLayers", Inputs = new[] { nameof(memory), nameof(sourcePadding) }, Name = "layers")]
    [LayerNorm, Output]
    private Stage output;
}

/// <summary>An encoder layer: post-LN with ReLU.</summary>
[Model]
[Dim("D", MultipleOf = "heads")]
public partial class EncoderLayer
{
    [Input("B", "S", "D")]
    private Stage x;

    [Input("B", "S", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(x)), TransformerEncoderLayer("heads", "hidden", KeyPaddingMask = nameof(padding))]
    private Stage layer;
}

/// <summary>A decoder layer: post-LN with ReLU, causal self-attention and cross-attention to the memory.</summary>
[Model]
[Dim("D", MultipleOf = "heads")]
public partial class DecoderLayer
{
    [Input("B", "T", "D")]
    private Stage x;

    [Input("B", "S", "D")]
    private Stage memory;

    [Input("B", "S", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(x))]
    [TransformerDecoderLayer("heads", "hidden", Memory = nameof(memory), MemoryKeyPaddingMask = nameof(padding), Causal = true)]
    private Stage layer;
}
