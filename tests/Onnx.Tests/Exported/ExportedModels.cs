using ModelGen.Runtime.Tests;

namespace ModelGen.Onnx.Tests;

/// <summary>Ids to scores, with a size of the constructor and a limit of the sequence.</summary>
[Model(Inference = true), MseLoss]
[Dim("T", Max = 32)]
[Input("B", "T", Type = DType.Int64, Name = "ids")]
[Embedding("words", 8), Lstm(6), Linear("2*classes")]
public partial class Scorer;

/// <summary>Two inputs, one of them optional, and outputs of three types.</summary>
[Model(Inference = true)]
public partial class Masked
{
    [Input("B", "T", 8)]
    private Stage tokens;

    [Input("B", "T", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(tokens)), MultiHeadAttention(2, KeyPaddingMask = nameof(padding)), Output]
    private Stage attended;

    [From(nameof(tokens)), Mean(Axis = 2), Cast(DType.Bool), Output]
    private Stage isUsed;

    [Cast(DType.Int64), Output]
    private Stage counts;
}

/// <summary>Any number of leading axes.</summary>
[Model(Inference = true), Input("...", "T", "D"), Linear("2*D"), Tanh]
public partial class Anywhere;

/// <summary>A matrix product of which half is the result: much larger weights than activations.</summary>
[Model(Inference = true), Input("B", "D"), Linear("D"), Relu, Linear("D")]
public partial class Wide;

/// <summary>Learned positions, whose number limits the sequence.</summary>
[Model(Inference = true), DrawnByHand]
[Input("B", "T", Type = DType.Int64, Name = "ids")]
[Embedding(20, 8), PositionEmbedding("positions"), Linear(3)]
public partial class Positioned;

/// <summary>Learned positions in a block, behind a token that is prepended.</summary>
[Model(Inference = true), DrawnByHand]
[Input("B", "T", 8, Name = "features")]
[LearnedTokens(1), Block<PositionedBlock>(2, With = "positions = 6"), Linear(3)]
public partial class PositionedInBlocks;

/// <summary>A block with learned positions.</summary>
[Model, DrawnByHand, Input("B", "S", "D"), PositionEmbedding("positions"), Linear("D")]
public partial class PositionedBlock;

/// <summary>A convolution before large matrices.</summary>
[Model(Inference = true)]
[Input("B", 3, 16, 16)]
[Conv(8, Kernel = 3, Padding = 1), BatchNorm, Relu, Flatten, Linear(200), Relu, Linear(10)]
public partial class Pictures;
