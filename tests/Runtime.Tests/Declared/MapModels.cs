namespace ModelGen.Runtime.Tests.Declared;

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

[Model, Dim("k", Min = 2, Max = 4), Dim("H", Min = 4), Dim("W", Min = 4)]
[Input("B", 2, "H", "W")]
[MaxPool("k", Stride = "s", Padding = 1, CeilMode = true)]
public partial class SizedPool;

[Model]
[Input("B", 2, "H", "W")]
[Upsample(Size = new object[] { "2*H", "W + 1" }), AdaptiveAvgPool(new object[] { "H", 1 })]
public partial class SizedMap;

[Model, Input("B", 4, "H", "W")]
[ConvTranspose(6, Kernel = 3, Stride = 2, Padding = 1, OutputPadding = new[] { 1, 0 }, Groups = 2)]
public partial class GrownMap;

[Model, Dim("L", Min = 2), Input("B", 2, "L")]
[ConvTranspose(3, Kernel = 2, Dilation = 3, OutputPadding = 2, Padding = 1, Bias = false)]
public partial class GrownSequence;

[Model, Dim("H", Min = 3), Dim("W", Min = 5), Input("B", 2, "H", "W")]
[MaxPool(new[] { 2, 3 }, Stride = 2, Padding = new[] { 0, 1 }, Dilation = new[] { 1, 2 }, CeilMode = true)]
public partial class LargestOfMap;

[Model, Dim("L", Min = 4), Input("B", 2, "L")]
[MaxPool(2, Stride = 3, Padding = 1, Dilation = 4)]
public partial class LargestOfSequence;

[Model, Dim("H", Min = 2), Dim("W", Min = 2), Input("B", 2, "H", "W")]
[MaxPool(2, Padding = 1, Dilation = 2)]
public partial class LargestOfSpread;

[Model, Dim("D", Min = 3), Dim("H", Min = 3), Dim("W", Min = 3), Input("B", 2, "D", "H", "W")]
[MaxPool(3, Stride = 2, Padding = 1)]
public partial class LargestOfVolume;

[Model, Dim("L", Min = 2), Input("B", 2, "L")]
[AvgPool(3, Stride = 2, Padding = 1, CeilMode = true)]
public partial class MeanWithBorder;

[Model, Dim("H", Min = 2), Dim("W", Min = 2), Input("B", 2, "H", "W")]
[AvgPool(new[] { 3, 2 }, Padding = 1, CountIncludePad = false)]
public partial class MeanWithoutBorder;

[Model, Input("B", 2, "H", "W")]
[AdaptiveAvgPool(new[] { 3, 2 })]
public partial class AdaptedMean;

[Model, Input("B", 2, "D", "H", "W")]
[GlobalAvgPool(KeepDim = true), GlobalAvgPool]
public partial class GlobalMean;

[Model, Input("B", 2, "H", "W")]
[Upsample(new[] { 2, 3 })]
public partial class NearestUpsample;

[Model, Input("B", 2, "H", "W")]
[Upsample(2, Mode = Interpolation.Linear)]
public partial class LinearUpsample;

[Model, Input("B", 2, "L")]
[Upsample(Size = 7, Mode = Interpolation.Linear, AlignCorners = true)]
public partial class AlignedUpsample;

[Model, Input("B", 2, "H", "W")]
[Upsample(Size = 6, Mode = Interpolation.Bicubic)]
public partial class CubicUpsample;

[Model, Input("...", 12, "H", "W")]
[PixelShuffle(2)]
public partial class ShuffledPixels;

[Model, Dim("H", Min = 4), Input("B", 2, "H", "W")]
[Pad(new[] { 3, 0 }, After = new[] { 2, 0 }, Mode = PaddingMode.Reflect), Pad(1, Mode = PaddingMode.Replicate), Pad(Before = new[] { 1, 2 }, Value = 0.5)]
public partial class PaddedMap;

[Model, Dim("B", Min = 2), Input("B", "C", "H", "W")]
[BatchNorm(Momentum = 0.3, Eps = 1e-3)]
public partial class NormedBatch;

[Model, Dim("B", Min = 2), Input("B", "C")]
[BatchNorm(Affine = false, TrackRunningStats = false)]
public partial class NormedFeatures;

[Model, Dim("L", Min = 2), Input("B", "C", "L")]
[InstanceNorm(Affine = true, TrackRunningStats = true)]
public partial class NormedInstances;

[Model, Dim("H", Min = 2), Input("B", "C", "H", "W")]
[InstanceNorm]
public partial class PlainInstances;

[Model, Dim("C", MultipleOf = "G"), Dim("L", Min = 2), Input("B", "C", "L")]
[GroupNorm("G", Eps = 1e-3)]
public partial class NormedGroups;

[Model, Input("B", "C", "L")]
[Dropout2d(0.4), Residual]
public partial class DroppedChannels;

[Model, Input("B", "D")]
[Linear("D"), DropPath(0.25), Residual]
public partial class DroppedPath;
