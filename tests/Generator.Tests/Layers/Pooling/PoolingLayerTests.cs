using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>The code of pooling and resampling.</summary>
public sealed class PoolingLayerTests
{
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
    public Task AdaptiveMaxPool() => Verify("""
        [Model, Input("B", "C", "H", "W")]
        [AdaptiveMaxPool(3)]
        public partial class Net;
        """);

    private static Task Verify(string source, [CallerMemberName] string test = "") =>
        Snapshot.Verify(Compile.Generate(source), method: test);
}
