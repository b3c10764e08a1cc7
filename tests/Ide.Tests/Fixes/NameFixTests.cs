using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Ide.Tests.Fixes;

/// <summary>Fixes of misspelt names.</summary>
public sealed class NameFixTests
{
    [Theory]
    [InlineData("\"encodr\"", "\"encoder\"")]
    [InlineData("@\"encodr\"", "@\"encoder\"")]
    [InlineData("nameof(Encoder)", "nameof(encoder)")]
    [InlineData("nameof(Net.Encoder)", "nameof(Net.encoder)")]
    [InlineData("nameof(encoder) + \".lsmt.h\"", "nameof(encoder) + \".lstm.h\"")]
    [InlineData("\"encodr.lstm\"", "\"encoder.lstm\"")]
    public Task Stage(string wrong, string right) => CodeFix.Verify(
        "MG0007",
        wrong.Contains("lsmt") ? "Change 'lsmt' to 'lstm'"
            : wrong.Contains("encodr") ? "Change 'encodr' to 'encoder'"
            : "Change 'Encoder' to 'encoder'",
        $$"""
        [Model, Input("B", "T", 8)]
        public partial class Net
        {
            const int Encoder = 3;

            [Lstm(8)] Stage encoder;

            [Gru(4)] Stage decoder;

            [From({{wrong}} /* stays */), Relu] Stage result;
        }
        """,
        $$"""
        [Model, Input("B", "T", 8)]
        public partial class Net
        {
            const int Encoder = 3;

            [Lstm(8)] Stage encoder;

            [Gru(4)] Stage decoder;

            [From({{right}} /* stays */), Relu] Stage result;
        }
        """);

    [Fact]
    public Task StagesAtOnce() => CodeFix.VerifyAll(
        "MG0007",
        "Change 'memroy' to 'memory'",
        """
        [Model]
        public partial class Net
        {
            [Input("B", "S", 8)] Stage memory;
            [Input("B", "S", Type = DType.Bool, Optional = true)] Stage padding;
            [Input("B", "T", 8)] Stage target;

            [From("traget"), MultiHeadAttention(2, Memory = "memroy", KeyPaddingMask = "pading")] Stage read;
        }
        """,
        """
        [Model]
        public partial class Net
        {
            [Input("B", "S", 8)] Stage memory;
            [Input("B", "S", Type = DType.Bool, Optional = true)] Stage padding;
            [Input("B", "T", 8)] Stage target;

            [From("target"), MultiHeadAttention(2, Memory = "memory", KeyPaddingMask = "padding")] Stage read;
        }
        """);

    [Fact]
    public Task StageThatTheCompilerMisses() => CodeFix.Verify(
        "CS0103",
        "Change 'encodr' to 'encoder'",
        """
        [Model, Input("B", "T", 8)]
        public partial class Net
        {
            [Lstm(8)] Stage encoder;

            [From("input", nameof(encodr)), Add] Stage result;
        }
        """,
        """
        [Model, Input("B", "T", 8)]
        public partial class Net
        {
            [Lstm(8)] Stage encoder;

            [From("input", nameof(encoder)), Add] Stage result;
        }
        """);

    [Fact]
    public async Task OtherNamesOfTheCompilerAreItsOwn()
    {
        Assert.Empty(await CodeFix.Titles("CS0103", """
            [Model, Input("B", "T", 8)]
            public partial class Net
            {
                [Lstm(8)] Stage encoder;

                object Get() => nameof(encodr);
            }
            """));
        Assert.Empty(await CodeFix.Titles("CS0103", """class Other { int encoder = encodr; }"""));
    }

    [Fact]
    public async Task NothingIsOfferedForANameLikeNone() => Assert.Empty(await CodeFix.Titles("MG0007", """
        [Model, Input("B", 8)]
        public partial class Net
        {
            [Linear(8)] Stage encoder;
            [From("xyz"), Linear(4)] Stage result;
        }
        """));

    [Fact]
    public Task Symbol() => CodeFix.Verify(
        "MG0008",
        "Change 'hiden' to 'hidden'",
        """
        [Model, Input("B", "hidden")]
        [Linear("2 * hiden + hidden")]
        public partial class Net;
        """,
        """
        [Model, Input("B", "hidden")]
        [Linear("2 * hidden + hidden")]
        public partial class Net;
        """);

