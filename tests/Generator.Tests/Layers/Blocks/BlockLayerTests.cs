using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>The code of layers that are made of other layers.</summary>
public sealed class BlockLayerTests
{
    [Fact]
    public Task FeedForward() => Verify("""
        [Model, Input("B", "T", "D")]
        [FeedForward("4*D", Activation = Activation.GeluTanh, Dropout = 0.1)]
        public partial class Net;
        """);

    [Fact]
    public Task Block() => Verify(
        """
        [Model, Input("B", 3)]
        [Block<Layer>, Linear(2)]
        public partial class Net;
        """,
        """
        [Model, Input("B", "D"), Linear("D"), Relu]
        public partial class Layer;
        """);

    [Fact]
    public Task Block_Repeated() => Verify(
        """
        [Model, Input("B", 3)]
        [Linear(8), Block<Layer>("depth"), Linear(2)]
        public partial class Net;
        """,
        """
        [Model, Input("B", "D"), Linear("D"), Relu]
        public partial class Layer;
        """);

    [Fact]
    public Task GatedFeedForward() => Verify("""
        [Model, Input("B", "T", "D")]
        [GatedFeedForward("hidden"), GatedFeedForward(32, Activation = Activation.Gelu, Dropout = 0.1, Bias = true)]
        public partial class Net;
        """);

    [Fact]
    public Task TransformerEncoderLayer() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", 16)] Stage x;
            [Input("T", "T", Type = DType.Bool)] Stage mask;
            [Input("B", "T", Type = DType.Bool, Optional = true)] Stage padding;
            [From(nameof(x)), TransformerEncoderLayer(4, 64), TransformerEncoderLayer(4, 64, Mask = nameof(mask), KeyPaddingMask = nameof(padding), NormFirst = true)] Stage encoded;
        }
        """);

    [Fact]
    public Task TransformerDecoderLayer() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", "D")] Stage x;
            [Input("B", "S", "D")] Stage memory;
            [Input("B", "S", Type = DType.Bool, Optional = true)] Stage padding;
            [From(nameof(x)), TransformerDecoderLayer("heads", "4*D", Memory = nameof(memory), MemoryKeyPaddingMask = nameof(padding), Causal = true, Activation = Activation.Gelu, Bias = false)] Stage decoded;
        }
        """);

    private static Task Verify(string source, string? block = null, [CallerMemberName] string test = "") =>
        Snapshot.Verify(Compile.Generate(block is null ? [source] : [source, block]), method: test);
}
