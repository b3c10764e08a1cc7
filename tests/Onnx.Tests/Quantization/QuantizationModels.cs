namespace ModelGen.Onnx.Tests;

/// <summary>Two layers with weights, and one between them without.</summary>
[Model, Input("B", "T", "D")]
public partial class ThreeLinears
{
    [Linear(70), Relu]
    private Stage first;

    [Linear(50), Relu]
    private Stage middle;

    [Linear(40)]
    private Stage last;
}

/// <summary>An embedding of its own, an LSTM and a Gemm.</summary>
[Model, Input("B", "T", Type = DType.Int64)]
public partial class LstmClassifier
{
    [Embedding(90, 40)]
    private Stage words;

    [Lstm(48, NumLayers = 2, Bidirectional = true, Port = "last")]
    private Stage states;

    [Linear(10)]
    private Stage head;
}

/// <summary>A convolution with a residual connection, and one matrix product.</summary>
[Model, Input("B", 3, "H", "W")]
public partial class SmallResNet
{
    [Conv(32, Kernel = 3, Padding = 1), BatchNorm, Relu]
    private Stage stem;

    [Conv(32, Kernel = 3, Padding = 1), BatchNorm, Residual, Relu]
    private Stage block;

    [GlobalAvgPool, Linear(10)]
    private Stage head;
}

/// <summary>Nothing to quantise.</summary>
[Model, Input("B", 3, "H", "W"), Conv(8, Kernel = 3, Padding = 1), Relu]
public partial class OnlyConvolution;
