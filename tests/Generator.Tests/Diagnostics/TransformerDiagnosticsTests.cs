using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>What does not fit around attention with its options and the layers of transformers, and the corrected twins.</summary>
public sealed class TransformerDiagnosticsTests
{
    [Fact]
    public Task KeyValueHeadsDoNotDivideHeads() => Diagnostics.Verify("""
        [Model, Input("B", "T", 64)]
        [MultiHeadAttention(8, KeyValueHeads = {|MG0105:3|})]
        public partial class Net;
        """,
        "MultiHeadAttention(8, KeyValueHeads = 3) cannot share 3 key and value heads equally among 8 query heads: "
            + "choose KeyValueHeads that divides 8.");

    [Fact]
    public Task RotaryOverAnOddHead() => Diagnostics.Verify("""
        [Model, Input("B", "T", 36)]
        [MultiHeadAttention(4, Rotary = {|MG0105:true|})]
        public partial class Net;
        """,
        "MultiHeadAttention(4, Rotary = true) rotates pairs of features, but each head has 9: "
            + "choose heads, or HeadDim, so that it is even.");

    [Fact]
    public Task RotaryOverAnOddHeadDim() => Diagnostics.Verify("""
        [Model, Input("B", "T", 36)]
        [MultiHeadAttention(4, HeadDim = 7, Rotary = {|MG0105:true|})]
        public partial class Net;
        """,
        "MultiHeadAttention(4, HeadDim = 7, Rotary = true) rotates pairs of features, but each head has 7: "
            + "choose heads, or HeadDim, so that it is even.");

    [Fact]
    public Task WindowWithoutCausal() => Diagnostics.Verify("""
        [Model, Input("B", "T", 64)]
        [MultiHeadAttention(8, Window = {|MG0011:16|})]
        public partial class Net;
        """,
        "Window of MultiHeadAttention(8, Window = 16) limits how many earlier positions a position attends to, "
            + "but without Causal it attends to later ones too: set Causal = true, or use a Mask instead.");

