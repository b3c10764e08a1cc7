using ModelGen;

namespace Chat;

/// <summary>
/// The model that is trained if no other is given: a character-level GPT, ids <c>(B, T)</c> with T up to 128 to logits
/// <c>(B, T, vocabulary)</c> of the next characters. The embedding is initialised with small values because it is also the output layer.
/// </summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", 128, Init = Init.Normal, InitStd = 0.1), PositionEmbedding(128, Init = Init.Normal, InitStd = 0.1)]
[TransformerEncoderLayer(4, 512, Causal = true, NormFirst = true, Activation = Activation.Gelu, Dropout = 0)]
[TransformerEncoderLayer(4, 512, Causal = true, NormFirst = true, Activation = Activation.Gelu, Dropout = 0)]
[LayerNorm]
[TiedLinear("embedding")]
[Autoregressive, CrossEntropyLoss]
public partial class CharGpt;
