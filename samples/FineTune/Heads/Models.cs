using ModelGen;

namespace FineTune;

/// <summary>
/// An encoder as in BERT (Devlin et al. 2018) over the bytes of UTF-8 and a mask: ids <c>(B, T)</c> with T up to 32 to <c>(B, T, 128)</c>.
/// </summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding(257, 128, Init = Init.Normal, InitStd = 0.1), PositionEmbedding(32, Init = Init.Normal, InitStd = 0.1)]
[TransformerEncoderLayer(4, 512, NormFirst = true, Activation = Activation.Gelu, Dropout = 0)]
[TransformerEncoderLayer(4, 512, NormFirst = true, Activation = Activation.Gelu, Dropout = 0)]
[LayerNorm]
public partial class ByteEncoder;

/// <summary>The encoder in its pre-training: it predicts the bytes under the mask.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Block<ByteEncoder>(Name = "encoder"), Linear(257, Name = "bytes")]
[CrossEntropyLoss]
public partial class MaskedBytes;

/// <summary>The encoder with a head for classes: logits <c>(B, classes)</c>.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Block<ByteEncoder>(Name = "encoder"), Mean(Axis = 1), Linear("classes", Name = "head")]
[CrossEntropyLoss]
public partial class ByteClassifier;
