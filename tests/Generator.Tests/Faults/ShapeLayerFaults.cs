using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>Mistakes with the layers that take tensors apart, turn them and reduce them; each with its correct twin.</summary>
public sealed class ShapeLayerFaults
{
    [Fact]
    public Task EightElementsIntoSixteen() => Verify("""
        [Model, Input(2, 4)]
        [{|MG0130:Reshape(-1, 2, 8, 1)|}]
        public partial class Net;
        """,
        "Reshape(-1, 2, 8, 1) needs a multiple of 16 elements for its -1, but input 'input' on line 1 is (2, 4), "
            + "8 elements: let the other entries divide 8.",
        "[Model, Input(2, 8)] [Reshape(-1, 2, 8, 1)] public partial class Net;");

    [Fact]
    public Task BatchInAMinusOne() => Verify("""
        [Model, Input("B", 16, 4, 4)]
        [{|MG0130:Reshape(-1, 400)|}, Linear(10)]
        public partial class Net;
        """,
        "Reshape(-1, 400) takes 400 elements of each item, but input 'input' on line 1 is (B, 16, 4, 4), with 256 per item: "
            + "write Reshape(-1, 256), or Flatten.",
        "[Model, Input(\"B\", 16, 4, 4)] [Reshape(-1, 256), Linear(10)] public partial class Net;");

    [Fact]
    public Task OneBatchSize() => Verify("""
        [Model, Input("B", 28, 28)]
        [{|MG0130:Reshape(64, 784)|}]
        public partial class Net;
        """,
        "Reshape(64, 784) is valid for B = 64 only: it has 50176 elements, but input 'input' on line 1 is (B, 28, 28), 784*B elements: "
            + "change Reshape(64, 784) to Reshape(\"B\", 784), or let one entry be -1.",
        "[Model, Input(\"B\", 28, 28)] [Reshape(\"B\", 784)] public partial class Net;");

    [Fact]
    public Task OneBatchSizeForEachLength() => Verify("""
        [Model, Input("B", "T", 8)]
        [{|MG0130:Reshape(32, 8)|}]
        public partial class Net;
        """,
        "Reshape(32, 8) is valid for one size of B only: it has 256 elements, but input 'input' on line 1 is (B, T, 8), 8*B*T elements: "
            + "keep every axis that varies, or let one entry be -1.",
        "[Model, Input(\"B\", \"T\", 8)] [Reshape(\"B*T\", 8)] public partial class Net;");

    [Fact]
    public Task OtherProduct() => Verify("""
        [Model, Input("B", 128)]
        [Linear(96), {|MG0130:Reshape("B", 4, 32)|}]
        public partial class Net;
        """,
        "Reshape(\"B\", 4, 32) has 128*B elements, but the tensor is (B, 96) after Linear(96) on line 2, 96*B elements: "
            + "change Reshape(\"B\", 4, 32) to Reshape(\"B\", 4, 24), or let one entry be -1.",
        "[Model, Input(\"B\", 128)] [Linear(96), Reshape(\"B\", 3, 32)] public partial class Net;");

    [Fact]
    public Task UnknownLeadingAxes() => Verify("""
        [Model, Input("...", 16)]
        [{|MG0130:Reshape(4, 4)|}]
        public partial class Net;
        """,
        "Reshape(4, 4) does not mention leading axes, but input 'input' on line 1 is (..., 16), with any number of them: "
            + "let \"...\" come first, which keeps them.",
        "[Model, Input(\"...\", 16)] [Reshape(\"...\", 4, 4)] public partial class Net;");

    [Fact]
    public Task DotsForKnownAxes() => Verify("""
        [Model, Input("B", 16)]
        [Reshape({|MG0130:"..."|}, 4, 4)]
        public partial class Net;
        """,
        "\"...\" keeps leading axes, but input 'input' on line 1 is (B, 16), whose axes are all known: write the ones to keep.",
        "[Model, Input(\"B\", 16)] [Reshape(\"B\", 4, 4)] public partial class Net;");

