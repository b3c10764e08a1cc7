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
