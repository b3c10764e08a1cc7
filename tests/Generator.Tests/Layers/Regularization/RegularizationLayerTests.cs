using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>The code of dropout in its forms.</summary>
public sealed class RegularizationLayerTests
{
    [Fact]
    public Task Dropout() => Verify("""
        [Model, Input("B", 3)]
        [Linear(4), Dropout(0.1), Linear(2)]
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

    private static Task Verify(string source, [CallerMemberName] string test = "") =>
        Snapshot.Verify(Compile.Generate(source), method: test);
}
