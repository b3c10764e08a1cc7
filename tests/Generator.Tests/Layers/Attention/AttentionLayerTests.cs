using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>The code of attention with its options.</summary>
public sealed class AttentionLayerTests
{
    [Fact]
    public Task MultiHeadAttention() => Verify("""
        [Model, Input("B", "T", 16)]
        [MultiHeadAttention(4, Causal = true, Dropout = 0.1, Bias = false)]
        public partial class Net;
        """);

    [Fact]
    public Task MultiHeadAttention_Symbolic() => Verify("""
        [Model, Input("B", "T", "D")]
        [MultiHeadAttention("heads", HeadDim = 16)]
        public partial class Net;
        """);

    [Fact]
    public Task MultiHeadAttention_OverMemory() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", 16)] Stage x;
            [Input("B", "S", 24)] Stage memory;
            [Input("T", "S", Type = DType.Bool)] Stage mask;
            [Input("B", "S", Type = DType.Bool, Optional = true)] Stage padding;
            [From(nameof(x)), MultiHeadAttention(4, Memory = nameof(memory), Mask = nameof(mask), KeyPaddingMask = nameof(padding))] Stage attended;
        }
        """);

    [Fact]
    public Task MultiHeadAttention_Weights() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", 16)] Stage x;
            [MultiHeadAttention(4), Output] Stage attended;
            [From(nameof(attended) + ".weights"), Output] Stage weights;
        }
        """);

    [Fact]
    public Task ScaledDotProductAttention() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "heads", "T", "d")] Stage query;
            [Input("B", "heads", "S", "d")] Stage key;
            [Input("B", "heads", "S", "v")] Stage value;
            [Input("T", "S")] Stage bias;
            [From(nameof(query), nameof(key), nameof(value)), ScaledDotProductAttention(Mask = nameof(bias), Dropout = 0.1)] Stage attended;
        }
        """);

    [Fact]
    public Task ScaledDotProductAttention_Causal() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("...", "T", 8)] Stage query;
            [Input("...", "T", 8)] Stage key;
            [From(nameof(query), nameof(key), nameof(key)), ScaledDotProductAttention(Causal = true), Output] Stage attended;
            [From(nameof(attended) + ".weights"), Output] Stage weights;
        }
        """);

    [Fact]
    public Task MultiHeadAttention_Llama() => Verify("""
        [Model, Input("B", "T", 64)]
        [MultiHeadAttention(4, KeyValueHeads = 2, Rotary = true, Causal = true, Bias = false)]
        public partial class Net;
        """);

    [Fact]
    public Task MultiHeadAttention_GroupedSymbolic() => Verify("""
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

    private static Task Verify(string source, [CallerMemberName] string test = "") =>
        Snapshot.Verify(Compile.Generate(source), method: test);
}
