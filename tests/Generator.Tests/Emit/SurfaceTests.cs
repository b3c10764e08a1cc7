using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>A declaration with a mistake still has its constructor and <c>forward</c>, so that its users compile.</summary>
public sealed class SurfaceTests
{
    [Fact]
    public Task ShapesDoNotFit() => Verify("""
        [Model, CrossEntropyLoss]
        public partial class Net
        {
            [Input("B", "T", "2*D")] Stage x;
            [Input("B", "T", Type = DType.Bool, Optional = true)] Stage padding;
            [From(nameof(x)), MultiHeadAttention(2, KeyPaddingMask = nameof(padding)), Residual] Stage attended;
            [Linear("2*D + 1"), Residual] Stage wrong;

            partial void Initialize() { }
        }
        """);

    [Fact]
    public Task UsersCodeAboutALayerStillCompiles() => Verify("""
        [Model, Input("B", 3), Linear(2), Residual]
        public partial class Net
        {
            partial void Initialize() => TorchSharp.torch.nn.init.zeros_(_linear.weight!);
        }
        """);

    [Fact]
    public Task NoInput() => Verify("[Model, Linear(3)] public partial class Net;");

    [Fact]
    public Task UnknownStage() => Verify("""
        [Model, Input("B", 3)]
        public partial class Net
        {
            [Linear(3), Output] Stage a;
            [From("b"), Linear(3), Output] Stage c;
        }
        """);

    [Fact]
    public Task NotADimension() => Verify("""
        [Model, Input("B", "3*"), Linear("H")]
        public partial class Net;
        """);

    [Fact]
    public Task TwoInputsOfOneName() => Verify("""
        [Model, Input("B", 3), Input("B", 3), Add("input")]
        public partial class Net;
        """);

    private static Task Verify(string source, [System.Runtime.CompilerServices.CallerMemberName] string test = "") =>
        Snapshot.Verify(Compile.Generate(source), method: test);
}
