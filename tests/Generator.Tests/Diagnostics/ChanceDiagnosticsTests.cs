using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>MG0215: what runs only where two sizes happen to be equal. The usual mistakes are in <see cref="ChancePrograms"/>.</summary>
public sealed class ChanceDiagnosticsTests
{
    [Fact]
    public Task TheSequenceOfEachItemIsSqueezed() => Diagnostics.Verify(
        """[Model, Input("B", "T"), Squeeze({|MG0215:1|})] public partial class Net;""",
        "Squeeze(1) removes an axis of size 1, but input 'input' on line 1 is (B, T), with T there: choose an axis of size 1, "
            + "or take one item with Select(Axis = 1); otherwise it runs only where T = 1 (if that always holds, declare the number).");

    /// <summary>The layers that take what follows, or ask the same again, say nothing more.</summary>
    [Fact]
    public Task OneMistakeIsToldOnce() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net
        {
            [Input("B", "T", 8)] Stage a;
            [Input("B", "S", 8)] Stage b;
            [From(nameof(a), nameof(b)), {|MG0215:Add|}] Stage sum;
            [From(nameof(b), nameof(a)), Multiply] Stage product;
            [From(nameof(sum), nameof(product)), Add] Stage both;
        }
        """,
        "Add joins input 'a' (B, T, 8) and input 'b' (B, S, 8) on line 5: bring both to the same shape; "
            + "otherwise it runs only where T = S (if that always holds, use the same symbol for both axes).");

    [Fact]
    public Task ABlockIsGivenTwoLengths() => Diagnostics.Verify(
        """
        [Model]
        public partial class Pair
        {
            [Input("B", "T", 8)] Stage a;
            [Input("B", "T", 8)] Stage b;
            [From(nameof(a), nameof(b)), Add] Stage y;
        }

        [Model]
        public partial class Net
        {
            [Input("B", "T", 8)] Stage x;
            [Input("B", "S", 8)] Stage z;
            [From(nameof(x)), Block<Pair>(Inputs = new[] { {|MG0215:nameof(z)|} })] Stage y;
        }
        """,
        "Block<Pair>(Inputs = [\"z\"]) does not fit: Pair takes (B, T, 8) as 'b', but input 'z' on line 13 is (B, S, 8): "
            + "axis 1 must be T, not S; otherwise it runs only where T = S (if that always holds, use the same symbol for both axes).");

    [Fact]
    public Task ACellIsNamedAsWellAsAState() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net
        {
            [Input("B", "S", 8)] Stage source;
            [Input("B", "T", 8)] Stage target;
            [From(nameof(source)), Lstm(64)] Stage encoder;
            [From(nameof(target)), Lstm(64, InitialHidden = nameof(encoder) + ".h", InitialCell = {|MG0215:nameof(encoder)|})] Stage decoded;
        }
        """,
        "InitialCell of Lstm(64, InitialHidden = \"encoder.h\", InitialCell = \"encoder\") must be (1, B, 64), "
            + "layers times directions by batch by hidden units, but 'encoder' is (B, S, 64) after Lstm(64) on line 6: "
            + "name its final state, nameof(encoder) + \".c\", and not its outputs; "
            + "otherwise it runs only where B = 1 and B = S (if that always holds, use the same symbol for both axes).");

    /// <summary>What only the caller knows, what the constructor is given, and what is proved.</summary>
    [Fact]
    public Task OtherComparisonsAreLeftAlone() => Diagnostics.Verify(
        """
        [Model]
        public partial class Composite
        {
            [Input("B", "2*T", 8)] Stage a;
            [Input("B", "S", 8)] Stage b;
            [From(nameof(a), nameof(b)), Concat] Stage y;
        }

        [Model]
        public partial class Halved
        {
            [Input("B", 4, "H", "W")] Stage map;
            [MaxPool(2), Upsample(2)] Stage small;
            [From(nameof(map), nameof(small)), Concat(Axis = 1)] Stage y;
        }

        [Model, Input("B", "D"), Linear("E"), Residual] public partial class Parameters;

        [Model]
        public partial class OneName
        {
            [Input("B", "T", 8)] Stage a;
            [Input("B", "T", 8)] Stage b;
            [Input("B", 1, 8)] Stage c;
            [Output, From(nameof(a), nameof(b)), Concat] Stage wide;
            [Output, From(nameof(a), nameof(c)), Add(Broadcast = true)] Stage shifted;
        }

        [Model]
        public partial class Attending
        {
            [Input("B", "T", 8)] Stage x;
            [Input("B", "S", 8)] Stage memory;
            [Input("B", 1, "T", "S", Type = DType.Bool)] Stage mask;
            [From(nameof(x)), MultiHeadAttention(2, Memory = nameof(memory), Mask = nameof(mask))] Stage y;
            [Linear(8)] Stage z;
        }
        """);
}
