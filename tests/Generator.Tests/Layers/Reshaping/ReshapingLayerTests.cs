using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>The code of layers that change a shape, select from it or reduce it.</summary>
public sealed class ReshapingLayerTests
{
    [Fact]
    public Task Mean_OfRealSteps() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", 3)] Stage x;
            [Input("B", "T", Type = DType.Bool)] Stage padding;
            [From(nameof(x)), Mean(Axis = 1, PaddingMask = nameof(padding)), Output] Stage mean;
            [From(nameof(x)), Max(Axis = 1, KeepDim = true, PaddingMask = nameof(padding)), Output] Stage max;
        }
        """);

    [Fact]
    public Task Select() => Verify("""
        [Model, Input("B", "T", 8)]
        [Select(Axis = 1, Index = -1), Select(Axis = -1, Index = 3)]
        public partial class Net;
        """);

    [Fact]
    public Task Mean() => Verify("""
        [Model, Input("B", "T", 8)]
        [Mean(Axis = 1, KeepDim = true), Mean(Axis = -1)]
        public partial class Net;
        """);

    [Fact]
    public Task Flatten() => Verify("""
        [Model, Input("B", "C", "H", "W")]
        [Flatten(StartAxis = 2), Flatten]
        public partial class Net;
        """);

    [Fact]
    public Task Reshape() => Verify("""
        [Model, Input("B", "T", "D"), Dim("D", MultipleOf = "heads")]
        [Reshape("B", "T", "heads", "D/heads"), Reshape("B", -1), Reshape("B", "T", "D")]
        public partial class Net;
        """);

    [Fact]
    public Task Reshape_LeadingAxes() => Verify("""
        [Model, Input("...", "T", 16)]
        [Reshape("...", "T", 4, -1), Reshape("...", "16*T"), Reshape("...", -1, 16)]
        public partial class Net;
        """);

    [Fact]
    public Task Reshape_Guarded() => Verify("""
        [Model, Input("B", "S", 8)]
        [Reshape("B", "H", "W", 8)]
        public partial class Net;
        """);

    [Fact]
    public Task Permute() => Verify("""
        [Model, Input("B", "T", "D")]
        [Permute(0, 2, 1), Permute(-1, -2, 0)]
        public partial class Net;
        """);

    [Fact]
    public Task Permute_LeadingAxes() => Verify("""
        [Model, Input("...", "T", "D")]
        [Permute(-1, -2)]
        public partial class Net;
        """);

    [Fact]
    public Task Rearrange() => Verify("""
        [Model, Input("B", "T", 16)]
        [Rearrange("b t (h d) -> b h t d", With = "h = 4"), Rearrange("b h t d -> b t (h d)"), Rearrange("b t d -> b d t"), Rearrange("b d t -> b (d t) 1")]
        public partial class Net;
        """);

    [Fact]
    public Task Rearrange_Patches() => Verify("""
        [Model, Input("B", 3, "H", "W"), Dim("H", MultipleOf = 16)]
        [Rearrange("b c (y p) (x q) -> b (y x) (p q c)", With = "p = 16, q = 16"), Linear(8)]
        public partial class Net;
        """);

    [Fact]
    public Task Rearrange_LeadingAxes() => Verify("""
        [Model, Input("...", "T", "D"), Dim("D", MultipleOf = "heads")]
        [Rearrange("... t (h d) -> ... h t d", With = "h = heads")]
        public partial class Net;
        """);

    [Fact]
    public Task Squeeze() => Verify("""
        [Model, Input("B", 1, "T", "K")]
        [Squeeze(1), Squeeze(-1)]
        public partial class Net;
        """);

    [Fact]
    public Task Unsqueeze() => Verify("""
        [Model, Input("...", "T")]
        [Unsqueeze(-1), Unsqueeze(-3)]
        public partial class Net;
        """);

    [Fact]
    public Task Slice() => Verify("""
        [Model, Input("B", "T", 8), Dim("T", Min = 3)]
        [Slice(Axis = 1, Start = 1), Slice(Axis = -1, Start = -4), Slice(Axis = -1, End = 3, Step = 2), Slice(Axis = 1, Start = "k")]
        public partial class Net;
        """);

    [Fact]
    public Task Sum() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", "D", Type = DType.Int64)] Stage ids;
            [Sum(Axis = 1), Sum(Axis = -1, KeepDim = true)] Stage total;
        }
        """);

    [Fact]
    public Task Max() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", "D")] Stage x;
            [Max(Axis = 1), Output] Stage best;
            [From(nameof(x)), Max(Axis = -1, KeepDim = true, Name = "widest")] Stage widest;
            [From(nameof(widest) + ".indices"), Output] Stage where;
        }
        """);

    [Fact]
    public Task Repeat() => Verify("""
        [Model, Input("B", "D")]
        [Repeat(1, 2), Repeat("n", 1, 1)]
        public partial class Net;
        """);

    // The stretched tensor is never written to.
    [Fact]
    public Task Expand() => Verify("""
        [Model, Input("B", 1, 8)]
        [Linear(4), Expand(-1, 5, -1), Relu]
        public partial class Net;
        """);

    [Fact]
    public Task Cast() => Verify("""
        [Model, Input("B", "T", Type = DType.Int64)]
        [Cast(DType.Float), Linear(4), Cast(DType.Int64), Cast(DType.Bool)]
        public partial class Net;
        """);

    private static Task Verify(string source, [CallerMemberName] string test = "") =>
        Snapshot.Verify(Compile.Generate(source), method: test);
}
