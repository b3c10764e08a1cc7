using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>What attention with its options, and the layers of transformers, become.</summary>
public sealed class TransformerLayerTests
{
    [Fact]
    public Task MultiHeadAttention_Llama() => Verify("""
        [Model, Input("B", "T", 64)]
        [MultiHeadAttention(4, KeyValueHeads = 2, Rotary = true, Causal = true, Bias = false)]
        public partial class Net;
        """);

    [Fact]
    public Task MultiHeadAttention_Symbolic() => Verify("""
        [Model, Input("B", "T", "D")]
        [MultiHeadAttention("heads", KeyValueHeads = "groups", Rotary = true, RotaryBase = 500000, Causal = true, Window = "window", Scale = 0.25)]
        public partial class Net;
        """);

    [Fact]
    public Task RmsNorm() => Verify("""
        [Model, Input("...", "D")]
        [RmsNorm, RmsNorm(Eps = 1e-5), RmsNorm(Affine = false)]
        public partial class Net;
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

    private static Task Verify(string source, [System.Runtime.CompilerServices.CallerMemberName] string test = "") =>
        Snapshot.Verify(Compile.Generate(source), method: test);
}