    [Fact]
    public Task TwoInferred() => Verify("""
        [Model, Input("B", 16)]
        [Reshape(-1, {|MG0011:-1|})]
        public partial class Net;
        """,
        "Reshape(-1, -1) has two axes that are -1, and only one can be inferred: give the others a size.",
        "[Model, Input(\"B\", 16)] [Reshape(-1, 16)] public partial class Net;");

    [Fact]
    public Task NoShape() => Verify("""
        [Model, Input("B", 16)]
        [{|MG0011:Reshape|}]
        public partial class Net;
        """,
        "Reshape needs one entry per axis, such as Reshape(\"B\", -1).");

    [Fact]
    public Task AxisTwice() => Verify("""
        [Model, Input("B", "T", "D")]
        [Permute(0, 1, {|MG0108:1|})]
        public partial class Net;
        """,
        "Permute(0, 1, 1) is not a permutation, since axis 1 occurs twice: name each axis of (B, T, D) once.",
        "[Model, Input(\"B\", \"T\", \"D\")] [Permute(0, 2, 1)] public partial class Net;");

    [Fact]
    public Task AxisMissing() => Verify("""
        [Model, Input("B", "T", "D")]
        [{|MG0108:Permute(1, 0)|}]
        public partial class Net;
        """,
        "Permute(1, 0) is not a permutation, since axis 2 of (B, T, D) is missing; "
            + "input 'input' on line 1 is (B, T, D): name each axis once.",
        "[Model, Input(\"B\", \"T\", \"D\")] [Permute(1, 0, 2)] public partial class Net;");

    [Fact]
    public Task NoSuchAxis() => Verify("""
        [Model, Input("B", "T", "D")]
        [Permute(0, 2, {|MG0108:3|})]
        public partial class Net;
        """,
        "Permute(0, 2, 3) asks for axis 3, but input 'input' on line 1 is (B, T, D): its axes are 0 to 2, or -3 to -1 from the end.");

    [Fact]
    public Task NotOfSizeOne() => Verify("""
        [Model, Input("B", 3, "T")]
        [Squeeze({|MG0108:1|})]
        public partial class Net;
        """,
        "Squeeze(1) removes an axis of size 1, but input 'input' on line 1 is (B, 3, T), with 3 there: "
            + "choose an axis of size 1, or take one item with Select(Axis = 1).",
        "[Model, Input(\"B\", 1, \"T\")] [Squeeze(1)] public partial class Net;");

    [Fact]
    public Task NoPlaceForAnAxis() => Verify("""
        [Model, Input("B", "T")]
        [Unsqueeze({|MG0108:4|})]
        public partial class Net;
        """,
        "Unsqueeze(4) puts a new axis at 4, but input 'input' on line 1 is (B, T): "
            + "a new axis can be at 0 to 2, or at -3 to -1 from the end.",
        "[Model, Input(\"B\", \"T\")] [Unsqueeze(2)] public partial class Net;");

    [Fact]
    public Task EndAfterTheEnd() => Verify("""
        [Model, Input("B", 8)]
        [Slice(Axis = 1, End = {|MG0108:10|})]
        public partial class Net;
        """,
        "Slice(Axis = 1, End = 10) ends at 10, but input 'input' on line 1 is (B, 8), with 8 along axis 1: "
            + "choose Start and End from 0 to 8, Start before End.",
        "[Model, Input(\"B\", 8)] [Slice(Axis = 1, End = 8)] public partial class Net;");

    [Fact]
    public Task StartBeforeTheStart() => Verify("""
        [Model, Input("B", 8)]
        [Slice(Axis = 1, Start = {|MG0108:-9|})]
        public partial class Net;
        """,
        "Slice(Axis = 1, Start = -9) starts before item 0, at -1, but input 'input' on line 1 is (B, 8), with 8 along axis 1: "
            + "choose Start and End from 0 to 8, Start before End.",
        "[Model, Input(\"B\", 8)] [Slice(Axis = 1, Start = -8, End = -1)] public partial class Net;");

