namespace ModelGen.Runtime.Tests;

[Model, Dim("k", Min = 2, Max = 4), Dim("H", Min = 4), Dim("W", Min = 4)]
[Input("B", 2, "H", "W")]
[MaxPool("k", Stride = "s", Padding = 1, CeilMode = true)]
public partial class SizedPool;

[Model]
[Input("B", 2, "H", "W")]
[Upsample(Size = new object[] { "2*H", "W + 1" }), AdaptiveAvgPool(new object[] { "H", 1 })]
public partial class SizedMap;

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
