using ModelGen;

namespace Prompting;

/// <summary>A pre-LN transformer layer, <c>(B, T, D)</c> to <c>(B, T, D)</c>, with causal self-attention and rotary positions.</summary>
[Model]
[Input("B", "T", "D")]
public partial class SymbolGptBlock
{
    [LayerNorm, MultiHeadAttention("heads", Causal = true, Rotary = true), Residual]
    private Stage attention;

    [LayerNorm, FeedForward("4*D", Activation = Activation.Gelu), Residual]
    private Stage feedForward;
}

/// <summary>
/// The model that is trained if no other is given: a GPT over symbols, ids <c>(B, T)</c> to logits <c>(B, T, vocabulary)</c> of the next
/// symbols. To answer from examples, a layer has to find the symbol before each one, and a later layer the same question in an example.
/// </summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", 64, Init = Init.Normal, InitStd = 0.1)]
[Block<SymbolGptBlock>(3, With = "heads = 4")]
[LayerNorm]
[Linear("vocabulary")]
[Autoregressive, CrossEntropyLoss]
public partial class SymbolGpt;
