using ModelGen;

namespace Quickstart;

/// <summary>
/// One pre-LN transformer layer as in GPT-2: <c>(B, T, D)</c> to <c>(B, T, D)</c>, each position seeing only itself and those before.
/// </summary>
[Model]
[Input("B", "T", "D")]
public partial class GptBlock
{
    [LayerNorm, MultiHeadAttention("heads", Causal = true), Residual]
    private Stage attention;

    [LayerNorm, FeedForward("4*D", Activation = Activation.Gelu), Residual]
    private Stage feedForward;
}

/// <summary>
/// A character-level GPT: ids <c>(B, T)</c>, T up to 64, to the logits <c>(B, T, vocabulary)</c> of each next character.
/// The embedding starts small because it is also the last layer: from N(0, 1) the first logits would be far too large. There is
/// no dropout: in a minute and a half a text is seen a handful of times and not learnt by heart.
/// </summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", 128, Init = Init.Normal, InitStd = 0.1), PositionEmbedding(64, Init = Init.Normal, InitStd = 0.1)]
[Block<GptBlock>(2, With = "heads = 4")]
[LayerNorm]
[TiedLinear("embedding")]
[Autoregressive, CrossEntropyLoss]
public partial class CharTransformer;

/// <summary>A character-level LSTM: ids <c>(B, T)</c> to the logits <c>(B, T, vocabulary)</c> of each next character.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", 64), Lstm(384), Dropout(0.1), Linear("vocabulary")]
[Autoregressive, CrossEntropyLoss]
public partial class CharLstm;
