using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>The code of convolutions and padding.</summary>
public sealed class ConvolutionLayerTests
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
    public Task Conv_Pointwise() => Verify("""
        [Model, Input("B", 3, "H", "W")]
        public partial class Net
        {
            [Conv(8, Kernel = 3, Padding = 1)] Stage features;
            [Conv(16, Kernel = 1, Stride = 2)] Stage halved;
            [Conv(16, Kernel = 1, Stride = new[] { 1, 3 }, Padding = "valid", Bias = false), Relu] Stage narrow;
        }
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
    public Task Pad() => Verify("""
        [Model, Input("B", 3, "H", "W")]
        [Pad(1), Pad(Before = new[] { 2, 0 }, Value = -1), Pad(3, After = 0, Mode = PaddingMode.Reflect)]
        public partial class Net;
        """);

    [Fact]
    public Task TheInputIsCheckedOnceForAllLayers() => Verify("""
        [Model, Input("B", 3, "H", "W")]
        [Conv(8, Kernel = 3), Relu, MaxPool(2)]
        [Conv(16, Kernel = 3), BatchNorm, Relu, MaxPool(2)]
        [Conv(32, Kernel = 3), Relu, GlobalAvgPool, Linear(10)]
        public partial class Net;
        """);

    private static Task Verify(string source, [CallerMemberName] string test = "") =>
        Snapshot.Verify(Compile.Generate(source), method: test);
}
