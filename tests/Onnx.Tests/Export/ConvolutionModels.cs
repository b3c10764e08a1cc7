namespace ModelGen.Onnx.Tests;

[Model, Dim("H", Min = 4), Dim("W", Min = 4), Input("B", 2, "H", "W")]
[Conv(3, Kernel = new[] { 4, 3 }, Padding = "same", PaddingMode = PaddingMode.Circular)]
public partial class CircularConv;

[Model, Dim("L", Min = 4), Input("B", 2, "L")]
[Conv(3, Kernel = 4, Padding = "same", Dilation = 2, PaddingMode = PaddingMode.Replicate)]
public partial class ReplicatedConv;

[Model, Dim("L", Min = 4), Input("B", 2, "L")]
[Conv(4, Kernel = 3, Padding = "valid"), Conv(2, Kernel = 2, Padding = 2)]
public partial class ValidConv;

[Model, Dim("D", Min = 3), Dim("H", Min = 3), Dim("W", Min = 3), Input("B", 2, "D", "H", "W")]
[Conv(3, Kernel = 3, Padding = new[] { 1, 0, 2 }, Stride = 2), ConvTranspose(2, Kernel = new[] { 2, 3, 1 }, Stride = 2)]
public partial class VolumeConv;

[Model, Dim("L", Min = 4), Input("B", 2, "L")]
[Pad(2, Before = 0), Pad(1, After = 0, Mode = PaddingMode.Circular), Pad(3, Mode = PaddingMode.Circular)]
public partial class PaddedAtOneEnd;

/// <summary>The padding depends on the size of the input.</summary>
[Model, Input("B", 2, "L")]
[Pad(Before = "L", After = "(4 - L % 4) % 4", Value = 2)]
public partial class PaddedToMultiple;

/// <summary>Transposed convolutions, with an output padding of the stride and more.</summary>
[Model]
public partial class TransposedSequences
{
    [Input("B", 4, "L")]
    private Stage x;

    [From(nameof(x)), ConvTranspose(6, Kernel = 3, Groups = 2), Output("B", 6, "L + 2")]
    private Stage grouped;

    [From(nameof(x)), ConvTranspose(2, Kernel = 2, Stride = 2, Dilation = 4, OutputPadding = 3), Output("B", 2, "2*L + 6")]
    private Stage padded;

    [From(nameof(x)), Repeat(1, 1, 6), ConvTranspose(2, Kernel = 2, Padding = 2, Bias = false), Output("B", 2, "6*L - 3")]
    private Stage cropped;

    [From(nameof(x)), Repeat(1, 1, 4), ConvTranspose(2, Kernel = 1, Stride = 2, Padding = 2, Dilation = 3, OutputPadding = 2)]
    [Output("B", 2, "8*L - 3")]
    private Stage spread;
}

[Model, Input("B", 2, "D", "H", "W")]
[ConvTranspose(3, Kernel = new[] { 2, 3, 1 }, Padding = new[] { 0, 1, 0 })]
public partial class TransposedVolume;
