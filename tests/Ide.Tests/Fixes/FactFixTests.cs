using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ModelGen.Ide.Tests.Fixes;

/// <summary>Fixes that state what would prove an open comparison.</summary>
public sealed class FactFixTests
{
    [Fact]
    public Task Multiple() => CodeFix.Verify(
        "MG0140",
        "State that D is a multiple of 8",
        """
        [Model]
        [Input("B", "T", "D")]
        public partial class Block
        {
            [MultiHeadAttention(8), Residual] Stage attention;
        }
        """,
        """
        [Model]
        [Input("B", "T", "D")]
        [Dim("D", MultipleOf = 8)]
        public partial class Block
        {
            [MultiHeadAttention(8), Residual] Stage attention;
        }
        """);

    [Fact]
    public Task MultipleThatIsLeft() => CodeFix.Verify(
        "MG0140",
        "State that D is a multiple of 2",
        """[Model, Input("B", "T", "4*D"), MultiHeadAttention(8)] public partial class Block;""",
        """[Model, Input("B", "T", "4*D"), Dim("D", MultipleOf = 2), MultiHeadAttention(8)] public partial class Block;""");

    [Fact]
    public Task MultipleOfASymbol() => CodeFix.Verify(
        "MG0140",
        "State that D is a multiple of heads",
        """[Model, Input("B", "T", "D"), MultiHeadAttention("heads")] public partial class Block;""",
        """[Model, Input("B", "T", "D"), Dim("D", MultipleOf = "heads"), MultiHeadAttention("heads")] public partial class Block;""");

    [Fact]
    public Task ThreeFactsOfTwoStatements() => CodeFix.VerifyAll(
        "MG0140",
        "State that D is a multiple of 8",
        """
        [Model]
        [Input("B", "T", "D")]
        [Dim("E", Default = 60, MultipleOf = 4)]    // width of the second
        [MultiHeadAttention(8), MultiHeadAttention(12), Linear("E"), MultiHeadAttention(6)]
        public partial class Block;
        """,
        """
        [Model]
        [Input("B", "T", "D")]
        [Dim("E", Default = 60, MultipleOf = 12)]    // width of the second
        [Dim("D", MultipleOf = 24)]
        [MultiHeadAttention(8), MultiHeadAttention(12), Linear("E"), MultiHeadAttention(6)]
        public partial class Block;
        """);

    [Fact]
    public Task Least() => CodeFix.Verify(
        "MG0140",
        "State that T is at least 5",
        """
        [Model, Input("B", 8, "T"), Dim("T", Max = 100)]
        [Conv(4, Kernel = 5)]
        public partial class Net;
        """,
        """
        [Model, Input("B", 8, "T"), Dim("T", Max = 100, Min = 5)]
        [Conv(4, Kernel = 5)]
        public partial class Net;
        """);

    [Fact]
    public Task LeastSizesAtOnce() => CodeFix.VerifyAll(
        "MG0140",
        "State that H is at least 3",
        """
        [Model, Input("B", 8, "H", "W"), Dim("W", Min = 2)]
        [Conv(4, Kernel = 3)]
        public partial class Net;
        """,
        """
        [Model, Input("B", 8, "H", "W"), Dim("W", Min = 3), Dim("H", Min = 3)]
        [Conv(4, Kernel = 3)]
        public partial class Net;
        """);

    [Fact]
    public Task Most() => CodeFix.Verify(
        "MG0140",
        "State that K is at most 1024",
        """
        [Model, Input("B", 1024)]
        [Slice(Axis = 1, End = "K")]
        public partial class Net;
        """,
        """
        [Model, Input("B", 1024), Dim("K", Max = 1024)]
        [Slice(Axis = 1, End = "K")]
        public partial class Net;
        """);

    [Theory]
    [InlineData("Default = 12")]
    [InlineData("MultipleOf = \"heads\"")]
    public async Task NothingThatContradictsWhatIsStated(string stated) => Assert.Empty(await CodeFix.Titles(
        "MG0140",
        $$"""[Model, Input("B", "T", "D"), Dim("D", {{stated}}), MultiHeadAttention(8), Linear("heads")] public partial class Block;"""));

    [Fact]
    public async Task NothingIfNoSingleFactIsEnough() => Assert.Empty(await CodeFix.Titles(
        "MG0140",
        """[Model, Input("B", "S", "T"), Linear(4, In = "S")] public partial class Net;"""));

    [Fact]
    public async Task NoBuildShowsIt()
    {
        var diagnostics = await IdeProject.Diagnostics(IdeProject.Open("""[Model, Input("B", "T", "D"), MultiHeadAttention(8)] public partial class Net;"""), withHidden: true);
        var diagnostic = Assert.Single(diagnostics);
        Assert.Equal(("MG0140", DiagnosticSeverity.Hidden), (diagnostic.Id, diagnostic.Severity));
        Assert.Equal(
            "MultiHeadAttention(8) needs its D features to divide by 8 heads, which is checked at run time: "
                + "if D is a multiple of 8 in every use, state it with [Dim] to have it proved.",
            diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }
}
