using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>What activations with options become, beside their argument and over it.</summary>
public sealed class ActivationLayerTests
{
    [Theory]
    [InlineData("LeakyRelu")]
    [InlineData("LeakyRelu(NegativeSlope = 0.2)")]
    [InlineData("Elu(Alpha = 2)")]
    [InlineData("Mish")]
    [InlineData("Relu6")]
    [InlineData("Hardswish")]
    [InlineData("Softplus(Beta = 2, Threshold = 10)")]
    public Task Activation(string layer) => Snapshot.Verify(
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

    private static Task Verify(string source, [System.Runtime.CompilerServices.CallerMemberName] string test = "") =>
        Snapshot.Verify(Compile.Generate(source), method: test);
}
