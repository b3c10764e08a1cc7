namespace ModelGen.Runtime.Tests.Decoding;

/// <summary>GPT-2 in small, as a language model.</summary>
[Model, DrawnByHand]
[Input("B", "T", Type = DType.Int64)]
[Embedding(211, 64, Init = Init.Normal), PositionEmbedding(64), Dropout(0.1)]
[Block<Gpt2Block>(2)]
[LayerNorm]
[TiedLinear("embedding")]
[Autoregressive]
public partial class GptModel;

/// <summary>Llama's layers: rotary positions and query heads that share keys.</summary>
[Model, DrawnByHand]
[Input("B", "T", Type = DType.Int64)]
[Embedding(37, 16)]
[Block<LlamaLayer>(2, With = "heads = 4, keyValueHeads = 2, hidden = 24")]
[RmsNorm, Linear(37)]
[Autoregressive]
public partial class LlamaModel;

/// <summary>Attention that sees a window, with sinusoidal positions, in stages of its own.</summary>
[Model, Autoregressive, DrawnByHand]
public partial class WindowModel
{
    [Input("B", "T", Type = DType.Int64)]
    private Stage ids;

    [From(nameof(ids)), Embedding(37, 16), SinusoidalPositions]
    private Stage embedded;

    [LayerNorm, MultiHeadAttention(2, Causal = true, Window = 3), Residual]
    private Stage attention;

    [LayerNorm, MultiHeadAttention(4, HeadDim = 6, Causal = true), Residual]
    private Stage further;

    [Concat(nameof(embedded)), Linear(37)]
    private Stage logits;
}

/// <summary>The other ways to tell positions: linear biases, normalised queries and keys, and scaled rotary positions.</summary>
[Model, Autoregressive, DrawnByHand]
public partial class PositionsModel
{
    [Input("B", "T", Type = DType.Int64)]
    private Stage ids;

    [From(nameof(ids)), Embedding(37, 16)]
    private Stage embedded;

    [MultiHeadAttention(4, Causal = true, Alibi = true, QueryKeyNorm = true, Window = 5), Residual]
    private Stage biased;

    [MultiHeadAttention(2, Causal = true, KeyValueHeads = 1, Rotary = true,
        RotaryStyle = RotaryStyle.Interleaved, RotaryDim = 4, RotaryScaling = RotaryScaling.Linear, RotaryFactor = 2), Residual]
    private Stage turned;

    [LayerNorm, Linear(37)]
    private Stage logits;
}

/// <summary>A long short-term memory of two layers.</summary>
[Model, DrawnByHand]
[Input("B", "T", Type = DType.Int64)]
[Embedding(37, 12), Lstm(16, NumLayers = 2, Dropout = 0.2), LayerNorm, Linear(37)]
[Autoregressive]
public partial class LstmModel;

/// <summary>A gated recurrence.</summary>
[Model, DrawnByHand]
[Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", 12), Gru(16), Linear("vocabulary")]
[Autoregressive]
public partial class GruModel;

/// <summary>A plain recurrence between axes that are moved and split.</summary>
[Model, DrawnByHand]
[Input("B", "T", Type = DType.Int64)]
[Embedding(37, 12),
    Rearrange("b t (h d) -> b h t d", With = "h = 3"), Tanh, Permute(0, 2, 1, 3), Flatten(StartAxis = 2), Rnn(16), Relu, Linear(37)]
[Autoregressive]
public partial class RnnModel;

/// <summary>No layer remembers anything: a table of which id follows which.</summary>
[Model, DrawnByHand]
[Input("B", "T", Type = DType.Int64)]
[Embedding(5, 5)]
[Autoregressive]
public partial class BigramModel;

/// <summary>PyTorch's encoder layers, causal, and a recurrence on top.</summary>
[Model, DrawnByHand]
[Input("B", "T", Type = DType.Int64)]
[Embedding(37, 16), PositionEmbedding(40), TransformerEncoderLayer(2, 24, Causal = true), Lstm(8), Linear(37)]
[Autoregressive]
public partial class MixedModel;

/// <summary>A decoder's block of a model's own.</summary>
[Model, DrawnByHand]
public partial class CrossBlock
{
    [Input("B", "T", "D")]
    private Stage x;

    [Input("B", "S", "D")]
    private Stage memory;

    [Input("B", "S", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(x)), MultiHeadAttention(2, Causal = true), Residual, LayerNorm]
    private Stage self;

    [MultiHeadAttention(2, Memory = nameof(memory), KeyPaddingMask = nameof(padding)), Residual, LayerNorm]
    private Stage cross;
}

/// <summary>An encoder and a decoder.</summary>
[Model, Autoregressive, DrawnByHand]
public partial class TranslationModel
{
    [Input("B", "S", Type = DType.Int64)]
    private Stage source;

    [Input("B", "T", Type = DType.Int64)]
    private Stage target;

    [Input("B", "S", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(source)), Embedding(29, 16), SinusoidalPositions, TransformerEncoderLayer(2, 24, KeyPaddingMask = nameof(padding))]
    private Stage memory;

    [From(nameof(target)), Embedding(37, 16), SinusoidalPositions, Block<CrossBlock>(2, Inputs = new[] { nameof(memory), nameof(padding) })]
    [TransformerDecoderLayer(2, 24, Memory = nameof(memory), MemoryKeyPaddingMask = nameof(padding), Causal = true)]
    private Stage decoded;

    [Linear(37)]
    private Stage logits;
}

/// <summary>Sutskever et al. 2014: the decoder begins where the encoder ended, in states (layers, B, H).</summary>
[Model, Autoregressive, CrossEntropyLoss]
public partial class RecurrentTranslationModel
{
    [Input("B", "S", Type = DType.Int64)]
    private Stage source;

    [Input("B", "T", Type = DType.Int64)]
    private Stage target;

    [From(nameof(source)), Embedding(29, 8), Lstm(12, NumLayers = 2)]
    private Stage encoder;

    [From(nameof(target)),
        Embedding(37, 8), Lstm(12, NumLayers = 2, InitialHidden = nameof(encoder) + ".h", InitialCell = nameof(encoder) + ".c")]
    private Stage decoder;

    [Linear(37), Output("B", "T", 37)]
    private Stage logits;
}
