using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>The code of normalization layers.</summary>
public sealed class NormalizationLayerTests
{
    [Fact]
    public Task Normalize() => Verify("""
        [Model, Input("...", "T", "D")]
        [Normalize, Normalize(Axis = -2, Eps = 1e-6)]
        public partial class Net;
        """);

    [Fact]
    public Task LayerNorm() => Verify("""
        [Model, Input("B", "D")]
        [LayerNorm, LayerNorm(Eps = 1e-6, Bias = false), LayerNorm(Affine = false)]
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
    public Task RmsNorm() => Verify("""
        [Model, Input("...", "D")]
        [RmsNorm, RmsNorm(Eps = 1e-5), RmsNorm(Affine = false)]
        public partial class Net;
        """);

    [Fact]
    public Task LocalResponseNorm() => Verify("""
        [Model, Input("B", "C", "T")]
        [LocalResponseNorm(3, Alpha = 0.1)]
        public partial class Net;
        """);

    private static Task Verify(string source, [CallerMemberName] string test = "") =>
        Snapshot.Verify(Compile.Generate(source), method: test);
}