    [Fact]
    public Task NothingLeft() => Verify("""
        [Model, Input("B", 8)]
        [Slice(Axis = 1, Start = 5, End = {|MG0108:5|})]
        public partial class Net;
        """,
        "Slice(Axis = 1, Start = 5, End = 5) takes nothing from 5 to 5, but input 'input' on line 1 is (B, 8), with 8 along axis 1: "
            + "choose Start and End from 0 to 8, Start before End.",
        "[Model, Input(\"B\", 8)] [Slice(Axis = 1, Start = 5, End = 6)] public partial class Net;");

    [Fact]
    public Task StepOfZero() => Verify("""
        [Model, Input("B", 8)]
        [Slice(Axis = 1, Step = {|MG0011:0|})]
        public partial class Net;
        """,
        "Slice's Step must be at least 1, not 0.");

    [Fact]
    public Task FewerCountsThanAxes() => Verify("""
        [Model, Input("B", "T", 8)]
        [{|MG0101:Repeat(2, 1)|}]
        public partial class Net;
        """,
        "Repeat(2, 1) has 2 counts, but input 'input' on line 1 is (B, T, 8): give one per axis, 1 for those that keep their size.",
        "[Model, Input(\"B\", \"T\", 8)] [Repeat(1, 2, 1)] public partial class Net;");

    [Fact]
    public Task ExpandsWhatIsLonger() => Verify("""
        [Model, Input("B", 3)]
        [Expand(-1, {|MG0113:6|})]
        public partial class Net;
        """,
        "Expand(-1, 6) stretches axes of size 1, but input 'input' on line 1 is (B, 3), with 3 where 6 is wanted: "
            + "keep it with -1, or copy it with Repeat.",
        "[Model, Input(\"B\", 1)] [Expand(-1, 6)] public partial class Net;");

    [Fact]
    public Task KeepsANewAxis() => Verify("""
        [Model, Input("B", 3)]
        [Expand({|MG0011:-1|}, -1, -1)]
        public partial class Net;
        """,
        "Axis 0 of Expand(-1, -1, -1) is new, so it has no size to keep: give it a size.",
        "[Model, Input(\"B\", 3)] [Expand(2, -1, -1)] public partial class Net;");

    [Fact]
    public Task MeansOfBooleans() => Verify("""
        [Model, Input("B", 3, Type = DType.Bool)]
        [{|MG0103:Sum(Axis = 1)|}]
        public partial class Net;
        """,
        "Sum(Axis = 1) takes numbers, but input 'input' (B, 3) is Bool on line 1: put Cast(DType.Int64) before it.",
        "[Model, Input(\"B\", 3, Type = DType.Bool)] [Cast(DType.Int64), Sum(Axis = 1)] public partial class Net;");

    [Fact]
    public Task CastToItself() => Verify("""
        [Model, Input("B", 3)]
        [{|MG0201:Cast(DType.Float)|}, Linear(2)]
        public partial class Net;
        """,
        "Cast(Float) has no effect, since input 'input' (B, 3) is Float already on line 1: remove it.",
        "[Model, Input(\"B\", 3, Type = DType.Bool)] [Cast(DType.Float), Linear(2)] public partial class Net;");

    [Fact]
    public Task CastToNothing() => Verify("""
        [Model, Input("B", 3)]
        [Cast({|MG0011:(DType)7|})]
        public partial class Net;
        """,
        "Cast's type has no value 7: write one of its names.");

    private static async Task Verify(string faulty, string message, string? correct = null)
    {
        await Diagnostics.Verify(faulty, message);
        if (correct is not null)
        {
            await Diagnostics.Verify(correct);
        }
    }
}
