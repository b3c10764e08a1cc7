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
    public Task MultiHeadAttention_Scaled() => Verify("""
        [Model, Input("B", "T", 64)]
        [MultiHeadAttention(4, Causal = true, Rotary = true, RotaryBase = 500000, RotaryScaling = RotaryScaling.Llama3, RotaryFactor = 32, RotaryContext = 8192),
         MultiHeadAttention(4, Rotary = true, RotaryScaling = RotaryScaling.Linear, RotaryFactor = 2.5),
         MultiHeadAttention(4, Rotary = true, RotaryScaling = RotaryScaling.Ntk, RotaryFactor = 4),
         MultiHeadAttention(4, Rotary = true, RotaryScaling = RotaryScaling.Yarn, RotaryFactor = 4, RotaryContext = 4096, RotaryBetaFast = 16, RotaryBetaSlow = 2, RotaryAttentionFactor = 1)]
        public partial class Net;
        """);

    [Fact]
    public Task MultiHeadAttention_PartlyTurned() => Verify("""
        [Model, Input("B", "T", "D")]
        [MultiHeadAttention(4, Rotary = true, RotaryDim = "turning", RotaryStyle = RotaryStyle.Interleaved)]
        public partial class Net;
        """);

    [Fact]
    public Task MultiHeadAttention_Qwen() => Verify("""
        [Model, Input("B", "T", 64)]
        [MultiHeadAttention(4, HeadDim = 24, KeyValueHeads = 2, Causal = true, Rotary = true, OutputBias = false),
         MultiHeadAttention(4, HeadDim = 24, KeyValueHeads = 2, Causal = true, Rotary = true, Bias = false, QueryKeyNorm = true, QueryKeyNormEps = 1e-5),
         MultiHeadAttention(4, Bias = false, OutputBias = true)]
        public partial class Net;
        """);

    [Fact]
    public Task MultiHeadAttention_Alibi() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", 64)] Stage x;
            [Input("B", 1, "T", "T")] Stage added;
            [Input("B", "T", Type = DType.Bool, Optional = true)] Stage padding;
            [From(nameof(x)), MultiHeadAttention(12, HeadDim = 16, Alibi = true, Causal = true, Mask = nameof(added), KeyPaddingMask = nameof(padding))] Stage attended;
        }
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
