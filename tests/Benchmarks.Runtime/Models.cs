using ModelGen;

namespace ModelGen.Benchmarks.Runtime;

/// <summary>A post-LN Transformer layer of 512 features. No dropout, so that versions can be compared in training as well.</summary>
[Model]
[Input("B", "T", 512)]
[TransformerEncoderLayer(8, 2048, Dropout = 0)]
public partial class Block512;

/// <summary>The same of 64 features, where what surrounds the arithmetic counts.</summary>
[Model]
[Input("B", "T", 64)]
[TransformerEncoderLayer(4, 256, Dropout = 0)]
public partial class Block64;

/// <summary>Two layers of LSTM in both directions.</summary>
[Model]
[Input("B", "T", 256)]
[Lstm(256, NumLayers = 2, Bidirectional = true)]
public partial class BiLstm;

/// <summary>Two convolutions with norms, as in a residual network.</summary>
[Model]
[Input("B", 64, "H", "W")]
[Conv(64, Kernel = 3, Padding = 1, Bias = false), BatchNorm, Relu, Conv(64, Kernel = 3, Padding = 1, Bias = false), BatchNorm]
public partial class ConvBlock;

/// <summary>A layer of <see cref="Gpt"/>.</summary>
[Model]
[Input("B", "T", 384)]
[TransformerEncoderLayer(6, 1536, NormFirst = true, Activation = Activation.Gelu, Dropout = 0, Causal = true)]
public partial class GptLayer;

/// <summary>GPT-2 (Radford et al. 2019) at half the depth and half the width, with 8,192 ids.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding(8192, 384, Init = Init.Normal), PositionEmbedding(256), Block<GptLayer>(6), LayerNorm, TiedLinear("embedding")]
[Autoregressive]
public partial class Gpt;

/// <summary>A layer of <see cref="Wide"/>.</summary>
[Model]
[Input("B", 4096)]
[Linear(4096)]
public partial class WideLayer;

/// <summary>537 MB of weights.</summary>
[Model]
[Input("B", 4096)]
[Block<WideLayer>(8)]
public partial class Wide;
