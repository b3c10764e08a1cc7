using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>The code of activations, applied to a temporary and to the input.</summary>
public sealed class ActivationLayerTests
{
    [Theory]
    [InlineData("Relu")]
    [InlineData("Gelu")]
    [InlineData("Gelu(Tanh = true)")]
    [InlineData("Silu")]
    [InlineData("Tanh")]
    [InlineData("Sigmoid")]
    public Task Activation(string layer) => Verify(
        $"""
        [Model, Input("B", 3)]
        [{layer}, {layer}]
        public partial class Net;
        """,
        variant: layer);

    [Theory]
    [InlineData("Softmax")]
    [InlineData("LogSoftmax(Axis = -2)")]
    public Task Softmax(string layer) => Verify(
        $"""
        [Model, Input("...", "A", "C")]
        [{layer}]
        public partial class Net;
        """,
        variant: layer);

    [Theory]
    [InlineData("LeakyRelu")]
    [InlineData("LeakyRelu(NegativeSlope = 0.2)")]
    [InlineData("Elu(Alpha = 2)")]
    [InlineData("Mish")]
    [InlineData("Relu6")]
    [InlineData("Hardswish")]
    [InlineData("Softplus(Beta = 2, Threshold = 10)")]
    public Task ActivationAroundALayer(string layer) => Snapshot.Verify(
        Compile.Generate($$"""
            [Model, Input("B", 4)]
            [{{layer}}, Linear(4), {{layer}}]
            public partial class Net;
            """),
        layer);

    [Fact]
    public Task Glu() => Verify("""
        [Model, Input("B", "C", 6), Dim("C", MultipleOf = 2)]
        [Glu(Axis = 1), Glu]
        public partial class Net;
        """);

    [Fact]
    public Task PRelu() => Verify("""
        [Model, Input("B", "C", "T")]
        [PRelu, Linear(4), PRelu(NumParameters = "C", InitialSlope = 0.1)]
        public partial class Net;
        """);

    [Fact]
    public Task Selu() => Verify("""
        [Model, Input("B", "D")]
        [Selu]
        public partial class Net;
        """);

    private static Task Verify(string source, object? variant = null, [CallerMemberName] string test = "") =>
        Snapshot.Verify(Compile.Generate(source), variant, method: test);
}
