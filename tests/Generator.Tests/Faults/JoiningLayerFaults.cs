using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>Mistakes with layers of several tensors, and with activations that need a certain width; each with its correct twin.</summary>
public sealed class JoiningLayerFaults
{
    [Fact]
    public Task SilentlyStretched() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", 1)] Stage a;
            [Input("B")] Stage b;
            [From(nameof(a), nameof(b)), {|MG0112:Multiply|}] Stage product;
        }
        """,
        "Multiply joins input 'a' (B, 1) and input 'b' (B) on line 5: take the last axis of input 'a' away with Squeeze(1).",
        """
        [Model]
        public partial class Net
        {
            [Input("B", 1)] Stage a;
            [Input("B")] Stage b;
            [From(nameof(a)), Squeeze(1), Multiply(nameof(b))] Stage product;
        }
        """);

    [Fact]
    public Task ProductOfTwoWidths() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", 8)] Stage x;
            [Linear(4), Sigmoid] Stage gate;
            [From(nameof(x)), {|MG0112:Multiply(nameof(gate))|}] Stage gated;
        }
        """,
        "Multiply joins input 'x' (B, T, 8) and 'gate' (B, T, 4) on line 5: bring both to the same width, for example with Linear(8).",
        """
        [Model]
        public partial class Net
        {
            [Input("B", "T", 8)] Stage x;
            [Linear(8), Sigmoid] Stage gate;
            [From(nameof(x)), Multiply(nameof(gate))] Stage gated;
        }
        """);

    [Fact]
    public Task ScaleOfEachChannel() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", 8, "T")] Stage x;
            [Mean(Axis = -1, KeepDim = true)] Stage scale;
            [From(nameof(x)), {|MG0112:Multiply(nameof(scale))|}] Stage scaled;
        }
        """,
        "Multiply joins input 'x' (B, 8, T) and 'scale' (B, 8, 1) on line 5: shapes must be equal; "
            + "if one is meant to be stretched, say so with Broadcast = true.",
        """
        [Model]
        public partial class Net
        {
            [Input("B", 8, "T")] Stage x;
            [Mean(Axis = -1, KeepDim = true)] Stage scale;
            [From(nameof(x)), Multiply(nameof(scale), Broadcast = true)] Stage scaled;
        }
        """);

    [Fact]
    public Task StackOfTwoShapes() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", 8)] Stage a;
            [Input("B", 9)] Stage b;
            [From(nameof(a), nameof(b)), {|MG0112:StackStages|}] Stage both;
        }
        """,
        "StackStages stacks input 'a' (B, 8) and input 'b' (B, 9) on line 5, which must be equal: "
            + "bring both to the same width, for example with Linear(8).",
        """
        [Model]
        public partial class Net
        {
            [Input("B", 8)] Stage a;
            [Input("B", 9)] Stage b;
            [From(nameof(b)), Linear(8), StackStages(nameof(a))] Stage both;
        }
        """);

    [Fact]
    public Task StackAtNoAxis() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", 8)] Stage a;
            [Input("B", 8)] Stage b;
            [From(nameof(a), nameof(b)), StackStages(Axis = {|MG0108:3|})] Stage both;
        }
        """,
        "StackStages(Axis = 3) puts a new axis at 3, but input 'a' on line 4 is (B, 8): "
            + "a new axis can be at 0 to 2, or at -3 to -1 from the end.",
        """
        [Model]
        public partial class Net
        {
            [Input("B", 8)] Stage a;
            [Input("B", 8)] Stage b;
            [From(nameof(a), nameof(b)), StackStages(Axis = 2)] Stage both;
        }
        """);

    [Fact]
    public Task MatrixNotTransposed() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", 5, 8)] Stage q;
            [Input("B", 7, 8)] Stage k;
            [From(nameof(q), nameof(k)), {|MG0132:MatMul|}] Stage scores;
        }
        """,
        "MatMul multiplies input 'q' (B, 5, 8) and input 'k' (B, 7, 8) on line 5, "
            + "but the first has 8 columns and the second 7 rows: set TransposeOther = true.",
        """
        [Model]
        public partial class Net
        {
            [Input("B", 5, 8)] Stage q;
            [Input("B", 7, 8)] Stage k;
            [From(nameof(q), nameof(k)), MatMul(TransposeOther = true)] Stage scores;
        }
        """);

    [Fact]
    public Task MatricesOfTwoBatches() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("N", "N")] Stage graph;
            [Input("B", "N", 8)] Stage nodes;
            [From(nameof(graph), nameof(nodes)), {|MG0132:MatMul|}] Stage spread;
        }
        """,
        "MatMul multiplies input 'graph' (N, N) and input 'nodes' (B, N, 8) on line 5, whose axes before the last two, () and (B), differ: "
            + "make them equal, or stretch them with Broadcast = true.",
        """
        [Model]
        public partial class Net
        {
            [Input("N", "N")] Stage graph;
            [Input("B", "N", 8)] Stage nodes;
            [From(nameof(graph), nameof(nodes)), MatMul(Broadcast = true)] Stage spread;
        }
        """);

    [Fact]
    public Task VectorForAMatrix() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", 5, 8)] Stage x;
            [Input(8)] Stage direction;
            [From(nameof(x)), {|MG0101:MatMul(nameof(direction))|}] Stage spread;
        }
        """,
        "MatMul(\"direction\") takes (..., rows, columns), but input 'direction' on line 5 is (8): give it a second axis with Unsqueeze.",
        """
        [Model]
        public partial class Net
        {
            [Input("B", 5, 8)] Stage x;
            [Input(8)] Stage direction;
            [From(nameof(direction)), Unsqueeze(-1)] Stage column;
            [From(nameof(x)), MatMul(nameof(column), Broadcast = true)] Stage spread;
        }
        """);

    [Fact]
    public Task MatMulOfOne() => Verify("""
        [Model, Input("B", 5, 8)]
        [{|MG0018:MatMul|}]
        public partial class Net;
        """,
        "MatMul joins several tensors, but there is only input 'input' (B, 5, 8): "
            + "name another, as in MatMul(nameof(other)), or several in [From].");

    [Fact]
    public Task MatMulOfThree() => Verify("""
        [Model]
        public partial class Net
        {
            [Input(5, 5)] Stage a;
            [Input(5, 5)] Stage b;
            [From(nameof(a), nameof(b)), {|MG0018:MatMul(nameof(a))|}] Stage product;
        }
        """,
        "MatMul(\"a\") takes two tensors, but it is given 3: join the others on stages of their own.");

    [Fact]
    public Task BilinearOverTwoBatches() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", 5, 8)] Stage a;
            [Input("B", 6, 4)] Stage b;
            [From(nameof(a), nameof(b)), {|MG0112:Bilinear(3)|}] Stage scores;
        }
        """,
        "Bilinear(3) joins input 'a' (B, 5, 8) and input 'b' (B, 6, 4) on line 5, which differ before the last axis: "
            + "bring (B, 5) and (B, 6) to one shape.",
        """
        [Model]
        public partial class Net
        {
            [Input("B", 5, 8)] Stage a;
            [Input("B", 5, 4)] Stage b;
            [From(nameof(a), nameof(b)), Bilinear(3)] Stage scores;
        }
        """);

    [Fact]
    public Task GluOfAnOddWidth() => Verify("""
        [Model, Input("B", 16)]
        [Linear(7), {|MG0102:Glu|}]
        public partial class Net;
        """,
        "Glu halves axis 1 into values and gates, but the tensor is (B, 7) after Linear(7) on line 2, with the odd size 7 there: "
            + "give it an even size, such as 8.",
        "[Model, Input(\"B\", 16)] [Linear(8), Glu] public partial class Net;");

    [Fact]
    public Task SlopesOfOtherChannels() => Verify("""
        [Model, Input("B", 16, "T")]
        [PRelu(NumParameters = {|MG0102:8|})]
        public partial class Net;
        """,
        "PRelu(NumParameters = 8) has one slope for each of 8 channels along axis 1, but input 'input' on line 1 is (B, 16, T): "
            + "set NumParameters = 16, or leave it out for one slope.",
        "[Model, Input(\"B\", 16, \"T\")] [PRelu(NumParameters = 16)] public partial class Net;");

    [Fact]
    public Task SlopeThatIsNoNumber() => Verify("""
        [Model, Input("B", 16)]
        [LeakyRelu(NegativeSlope = {|MG0011:double.NaN|})]
        public partial class Net;
        """,
        "NegativeSlope of LeakyRelu must be finite, not NaN.",
        "[Model, Input(\"B\", 16)] [LeakyRelu(NegativeSlope = 0.3)] public partial class Net;");

    [Fact]
    public Task BetaOfZero() => Verify("""
        [Model, Input("B", 16)]
        [Softplus(Beta = {|MG0011:0|})]
        public partial class Net;
        """,
        "Softplus's Beta must be above 0, not 0.",
        "[Model, Input(\"B\", 16)] [Softplus(Beta = 0.5)] public partial class Net;");

    private static async Task Verify(string faulty, string message, string? correct = null)
    {
        await Diagnostics.Verify(faulty, message);
        if (correct is not null)
        {
            await Diagnostics.Verify(correct);
        }
    }
}
