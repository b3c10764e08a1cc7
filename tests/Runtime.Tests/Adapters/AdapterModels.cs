namespace ModelGen.Runtime.Tests.Adapters;

/// <summary>The block of the reference, whose adapters have a factor of 2.</summary>
[Lora<TransformerBlock>(8, Alpha = 16)]
[DrawnByHand]
public partial class TransformerBlockLora;

/// <summary>A layer of the small GPT.</summary>
[Model, DrawnByHand]
[Input("B", "T", "D")]
public partial class SmallLayer
{
    [LayerNorm, MultiHeadAttention(2, Causal = true), Dropout(0.1), Residual]
    private Stage attention;

    [LayerNorm, FeedForward("2*D"), Residual]
    private Stage feedForward;
}

/// <summary>A GPT that learns in a moment.</summary>
[Model, DrawnByHand]
[Dim("D", Default = 16)]
[Input("B", "T", Type = DType.Int64)]
[Embedding(29, "D", Init = Init.Normal), PositionEmbedding(32)]
[Block<SmallLayer>(2)]
[LayerNorm]
[TiedLinear("embedding")]
[Autoregressive, CrossEntropyLoss]
public partial class SmallGpt;

/// <summary>Adapters on some of its projections, with dropout.</summary>
[Lora<SmallGpt>(4, Alpha = 8, Dropout = 0.25, Targets = new[] { "query", "value", "feedForward.linear1" })]
[DrawnByHand]
public partial class SmallGptLora;

/// <summary>Adapters whose factor is alpha / √rank.</summary>
[Lora<SmallGpt>(4, Alpha = 8, RankStabilized = true, Targets = new[] { "linear2" })]
[DrawnByHand]
public partial class SmallGptStabilized;

/// <summary>An encoder and a decoder in one, with inputs beside the ids.</summary>
[Model, Autoregressive, DrawnByHand]
public partial class SmallTranslator
{
    [Input("B", "S", Type = DType.Int64)]
    private Stage source;

    [Input("B", "T", Type = DType.Int64)]
    private Stage target;

    [Input("B", "S", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(source)), Embedding(29, 16), SinusoidalPositions, TransformerEncoderLayer(2, 32, KeyPaddingMask = nameof(padding))]
    private Stage memory;

    [From(nameof(target)), Embedding(29, 16),
        SinusoidalPositions, TransformerDecoderLayer(2, 32, Causal = true, Memory = nameof(memory), MemoryKeyPaddingMask = nameof(padding))]
    private Stage decoded;

    [Linear(29)]
    private Stage logits;
}

/// <summary>Adapters in both.</summary>
[Lora<SmallTranslator>(2, Targets = new[] { "multihead_attn.value", "self_attn.query", "logits.linear" })]
[DrawnByHand]
public partial class SmallTranslatorLora;

/// <summary>A layer with adapters.</summary>
[Lora<SmallLayer>(2)]
[DrawnByHand]
public partial class SmallLayerLora;

/// <summary>A language model of layers that have adapters.</summary>
[Model, DrawnByHand]
[Input("B", "T", Type = DType.Int64)]
[Embedding(29, 16), PositionEmbedding(32)]
[Block<SmallLayerLora>(2)]
[Linear(29)]
[Autoregressive]
public partial class GptOfAdaptedLayers;

/// <summary>Two outputs.</summary>
[Model, DrawnByHand]
public partial class PairOfHeads
{
    [Input("B", 8)]
    private Stage x;

    [Linear(6), Output]
    private Stage first;

    [From(nameof(x)), Linear(5), Output]
    private Stage second;
}

/// <summary>Two outputs of the same width.</summary>
[Model, DrawnByHand]
public partial class TwoAlike
{
    [Input("B", 8)]
    private Stage x;

    [Linear(5), Output]
    private Stage first;

    [From(nameof(x)), Linear(5), Output]
    private Stage second;
}

/// <summary>Adapters on one of them.</summary>
[Lora<PairOfHeads>(2, Targets = new[] { "second.linear" })]
[DrawnByHand]
public partial class PairOfHeadsLora;
