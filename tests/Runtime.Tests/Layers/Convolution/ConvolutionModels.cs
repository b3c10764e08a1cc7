namespace ModelGen.Runtime.Tests;

/// <summary>The digit classifier that PyTorch computed: features, logits, probabilities.</summary>
[Model]
public partial class ConvClassifier
{
    [Input("B", 1, 28, 28)]
    private Stage x;

    [Conv(32, Kernel = 3), Relu, MaxPool(2), Conv(64, Kernel = 3), Relu, MaxPool(2), Output("B", 64, 5, 5)]
    private Stage features;

    [Flatten, Linear(128), Relu, Linear(10), Output("B", 10)]
    private Stage logits;

    [Softmax, Output]
    private Stage probabilities;
}

/// <summary>The same with its loss.</summary>
[Model]
[Input("B", 1, 28, 28)]
[Conv(32, Kernel = 3), Relu, MaxPool(2), Conv(64, Kernel = 3), Relu, MaxPool(2)]
[Flatten, Linear(128), Relu, Linear(10)]
[CrossEntropyLoss(Classes = 10)]
public partial class TrainedConvClassifier;

[Model, Dim("H", Min = 4), Dim("W", Min = 4), Input("B", 4, "H", "W")]
[Conv(6, Kernel = new[] { 3, 2 }, Stride = new[] { 2, 1 }, Padding = new[] { 1, 0 }, Dilation = new[] { 1, 2 }, Groups = 2)]
public partial class GroupedConv;

[Model, Input("B", "C", "L")]
[Conv("2*C", Kernel = 4, Padding = "same", Groups = "C")]
public partial class SameConv;

[Model, Dim("H", Min = 3), Dim("W", Min = 3), Input("B", 2, 4, "H", "W")]
[Conv(3, Kernel = 3, Padding = new[] { 0, 2, 1 }, PaddingMode = PaddingMode.Reflect, Bias = false)]
public partial class ReflectedConv;

/// <summary>A layer of a temporal convolutional network (Bai et al. 2018): no position sees a later one.</summary>
[Model, Input("B", "C", "T")]
[Pad(Before = "dilation*(kernel - 1)"), Conv("C", Kernel = "kernel", Dilation = "dilation"), Relu, Residual]
public partial class TemporalLayer;

[Model, Input("B", 2, "T")]
[Block<TemporalLayer>(3, With = "kernel = 3, dilation = [1, 2, 4]")]
public partial class TemporalNetwork;

[Model, Dim("k", Max = 4), Dim("H", Min = 4), Dim("W", Min = 4)]
[Input("B", 2, "H", "W")]
[Conv(3, Kernel = new object[] { "k", 2 }, Stride = "s", Padding = new object[] { "k/2", 1 })]
public partial class SizedConv;

[Model, Dim("H", Min = 2), Dim("W", Min = 2)]
[Input("B", 2, "H", "W")]
[ConvTranspose(3, Kernel = "k", Stride = new object[] { "s", 1 })]
public partial class SizedTransposed;

[Model, Input("B", 4, "H", "W")]
[Conv(6, Kernel = 1, Stride = new[] { 2, 3 }, Groups = 2)]
public partial class PointwiseConv;

/// <summary>The gradient of a strided convolution of these channels ends the process in libtorch 2.10 on most processors.</summary>
[Model, Input("B", 256, "H", "W")]
[Conv(1024, Kernel = 1, Stride = 2, Bias = false)]
public partial class Shortcut;

[Model, Input("B", 4, "H", "W")]
[ConvTranspose(6, Kernel = 3, Stride = 2, Padding = 1, OutputPadding = new[] { 1, 0 }, Groups = 2)]
public partial class GrownMap;

[Model, Dim("L", Min = 2), Input("B", 2, "L")]
[ConvTranspose(3, Kernel = 2, Dilation = 3, OutputPadding = 2, Padding = 1, Bias = false)]
public partial class GrownSequence;

[Model, Dim("H", Min = 4), Input("B", 2, "H", "W")]
[Pad(new[] { 3, 0 }, After = new[] { 2, 0 }, Mode = PaddingMode.Reflect),
    Pad(1, Mode = PaddingMode.Replicate), Pad(Before = new[] { 1, 2 }, Value = 0.5)]
public partial class PaddedMap;
