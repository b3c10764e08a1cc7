using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>What each kind of layer over maps becomes, with the options that change its code.</summary>
public sealed class MapLayerTests
{
    [Fact]
    public Task Conv() => Verify("""
        [Model, Input("B", 3, "H", "W")]
        [Conv(64, Kernel = 3, Padding = 1), Conv("C", Kernel = new[] { 3, 5 }, Stride = 2, Padding = new[] { 1, 2 }, Bias = false)]
        public partial class Net;
        """);

    [Fact]
    public Task Conv_Depthwise() => Verify("""
        [Model, Input("B", "C", "L")]
        [Conv("C", Kernel = 3, Padding = "same", Groups = "C"), Conv("2*C", Kernel = 1)]
        public partial class Net;
        """);

    [Fact]
    public Task Conv_PaddedBesides() => Verify("""
        [Model, Input("B", 4, 8, "H", "W")]
        [Conv(8, Kernel = 4, Padding = "same"), Conv(8, Kernel = 3, Padding = 1, PaddingMode = PaddingMode.Circular)]
        public partial class Net;
        """);

    [Fact]
    public Task Conv_OfAnySize() => Verify("""
        [Model, Input("B", "C", "T")]
        [Pad(Before = "dilation*(kernel - 1)"), Conv("C", Kernel = "kernel", Dilation = "dilation"), Relu]
        [Conv("C", Kernel = "kernel", Padding = "same"), MaxPool("width", CeilMode = true), Upsample(Size = "T"), Residual]
        public partial class Net;
        """);

    [Fact]
    public Task Conv_Shared() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", 3, "H", "W")] Stage image;
            [Conv(3, Kernel = 3, Padding = "same")] Stage once;
            [Conv(3, Kernel = 3, Padding = "same", Shared = nameof(once)), Residual] Stage twice;
        }
        """);

    [Fact]
    public Task ConvTranspose() => Verify("""
        [Model, Input("B", 64, "H", "W")]
        [ConvTranspose(32, Kernel = 4, Stride = 2, Padding = 1), ConvTranspose(16, Kernel = 3, Stride = 2, OutputPadding = new[] { 1, 0 }, Groups = 4)]
        public partial class Net;
        """);

    [Fact]
    public Task MaxPool() => Verify("""
        [Model, Input("B", 3, "H", "W")]
        [MaxPool(2), MaxPool(3, Stride = 2, Padding = 1, CeilMode = true), MaxPool(new[] { 2, 3 }, Dilation = 2)]
        public partial class Net;
        """);

    [Fact]
    public Task MaxPool_ThreeAxes() => Verify("""
        [Model, Input("B", 3, "D", "H", "W")]
        [MaxPool(2, Stride = 1), MaxPool(2)]
        public partial class Net;
        """);

    [Fact]
    public Task AvgPool() => Verify("""
        [Model, Input("B", 3, "L")]
        [AvgPool(2), AvgPool(3, Stride = 1, Padding = 1, CountIncludePad = false)]
        public partial class Net;
        """);

    [Fact]
    public Task AdaptiveAvgPool() => Verify("""
        [Model, Input("B", 3, "H", "W")]
        [AdaptiveAvgPool(new[] { 7, 5 }), AdaptiveAvgPool(1)]
        public partial class Net;
        """);

    [Fact]
    public Task GlobalAvgPool() => Verify("""
        [Model, Input("B", 3, "H", "W")]
        [GlobalAvgPool(KeepDim = true), GlobalAvgPool]
        public partial class Net;
        """);

    [Fact]
    public Task Upsample() => Verify("""
        [Model, Input("B", 3, "H", "W")]
        [Upsample(2), Upsample(new[] { 1, 2 }, Mode = Interpolation.Linear), Upsample(Size = 64, Mode = Interpolation.Bicubic, AlignCorners = true)]
        public partial class Net;
        """);

    [Fact]
    public Task PixelShuffle() => Verify("""
        [Model, Input("...", 18, "H", "W")]
        [PixelShuffle(3)]
        public partial class Net;
        """);

    [Fact]
    public Task Pad() => Verify("""
        [Model, Input("B", 3, "H", "W")]
        [Pad(1), Pad(Before = new[] { 2, 0 }, Value = -1), Pad(3, After = 0, Mode = PaddingMode.Reflect)]
        public partial class Net;
        """);

    [Fact]
    public Task BatchNorm() => Verify("""
        [Model, Input("B", 3, 4, 5)]
        [Conv("C", Kernel = 1, Bias = false), BatchNorm, Relu, BatchNorm(Eps = 1e-3, Momentum = 0.01, Affine = false, TrackRunningStats = false), Flatten, BatchNorm]
        public partial class Net;
        """);

    [Fact]
    public Task InstanceNorm() => Verify("""
        [Model, Input("B", 3, "L")]
        [InstanceNorm, Relu, InstanceNorm(Affine = true, TrackRunningStats = true)]
        public partial class Net;
        """);

    [Fact]
    public Task GroupNorm() => Verify("""
        [Model, Input("B", 12, "H", "W")]
        [GroupNorm(4), Relu, GroupNorm("G", Eps = 1e-6, Affine = false)]
        public partial class Net;
        """);

    [Fact]
    public Task Dropout2d() => Verify("""
        [Model, Input("B", 3, "L")]
        [Conv(8, Kernel = 1), Dropout2d, Conv(8, Kernel = 1)]
        public partial class Net;
        """);

    [Fact]
    public Task DropPath() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", "D")] Stage x;
            [Linear("D"), DropPath(0.1), Residual] Stage deep;
        }
        """);

    [Fact]
    public Task TheInputIsCheckedOnceForAllLayers() => Verify("""
        [Model, Input("B", 3, "H", "W")]
        [Conv(8, Kernel = 3), Relu, MaxPool(2)]
        [Conv(16, Kernel = 3), BatchNorm, Relu, MaxPool(2)]
        [Conv(32, Kernel = 3), Relu, GlobalAvgPool, Linear(10)]
        public partial class Net;
        """);

    private static Task Verify(string source, [System.Runtime.CompilerServices.CallerMemberName] string test = "") =>
        Snapshot.Verify(Compile.Generate(source), method: test);
}
