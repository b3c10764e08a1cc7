using ModelGen;

namespace Chat;

/// <summary>
/// The model that is trained on the spot where no other is given: a GPT over characters, ids <c>(B, T)</c>, T up to 128, to the logits
/// <c>(B, T, vocabulary)</c> of each next character. The embedding starts small because it is also the last layer.
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
