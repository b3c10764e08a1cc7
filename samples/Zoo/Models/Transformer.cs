using System;
using ModelGen;
using static TorchSharp.torch;

namespace Zoo;

/// <summary>
/// The base model of "Attention is all you need" (Vaswani et al. 2017): source and target ids to the logits of each next target id. Both
/// embeddings and the head share a table of 37,000 vectors.
/// </summary>
[Model]
[Dim("vocabulary", Default = 37000)]
[Dim("D", Default = 512, MultipleOf = 8)]
public partial class Transformer
{
    [Input("B", "S", Type = DType.Int64)]
    private Stage source;

    [Input("B", "T", Type = DType.Int64)]
    private Stage target;

    [Input("B", "S", Type = DType.Bool, Optional = true)]
    private Stage sourcePadding;

    [From(nameof(source)), Embedding("vocabulary", "D", Init = Init.Normal), Apply(nameof(Scale)), SinusoidalPositions, Dropout(0.1)]
    private Stage sourceEmbedded;

    [Block<EncoderLayer>(6, Inputs = new[] { nameof(sourcePadding) })]
    private Stage memory;

    [From(nameof(target)), Embedding("vocabulary", "D", Shared = nameof(sourceEmbedded))]
    [Apply(nameof(Scale)), SinusoidalPositions, Dropout(0.1)]
    private Stage targetEmbedded;

    [Block<DecoderLayer>(6, Inputs = new[] { nameof(memory), nameof(sourcePadding) })]
    private Stage decoded;

    [TiedLinear("sourceEmbedded.embedding"), Output("B", "T", "vocabulary")]
    private Stage logits;

    [return: Shape("B", "T", "D")]
    private static Tensor Scale([Shape("B", "T", "D")] Tensor embedded) => embedded * Math.Sqrt(embedded.size(-1));
}

/// <summary>An encoder layer.</summary>
[Model]
[Dim("D", MultipleOf = 8)]
public partial class EncoderLayer
{
    [Input("B", "S", "D")]
    private Stage x;

    [Input("B", "S", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(x)), TransformerEncoderLayer(8, "4*D", KeyPaddingMask = nameof(padding))]
    private Stage result;
}

/// <summary>A decoder layer.</summary>
[Model]
[Dim("D", MultipleOf = 8)]
public partial class DecoderLayer
{
    [Input("B", "T", "D")]
    private Stage x;

    [Input("B", "S", "D")]
    private Stage memory;

    [Input("B", "S", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(x)), TransformerDecoderLayer(8, "4*D", Causal = true, Memory = nameof(memory), MemoryKeyPaddingMask = nameof(padding))]
    private Stage result;
}
