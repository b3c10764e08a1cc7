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
        "MultiHeadAttention(8, KeyValueHeads = 3) cannot share 3 key and value heads equally among 8 query heads: choose KeyValueHeads that divides 8.");

    [Fact]
    public Task RotaryOverAnOddHead() => Diagnostics.Verify("""
        [Model, Input("B", "T", 36)]
        [MultiHeadAttention(4, Rotary = {|MG0105:true|})]
        public partial class Net;
        """,
        "MultiHeadAttention(4, Rotary = true) turns pairs of features, but each head has 9: choose heads, or HeadDim, so that it is even.");

    [Fact]
    public Task RotaryOverAnOddHeadDim() => Diagnostics.Verify("""
        [Model, Input("B", "T", 36)]
        [MultiHeadAttention(4, HeadDim = 7, Rotary = {|MG0105:true|})]
        public partial class Net;
        """,
        "MultiHeadAttention(4, HeadDim = 7, Rotary = true) turns pairs of features, but each head has 7: choose heads, or HeadDim, so that it is even.");

    [Fact]
    public Task WindowWithoutCausal() => Diagnostics.Verify("""
        [Model, Input("B", "T", 64)]
        [MultiHeadAttention(8, Window = {|MG0011:16|})]
        public partial class Net;
        """,
        "Window of MultiHeadAttention(8, Window = 16) counts the positions up to t that t sees, but without Causal it sees later ones too: set Causal = true, or give a Mask instead.");

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
        "MultiHeadAttention(8, Memory = \"memory\", Rotary = true) turns queries and keys by their distance, but the positions of its Memory are those of another sequence: leave Rotary to attention over the input itself.");

    [Fact]
    public Task RotaryBaseWithoutRotary() => Diagnostics.Verify("""
        [Model, Input("B", "T", 64)]
        [MultiHeadAttention(8, RotaryBase = {|MG0201:500000|})]
        public partial class Net;
        """,
        "RotaryBase of MultiHeadAttention(8, RotaryBase = 500000) is for rotary positions only: set Rotary = true, or remove it.");

    [Theory]
    [InlineData("Window = {|MG0010:0|}, Causal = true")]
    [InlineData("KeyValueHeads = {|MG0010:0|}")]
    [InlineData("Scale = {|MG0011:0|}")]
    [InlineData("Scale = {|MG0011:-1.0|}")]
    [InlineData("Rotary = true, RotaryBase = {|MG0011:0|}")]
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
        "TransformerEncoderLayer(12, 2048) cannot split 512 features into 12 equal heads, and input 'input' on line 1 is (B, T, 512): choose a number of heads that divides 512.");

    [Fact]
    public Task EncoderLayerOverTwoAxes() => Diagnostics.Verify("""
        [Model, Input("B", 512)]
        [{|MG0101:TransformerEncoderLayer(8, 2048)|}]
        public partial class Net;
        """,
        "TransformerEncoderLayer(8, 2048) takes (B, T, D), 3 axes, but input 'input' on line 1 is (B, 512): give it one batch axis, one time axis and one feature axis.");

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
        "TransformerDecoderLayer(8, 256, Memory = \"memory\") works on (B, T, 64) but its Memory input 'memory' on line 5 is (B, S, 48): both must have 64 features; put Linear(64) after the encoder.");

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
        "KeyPaddingMask of TransformerDecoderLayer(8, 256, Memory = \"memory\", KeyPaddingMask = \"padding\") must be (B, 7), but input 'padding' on line 6 is (B, 9): axis 1 is 9 where the scores have 7; make it 7 or 1.");

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