    [Fact]
    public Task RotaryWithMemory() => Diagnostics.Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", 64)] Stage x;
            [Input("B", "S", 64)] Stage memory;
            [From(nameof(x)), MultiHeadAttention(8, Memory = nameof(memory), Rotary = {|MG0011:true|})] Stage attended;
        }
        """,
        "MultiHeadAttention(8, Memory = \"memory\", Rotary = true) uses rotary positions, "
            + "but its Memory is another sequence with positions of its own: use Rotary for self-attention only.");

    [Fact]
    public Task RotaryBaseWithoutRotary() => Diagnostics.Verify("""
        [Model, Input("B", "T", 64)]
        [MultiHeadAttention(8, RotaryBase = {|MG0201:500000|})]
        public partial class Net;
        """,
        "RotaryBase of MultiHeadAttention(8, RotaryBase = 500000) is for rotary positions only: set Rotary = true, or remove it.");

    [Fact]
    public Task OddRotaryDim() => Diagnostics.Verify("""
        [Model, Input("B", "T", 64)]
        [MultiHeadAttention(4, Rotary = true, RotaryDim = {|MG0105:7|})]
        public partial class Net;
        """,
        "MultiHeadAttention(4, Rotary = true, RotaryDim = 7) rotates pairs of features, but RotaryDim is 7: choose an even number.");

    [Fact]
    public Task RotaryDimAboveTheHead() => Diagnostics.Verify("""
        [Model, Input("B", "T", 64)]
        [MultiHeadAttention(4, Rotary = true, RotaryDim = {|MG0105:18|})]
        public partial class Net;
        """,
        "MultiHeadAttention(4, Rotary = true, RotaryDim = 18) turns 18 features of each head, but a head has only 16: "
            + "choose at most 16, or a larger HeadDim.");

    [Fact]
    public Task NtkOverOnePair() => Diagnostics.Verify("""
        [Model, Input("B", "T", 64)]
        [MultiHeadAttention(4, Rotary = true, RotaryDim = {|MG0105:2|}, RotaryScaling = RotaryScaling.Ntk, RotaryFactor = 2)]
        public partial class Net;
        """,
        "MultiHeadAttention(4, Rotary = true, RotaryDim = 2, RotaryScaling = Ntk, RotaryFactor = 2) slows the second and later pairs of "
            + "features, but only 2 features are rotated: rotate at least 4, or choose another RotaryScaling.");

    [Fact]
    public Task ScalingWithoutItsFactor() => Diagnostics.Verify("""
        [Model, Input("B", "T", 64)]
        [MultiHeadAttention(4, Rotary = true, RotaryScaling = {|MG0011:RotaryScaling.Llama3|})]
        public partial class Net;
        """,
        "RotaryScaling of MultiHeadAttention(4, Rotary = true, RotaryScaling = Llama3) is Llama3, which needs RotaryFactor and "
            + "RotaryContext: say how many times longer sequences may be, as in RotaryFactor = 8, RotaryContext = 8192.");

    [Fact]
    public Task ScalingWithoutItsContext() => Diagnostics.Verify("""
        [Model, Input("B", "T", 64)]
        [MultiHeadAttention(4, Rotary = true, RotaryScaling = {|MG0011:RotaryScaling.Yarn|}, RotaryFactor = 4)]
        public partial class Net;
        """,
        "RotaryScaling of MultiHeadAttention(4, Rotary = true, RotaryScaling = Yarn, RotaryFactor = 4) is Yarn, which needs RotaryContext: "
            + "say how long they were in training, as in RotaryContext = 8192.");

    [Fact]
    public Task FactorWithoutScaling() => Diagnostics.Verify("""
        [Model, Input("B", "T", 64)]
        [MultiHeadAttention(4, Rotary = true, RotaryFactor = {|MG0201:4|})]
        public partial class Net;
        """,
        "RotaryFactor of MultiHeadAttention(4, Rotary = true, RotaryFactor = 4) has no effect with no RotaryScaling: "
            + "it is for Linear, Ntk, Yarn or Llama3; set RotaryScaling, or remove it.");

    [Fact]
    public Task AnOptionOfAnotherScaling() => Diagnostics.Verify("""
        [Model, Input("B", "T", 64)]
        [MultiHeadAttention(4, Rotary = true, RotaryScaling = RotaryScaling.Llama3, RotaryFactor = 4, RotaryContext = 64, RotaryBetaFast = {|MG0201:16|})]
        public partial class Net;
        """,
        "RotaryBetaFast of MultiHeadAttention(4, Rotary = true, RotaryScaling = Llama3, RotaryFactor = 4, RotaryContext = 64, "
            + "RotaryBetaFast = 16) has no effect with RotaryScaling.Llama3: it is for Yarn; set RotaryScaling, or remove it.");

    [Fact]
    public Task FrequenciesOutOfOrder() => Diagnostics.Verify("""
        [Model, Input("B", "T", 64)]
        [MultiHeadAttention(4, Rotary = true, RotaryScaling = RotaryScaling.Llama3, RotaryFactor = 4, RotaryContext = 64, RotaryLowFrequency = {|MG0011:5|})]
        public partial class Net;
        """,
        "RotaryHighFrequency of MultiHeadAttention(4, Rotary = true, RotaryScaling = Llama3, RotaryFactor = 4, RotaryContext = 64, "
            + "RotaryLowFrequency = 5) must be above RotaryLowFrequency, but they are 4 and 5: "
            + "pairs of features that rotate more often than RotaryHighFrequency keep their frequency.");

    [Fact]
    public Task AlibiWithMemory() => Diagnostics.Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", 64)] Stage x;
            [Input("B", "S", 64)] Stage memory;
            [From(nameof(x)), MultiHeadAttention(8, Memory = nameof(memory), Alibi = {|MG0011:true|})] Stage attended;
        }
        """,
        "MultiHeadAttention(8, Memory = \"memory\", Alibi = true) lowers scores with the distance of the positions, "
            + "but its Memory is another sequence: use Alibi for self-attention only.");

    [Fact]
    public Task PositionsToldTwice() => Diagnostics.Verify("""
        [Model, Input("B", "T", 64)]
        [MultiHeadAttention(8, Rotary = true, Alibi = {|MG0220:true|})]
        public partial class Net;
        """,
        "MultiHeadAttention(8, Rotary = true, Alibi = true) encodes positions twice, with Rotary and with Alibi: keep one of the two.");

    [Fact]
    public Task CausalOverAnotherSequence() => Diagnostics.Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", 64)] Stage x;
            [Input("B", "S", 64)] Stage memory;
            [From(nameof(x)), MultiHeadAttention(8, Memory = nameof(memory), Causal = {|MG0221:true|})] Stage attended;
        }
        """,
        "MultiHeadAttention(8, Memory = \"memory\", Causal = true) lets step t of (B, T, 64) attend only to steps up to t of its Memory, "
            + "but input 'memory' on line 5 is (B, S, 64), a sequence of another length: "
            + "remove Causal, or give both sequences the same length.");

    [Fact]
    public Task CausalOverASequenceStepByStep() => Diagnostics.Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", 64)] Stage x;
            [Input("B", "T", 48)] Stage memory;
            [From(nameof(x)), MultiHeadAttention(8, Memory = nameof(memory), Causal = true)] Stage attended;
        }
        """);

    [Fact]
    public Task RotaryOptionsWithoutRotary() => Diagnostics.Verify("""
        [Model, Input("B", "T", 64)]
        [MultiHeadAttention(8, RotaryDim = {|MG0201:4|}, RotaryStyle = {|MG0201:RotaryStyle.Interleaved|})]
        public partial class Net;
        """);

    [Fact]
    public Task EpsWithoutTheNorm() => Diagnostics.Verify("""
        [Model, Input("B", "T", 64)]
        [MultiHeadAttention(8, QueryKeyNormEps = {|MG0201:1e-5|})]
        public partial class Net;
        """,
        "QueryKeyNormEps of MultiHeadAttention(8, QueryKeyNormEps = 1E-05) is for normalised queries and keys only: "
            + "set QueryKeyNorm = true, or remove it.");

    [Theory]
    [InlineData("[Input(\"B\", 2, 7, 7)] Stage mask;", "MG0113", "Mask of MultiHeadAttention(8, Mask = \"mask\") must be (B, 8, 7, 7), but input 'mask' on line 5 is (B, 2, 7, 7): axis 1 is 2 where the scores have 8; make it 8 or 1.")]
    [InlineData("[Input(7, 9, Type = DType.Bool)] Stage mask;", "MG0113", "Mask of MultiHeadAttention(8, Mask = \"mask\") must be (7, 7), but input 'mask' on line 5 is (7, 9): axis 1 is 9 where the scores have 7; make it 7 or 1.")]
    [InlineData("[Input(7)] Stage mask;", "MG0101", "Mask of MultiHeadAttention(8, Mask = \"mask\") must be (7, 7), (B, 7, 7) or (B, 8, 7, 7), but input 'mask' on line 5 is (7): give it one of these shapes, where an axis may be 1.")]
    [InlineData("[Input(7, 7, Type = DType.Int64)] Stage mask;", "MG0103", "Mask of MultiHeadAttention(8, Mask = \"mask\") must be Bool (true where attention is allowed) or Float (added to the scores), but input 'mask' on line 5 is (7, 7) of Int64: declare it with Type = DType.Bool.")]
    public Task MasksThatDoNotFit(string mask, string id, string message) => Diagnostics.Verify($$"""
        [Model]
        public partial class Net
        {
            [Input("B", 7, 64)] Stage x;
            {{mask}}
            [From(nameof(x)), MultiHeadAttention(8, Mask = {|{{id}}:nameof(mask)|})] Stage attended;
        }
        """,
        message);

    [Theory]
    [InlineData("Window = {|MG0010:0|}, Causal = true")]
    [InlineData("KeyValueHeads = {|MG0010:0|}")]
    [InlineData("Scale = {|MG0011:0|}")]
    [InlineData("Scale = {|MG0011:-1.0|}")]
    [InlineData("Rotary = true, RotaryBase = {|MG0011:0|}")]
    [InlineData("Rotary = true, RotaryDim = {|MG0010:0|}")]
    [InlineData("Rotary = true, RotaryScaling = RotaryScaling.Linear, RotaryFactor = {|MG0011:0.5|}")]
    [InlineData("Rotary = true, RotaryScaling = RotaryScaling.Yarn, RotaryFactor = 2, RotaryContext = {|MG0011:0|}")]
    [InlineData("Rotary = true, RotaryScaling = RotaryScaling.Yarn, RotaryFactor = 2, RotaryContext = 64, RotaryAttentionFactor = {|MG0011:0|}")]
    [InlineData("Rotary = true, RotaryBase = {|MG0011:1|}, RotaryScaling = RotaryScaling.Yarn, RotaryFactor = 2, RotaryContext = 64")]
    [InlineData("Rotary = true, RotaryScaling = RotaryScaling.Yarn, RotaryFactor = 2, RotaryContext = 64, RotaryBetaFast = {|MG0011:1|}")]
    [InlineData("QueryKeyNorm = true, QueryKeyNormEps = {|MG0011:0|}")]
    public Task OptionsOutOfRange(string options) => Diagnostics.Verify($$"""
        [Model, Input("B", "T", 64)]
        [MultiHeadAttention(8, {{options}})]
        public partial class Net;
        """);

    [Theory]
    [InlineData("KeyValueHeads = 2")]
    [InlineData("KeyValueHeads = 1, Causal = true, Window = 16")]
    [InlineData("HeadDim = 6, Rotary = true, RotaryBase = 500000")]
    [InlineData("Scale = 1")]
    [InlineData("Alibi = true, Causal = true, Window = 8")]
    [InlineData("Bias = false, OutputBias = true")]
    [InlineData("QueryKeyNorm = true, OutputBias = false, Rotary = true, RotaryDim = 4, RotaryStyle = RotaryStyle.Interleaved")]
    [InlineData("Rotary = true, RotaryScaling = RotaryScaling.None")]
    [InlineData("Rotary = true, RotaryScaling = RotaryScaling.Linear, RotaryFactor = 1")]
    [InlineData("Rotary = true, RotaryDim = \"D\", RotaryScaling = RotaryScaling.Ntk, RotaryFactor = 2")]
    [InlineData("Rotary = true, RotaryScaling = RotaryScaling.Yarn, RotaryFactor = 4, RotaryContext = 4096")]
    [InlineData("Rotary = true, RotaryScaling = RotaryScaling.Llama3, RotaryFactor = 32, RotaryContext = 8192, RotaryLowFrequency = 2, RotaryHighFrequency = 4")]
    public Task FittingOptions(string options) => Diagnostics.Verify($$"""
        [Model, Input("B", "T", 64)]
        [MultiHeadAttention(8, {{options}})]
        public partial class Net;
        """);

    [Theory]
    [InlineData("RmsNorm(Eps = {|MG0011:0|})")]
    [InlineData("GatedFeedForward({|MG0010:0|})")]
    [InlineData("GatedFeedForward(8, Dropout = {|MG0011:2|})")]
    [InlineData("{|MG0018:TransformerDecoderLayer(8, 64)|}")]
    [InlineData("TransformerEncoderLayer(8, 64, Eps = {|MG0011:0|})")]
    [InlineData("TransformerEncoderLayer({|MG0105:7|}, 64)")]
    public Task LayersOutOfRange(string layer) => Diagnostics.Verify($$"""
        [Model, Input("B", "T", 64)]
        [{{layer}}]
        public partial class Net;
        """);

    [Fact]
    public Task EncoderLayerHeads() => Diagnostics.Verify("""
        [Model, Input("B", "T", 512)]
        [TransformerEncoderLayer({|MG0105:12|}, 2048)]
        public partial class Net;
        """,
        "TransformerEncoderLayer(12, 2048) cannot split 512 features into 12 equal heads, and input 'input' on line 1 is (B, T, 512): "
            + "choose a number of heads that divides 512.");

    [Fact]
    public Task EncoderLayerOverTwoAxes() => Diagnostics.Verify("""
        [Model, Input("B", 512)]
        [{|MG0101:TransformerEncoderLayer(8, 2048)|}]
        public partial class Net;
        """,
        "TransformerEncoderLayer(8, 2048) takes (B, T, D), 3 axes, but input 'input' on line 1 is (B, 512): "
            + "declare input 'input' as (B, T, 512).");

    [Fact]
    public Task DecoderLayerOverAnotherWidth() => Diagnostics.Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", 64)] Stage x;
            [Input("B", "S", 48)] Stage memory;
            [From(nameof(x)), TransformerDecoderLayer(8, 256, Memory = {|MG0113:nameof(memory)|})] Stage decoded;
        }
        """,
        "TransformerDecoderLayer(8, 256, Memory = \"memory\") works on (B, T, 64) but its Memory input 'memory' on line 5 is (B, S, 48): "
            + "both must have 64 features; put Linear(64) after the encoder.");

    [Fact]
    public Task MasksOfTheOtherSequence() => Diagnostics.Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", 7, 64)] Stage x;
            [Input("B", 9, 64)] Stage memory;
            [Input("B", 9, Type = DType.Bool)] Stage padding;
            [From(nameof(x)), TransformerDecoderLayer(8, 256, Memory = nameof(memory), KeyPaddingMask = {|MG0113:nameof(padding)|})] Stage decoded;
        }
        """,
        "KeyPaddingMask of TransformerDecoderLayer(8, 256, Memory = \"memory\", KeyPaddingMask = \"padding\") must be (B, 7), "
            + "but input 'padding' on line 6 is (B, 9): axis 1 is 9 where the scores have 7; make it 7 or 1.");

    [Fact]
    public Task AFittingEncoderAndDecoder() => Diagnostics.Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", 7, 64)] Stage x;
            [Input("B", 9, 48)] Stage source;
            [Input("B", 9, Type = DType.Bool, Optional = true)] Stage padding;
            [From(nameof(source)), TransformerEncoderLayer(8, 256, KeyPaddingMask = nameof(padding)), Linear(64)] Stage memory;
            [From(nameof(x)), TransformerDecoderLayer(8, 256, Memory = nameof(memory), MemoryKeyPaddingMask = nameof(padding))] Stage decoded;
        }
        """);
}
