using ModelGen;

namespace Quickstart;

/// <summary>A pre-LN transformer layer as in GPT-2: <c>(B, T, D)</c> to <c>(B, T, D)</c>, with causal self-attention.</summary>
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
/// A character-level GPT: ids <c>(B, T)</c> with T up to 64 to logits <c>(B, T, vocabulary)</c> of the next characters. The embedding is
/// initialised with small values because it is also the output layer: with N(0, 1) the initial logits would be far too large. There is no
/// dropout, because the short training sees a text only a few times and does not overfit.
/// </summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", 128, Init = Init.Normal, InitStd = 0.1), PositionEmbedding(64, Init = Init.Normal, InitStd = 0.1)]
[Block<GptBlock>(2, With = "heads = 4")]
[LayerNorm]
[TiedLinear("embedding")]
[Autoregressive, CrossEntropyLoss]
public partial class CharTransformer;

/// <summary>A character-level LSTM: ids <c>(B, T)</c> to logits <c>(B, T, vocabulary)</c> of the next characters.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", 64), Lstm(384), Dropout(0.1), Linear("vocabulary")]
[Autoregressive, CrossEntropyLoss]
public partial class CharLstm;
