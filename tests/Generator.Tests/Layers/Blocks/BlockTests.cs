using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>Models used as layers of others.</summary>
public sealed class BlockTests
{
    private const string _layer = """
        [Model, Input("B", "T", "D")]
        [Dim("expansion", Default = 4)]
        public partial class Layer
        {
            [MultiHeadAttention("heads"), Residual] Stage attention;
            [FeedForward("expansion*D"), Residual] Stage feedForward;
        }
        """;

    private const string _decoder = """
        [Model]
        public partial class Decoder
        {
            [Input("B", "T", "D")] Stage x;
            [Input("B", "S", "E")] Stage memory;
            [Input("B", "S", Type = DType.Bool, Optional = true)] Stage padding;
            [From(nameof(x)), MultiHeadAttention(2, Memory = nameof(memory), KeyPaddingMask = nameof(padding)), Residual] Stage attended;
        }
        """;

    [Fact]
    public Task ParametersWithWith() => Verify("""
        [Model, Input("B", "T", 8)]
        [Block<Layer>(6, With = "heads = 2, expansion = 3")]
        public partial class Net;
        """, _layer);

    [Fact]
    public Task EachCopyOfItsOwnSize() => Verify("""
        [Model, Input("B", 8)]
        [Block<Step>(3, With = "width = [16, 32, H]")]
        public partial class Net;
        """, """
        [Model, Input("B", "D"), Linear("width"), Relu]
        public partial class Step;
        """);

    [Fact]
    public Task AdoptedParameters() => Verify("""
        [Model, Input("B", "T", "D")]
        [Block<Layer>("depth")]
        [Dim("depth", Default = 12)]
        public partial class Net;
        """, _layer);

    [Fact]
    public Task FurtherInputs() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", 8)] Stage target;
            [Input("B", "S", 4)] Stage source;
            [Input("B", "S", Type = DType.Bool, Optional = true)] Stage padding;
            [From(nameof(source)), Linear(6)] Stage memory;
            [From(nameof(target)), Block<Decoder>(2, Inputs = new[] { nameof(memory), nameof(padding) })] Stage deep;
            [Block<Decoder>(Inputs = new[] { nameof(memory) }), Linear(3)] Stage logits;
        }
        """, _decoder);

    [Fact]
    public Task RepeatedOnItself() => Verify("""
        [Model, Input("B", "T", 8)]
        [Linear(8), Block<Decoder>(3, Inputs = new[] { "linear" })]
        public partial class Net;
        """, _decoder);

    [Fact]
    public Task SeveralOutputs() => Verify("""
        [Model, Input("B", 8), Block<Heads>]
        public partial class Net;
        """, """
        [Model, Input("B", "D")]
        public partial class Heads
        {
            [Linear("D"), Output] Stage mean;
            [From("input"), Linear("D"), Output] Stage scale;
        }
        """);

    [Fact]
    public Task LeadingAxes() => Verify("""
        [Model, Input("B", "T", "H", 8), Block<Dense>(2), Block<Dense>]
        public partial class Net;
        """, """
        [Model, Input("...", "D"), Linear("D")]
        public partial class Dense;
        """);

    [Fact]
    public Task OpenAtTheCall() => Verify("""
        [Model, Input("B", "T", 8), Block<Pairs>]
        public partial class Net;
        """, """
        [Model, Input("B", "2*N", "D"), Linear("D")]
        public partial class Pairs;
        """);

    [Fact]
    public Task OfAnotherAssembly()
    {
        MetadataReference library = Compile.Library(
            "namespace Parts; [Model, Input(\"B\", \"D\"), Linear(\"D\")] public partial class Dense;");
        return Snapshot.Verify(Compile.Generate(
            """
            [Model, Input("B", 8), Block<Parts.Dense>(2)]
            public partial class Net;
            """,
            new CompileOptions { References = [library] }));
    }

    [Fact]
    public Task GenericBlock() => Verify("""
        [Model, Input("B", 8), Block<Dense<int>>]
        public partial class Net;
        """, """
        [Model, Input("B", "D"), Linear("D")]
        public partial class Dense<T>;
        """);


    private static Task Verify(string source, string block, [CallerMemberName] string test = "") =>
        Snapshot.Verify(Compile.Generate([source, block]), method: test);
}