    [Fact]
    public Task SymbolIsDeclared() => CodeFix.Verify(
        "MG0008",
        "Declare [Dim(\"hiden\")]",
        """
        [Model, Input("B", "hidden")]
        [Linear("hiden")]
        public partial class Net;
        """,
        """
        [Model, Input("B", "hidden"), Dim("hiden")]
        [Linear("hiden")]
        public partial class Net;
        """);

    [Fact]
    public Task ParametersOfBlocks() => CodeFix.VerifyAll(
        "MG0008",
        "Change 'head' to 'heads'",
        """
        [Model, Input("B", "T", "D"), MultiHeadAttention("heads"), Linear("width"), Linear("D")]
        public partial class Part;

        [Model, Input("B", "T", 8), Block<Part>(With = "head = 2*head, widht = head")]
        public partial class Net;
        """,
        """
        [Model, Input("B", "T", "D"), MultiHeadAttention("heads"), Linear("width"), Linear("D")]
        public partial class Part;

        [Model, Input("B", "T", 8), Block<Part>(With = "heads = 2*head, width = head")]
        public partial class Net;
        """);

    [Fact]
    public Task SymbolOfAStatement() => CodeFix.Verify(
        "MG0201",
        "Change 'widht' to 'width'",
        """
        [Model, Input("B", "width"), Dim("widht", MultipleOf = 8), Linear(4)] public partial class Net;
        """,
        """
        [Model, Input("B", "width"), Dim("width", MultipleOf = 8), Linear(4)] public partial class Net;
        """);

    [Fact]
    public Task OutputOfTheLoss() => CodeFix.Verify(
        "MG0007",
        "Change 'score' to 'scores'",
        """
        [Model, Input("B", 8), CrossEntropyLoss(Of = "score")]
        public partial class Net
        {
            [Output, Linear(8)] Stage hidden;
            [Output, Linear(4)] Stage scores;
        }
        """,
        """
        [Model, Input("B", 8), CrossEntropyLoss(Of = "scores")]
        public partial class Net
        {
            [Output, Linear(8)] Stage hidden;
            [Output, Linear(4)] Stage scores;
        }
        """);

    [Fact]
    public Task MethodOfAModule() => CodeFix.Verify(
        "MG0020",
        "Change 'Creat' to 'Create'",
        """
        using TorchSharp;
        using static TorchSharp.torch;

        [Model, Input("B", 8), Module<nn.Module<Tensor, Tensor>>("B", 8, Create = "Creat")]
        public partial class Net
        {
            static nn.Module<Tensor, Tensor> Create() => nn.Identity();
        }
        """,
        """
        using TorchSharp;
        using static TorchSharp.torch;

        [Model, Input("B", 8), Module<nn.Module<Tensor, Tensor>>("B", 8, Create = "Create")]
        public partial class Net
        {
            static nn.Module<Tensor, Tensor> Create() => nn.Identity();
        }
        """);

    /// <summary>The compiler takes an unknown argument of an attribute for a type that it cannot find.</summary>
    [Theory]
    [InlineData("numLayers", "NumLayers")]
    [InlineData("Bidirectionl", "Bidirectional")]
    public Task Argument_of_a_layer(string wrong, string right) => CodeFix.Verify(
        "CS0246",
        $"Change '{wrong}' to '{right}'",
        $$"""[Model, Input("B", "T", 8), Lstm(8, {{wrong}} = {{(right == "NumLayers" ? "2" : "true")}} /* stays */), Linear(4)] public partial class Net;""",
        $$"""[Model, Input("B", "T", 8), Lstm(8, {{right}} = {{(right == "NumLayers" ? "2" : "true")}} /* stays */), Linear(4)] public partial class Net;""");

    [Theory]
    [InlineData("[Model, Input(\"B\", 8), Linear(4, Colour = 2)] public partial class Net;")]
    [InlineData("[Model, Input(\"B\", 8), Linear(4)] public partial class Net { Linaer field; }")]
    [InlineData("[System.Obsolete(IsErorr = true)] public class Other;")]
    public async Task Nothing_is_offered_for_other_unknown_types(string source) => Assert.Empty(await CodeFix.Titles("CS0246", source));
}
