using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>The code that calls a user's own methods and modules.</summary>
public sealed class EscapeLayerTests
{
    [Fact]
    public Task Apply() => Verify("""
        using TorchSharp;

        [Model, Input("B", 3, Name = "x"), Input("B", 3, Name = "y")]
        [Linear(3), Apply(nameof(Scale), Inputs = new[] { "y" }), Relu]
        public partial class Net<T>
        {
            [return: Shape("N", "D")]
            private static torch.Tensor Scale([Shape("N", "D")] torch.Tensor x, [Shape("N", "D")] torch.Tensor by) => x * by;
        }
        """);

    [Fact]
    public Task Module() => Verify("""
        using TorchSharp;

        [Model, Input("B", "T", 3)]
        [Module<TorchSharp.Modules.Tanhshrink>("B", "T", 3, Create = nameof(Shrink)), Relu]
        public partial class Net
        {
            private static TorchSharp.Modules.Tanhshrink Shrink() => torch.nn.Tanhshrink();
        }
        """);

    private static Task Verify(string source, [CallerMemberName] string test = "") =>
        Snapshot.Verify(Compile.Generate(source), method: test);
}
