namespace ModelGen.Onnx.Tests;

[Model, Dim("H", Min = 3), Dim("W", Min = 3), Input("B", 2, "H", "W")]
[MaxPool(3, Stride = 2, CeilMode = true)]
public partial class RoundedUpMaximum;

[Model, Dim("L", Min = 2), Input("B", 2, "L")]
[MaxPool(2, Stride = 4, Padding = 1, CeilMode = true)]
public partial class SparseMaximum;

[Model, Dim("H", Min = 3), Dim("W", Min = 3), Input("B", 2, "H", "W")]
[AvgPool(3, Stride = new[] { 2, 3 }, Padding = 1, CeilMode = true)]
public partial class RoundedUpMean;

[Model, Dim("H", Min = 3), Dim("W", Min = 3), Input("B", 2, "H", "W")]
[AvgPool(3, Stride = 2, Padding = 1, CeilMode = true, CountIncludePad = false)]
public partial class RoundedUpMeanWithoutBorder;

[Model, Dim("D", Min = 4), Dim("H", Min = 4), Dim("W", Min = 4), Input("B", 2, "D", "H", "W")]
[AvgPool(new[] { 3, 2, 4 }, Padding = 1, Stride = 1)]
public partial class VolumeMean;

/// <summary>The window is the whole axis.</summary>
[Model]
public partial class WholeAxis
{
    [Input("B", 2, "H", "W")]
    private Stage x;

    [From(nameof(x)), MaxPool(new object[] { "H", 1 }), Output("B", 2, 1, "W")]
    private Stage largest;

    [From(nameof(x)), AvgPool(new object[] { 1, "W" }), Output("B", 2, "H", 1)]
    private Stage mean;
}

[Model]
public partial class AdaptedMaps
{
    [Input("B", 2, "H", "W")]
    private Stage x;

    [From(nameof(x)), AdaptiveMaxPool(new[] { 3, 1 }), Output("B", 2, 3, 1)]
    private Stage largest;

    [From(nameof(x)), AdaptiveMaxPool(1), Output("B", 2, 1, 1)]
    private Stage single;

    [From(nameof(x)), AdaptiveAvgPool(new object[] { "W", 5 }), Output("B", 2, "W", 5)]
    private Stage mean;

    [From(nameof(x)), AdaptiveAvgPool(1), Output("B", 2, 1, 1)]
    private Stage whole;
}

[Model, Input("B", 2, "D", "H", "W")]
[AdaptiveAvgPool(new[] { 2, 1, 5 })]
public partial class AdaptedVolume;

/// <summary>All sizes are known, equal windows or not.</summary>
[Model]
public partial class AdaptedKnown
{
    [Input("B", 2, 12, 6)]
    private Stage x;

    [From(nameof(x)), AdaptiveAvgPool(new[] { 4, 3 }), Output("B", 2, 4, 3)]
    private Stage equal;

    [From(nameof(x)), AdaptiveAvgPool(new[] { 5, 6 }), Output("B", 2, 5, 6)]
    private Stage unequal;

    [From(nameof(x)), AdaptiveMaxPool(new[] { 7, 4 }), Output("B", 2, 7, 4)]
    private Stage largest;

    [From(nameof(x)), Conv(3, Kernel = 3, Stride = 2, Padding = 1), AdaptiveMaxPool(3), Output("B", 3, 3, 3)]
    private Stage convolved;
}

[Model]
public partial class Interpolations
{
    [Input("B", 2, "H", "W")]
    private Stage x;

    [From(nameof(x)), Upsample(Size = new[] { 2, 9 }), Output("B", 2, 2, 9)]
    private Stage nearest;

    [From(nameof(x)), Upsample(Size = new[] { 1, 5 }, Mode = Interpolation.Linear), Output("B", 2, 1, 5)]
    private Stage linear;

    [From(nameof(x)), Upsample(Size = new[] { 1, 4 }, Mode = Interpolation.Linear, AlignCorners = true), Output("B", 2, 1, 4)]
    private Stage aligned;

    [From(nameof(x)), Upsample(new object[] { "H", 3 }, Mode = Interpolation.Bicubic), Output("B", 2, "H*H", "3*W")]
    private Stage cubic;

    [From(nameof(x)), Upsample(3, Mode = Interpolation.Bicubic, AlignCorners = true), Output("B", 2, "3*H", "3*W")]
    private Stage alignedCubic;
}

[Model, Input("B", 3, "L")]
[Upsample(2, Mode = Interpolation.Linear), Upsample(3), Upsample(Size = "2*L")]
public partial class LongerSequence;

[Model]
public partial class LargerVolume
{
    [Input("B", 2, "D", "H", "W")]
    private Stage x;

    [From(nameof(x)), Upsample(2, Mode = Interpolation.Linear), Output("B", 2, "2*D", "2*H", "2*W")]
    private Stage linear;

    [From(nameof(x)), Upsample(new[] { 1, 2, 3 }), Output("B", 2, "D", "2*H", "3*W")]
    private Stage nearest;
}

/// <summary>One of the sizes at which roundings of float32 decide: 14 to 2.</summary>
[Model, Input("B", 1, 14)]
[Upsample(Size = 2)]
public partial class ReducedToNearest;

[Model, Dim("C", MultipleOf = 9), Input("C", "H", "W"), PixelShuffle(3)]
public partial class ShuffledImage;
