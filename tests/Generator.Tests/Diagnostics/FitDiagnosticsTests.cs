using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>
/// Blocks, sums, masks, states and losses that do not fit what they are given. Where a repair is obvious, the repaired
/// declaration follows and is silent.
/// </summary>
public sealed class FitDiagnosticsTests
{
    [Fact]
    public async Task BlockRepeat()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Linear("2*D")]
            public partial class Inner;
            [Model, Input("B", 4)]
            [Block<Inner>({|MG0110:3|})]
            public partial class Net;
            """,
            "Block<Inner>(3) repeats Inner, but it maps (B, 4) to (B, 8), so a second copy would not fit: "
                + "make Inner keep its input's shape, or use a single copy.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Linear("2*D")]
            public partial class Inner;
            [Model, Input("B", 4)]
            [Block<Inner>]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task BlockRepeatTwoOutputs()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Inner { [Input("B", "D")] Stage x; [Linear("D"), Output] Stage a; [Linear("D"), Output] Stage b; }
            [Model, Input("B", 4), Block<Inner>({|MG0110:3|})]
            public partial class Net;
            """,
            "Block<Inner>(3) repeats Inner, which has 2 outputs, so the input of a second copy is ambiguous: "
                + "give it one, or use a single copy.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Inner { [Input("B", "D")] Stage x; [Linear("D"), Output] Stage a; [Linear("D"), Output] Stage b; }
            [Model, Input("B", 4), Block<Inner>]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task BlockWidth()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 128), Linear(128)]
            public partial class Inner;
            [Model, Input("B", 64)]
            [{|MG0111:Block<Inner>|}]
            public partial class Net;
            """,
            "Block<Inner> does not fit: "
                + "Inner takes (B, 128) as 'input', but input 'input' on line 3 is (B, 64): axis 1 must be 128, not 64.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 128), Linear(128)]
            public partial class Inner;
            [Model, Input("B", 128)]
            [Block<Inner>]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task BlockRank()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "T", "D"), Linear(128)]
            public partial class Inner;
            [Model, Input("B", 64), {|MG0111:Block<Inner>|}]
            public partial class Net;
            """,
            "Block<Inner> does not fit: Inner takes (B, T, D) as 'input', but input 'input' on line 3 is (B, 64): give it 3 axes.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "T", "D"), Linear(128)]
            public partial class Inner;
            [Model, Input("B", 7, 64), Block<Inner>]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task BlockType()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "T", Type = DType.Int64), Embedding(5, 3)]
            public partial class Inner;
            [Model, Input("B", 64), {|MG0111:Block<Inner>|}]
            public partial class Net;
            """,
            "Block<Inner> does not fit: "
                + "Inner takes (B, T) of Int64 as 'input', but input 'input' on line 3 is (B, 64) of Float: make both of one type.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "T", Type = DType.Int64), Embedding(5, 3)]
            public partial class Inner;
            [Model, Input("B", 64, Type = DType.Int64), Block<Inner>]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task BlockSame()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D", "D"), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 3, 4), {|MG0111:Block<Inner>|}]
            public partial class Net;
            """,
            "Block<Inner> does not fit: Inner takes (B, D, D) as 'input', where D is 3 here, "
                + "but input 'input' on line 3 is (B, 3, 4): axis 2 must be 3, not 4.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D", "D"), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 3, 3), Block<Inner>]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task BlockExpression()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "2*D"), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 5), {|MG0111:Block<Inner>|}]
            public partial class Net;
            """,
            "Block<Inner> does not fit: "
                + "Inner takes (B, 2*D) as 'input', but input 'input' on line 3 is (B, 5): no D makes 2*D equal to 5.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "2*D"), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 6), Block<Inner>]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task BlockHeads()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "T", "D"), MultiHeadAttention(8)]
            public partial class Inner;
            [Model, Input("B", "T", 100)]
            [{|MG0111:Block<Inner>(2)|}]
            public partial class Net;
            """,
            "Block<Inner>(2) does not fit: input 'input' on line 3 is (B, T, 100), but in Inner MultiHeadAttention(8) needs its D features "
                + "to divide by 8 heads, and 8 does not divide 100; change what it is given, or Inner.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "T", "D"), MultiHeadAttention(8)]
            public partial class Inner;
            [Model, Input("B", "T", 104)]
            [Block<Inner>(2)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task BlockMultiple()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Dim("D", MultipleOf = 8), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 100), {|MG0111:Block<Inner>|}]
            public partial class Net;
            """,
            "Block<Inner> does not fit: input 'input' on line 3 is (B, 100), but in Inner D must be a multiple of 8, "
                + "and 8 does not divide 100; change what it is given, or Inner.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Dim("D", MultipleOf = 8), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 104), Block<Inner>]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task BlockMin()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Dim("D", Min = 8, Max = 16), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 4), {|MG0111:Block<Inner>|}]
            public partial class Net;
            """,
            "Block<Inner> does not fit: Inner needs D to be at least 8, and here it is 4: "
                + "change what the block is given, or [Dim(\"D\")] of Inner.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Dim("D", Min = 8, Max = 16), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 8), Block<Inner>]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task BlockMax()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Dim("D", Min = 8, Max = 16), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 17), {|MG0111:Block<Inner>|}]
            public partial class Net;
            """,
            "Block<Inner> does not fit: Inner needs D to be at most 16, and here it is 17: "
                + "change what the block is given, or [Dim(\"D\")] of Inner.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Dim("D", Min = 8, Max = 16), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 16), Block<Inner>]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task BlockWithDiffers()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 4), {|MG0111:Block<Inner>(With = "D = 5")|}]
            public partial class Net;
            """,
            "Block<Inner>(With = \"D = 5\") does not fit: "
                + "Inner takes (B, D) as 'input', where D is 5 here, but input 'input' on line 3 is (B, 4): axis 1 must be 5, not 4.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Linear("D")]
            public partial class Inner;
            [Model, Input("B", 4), Block<Inner>(With = "D = 4")]
            public partial class Net;
            """);
    }

    [Fact]
    public Task EmbeddingOfBlockType() => Diagnostics.Verify(
        """
        [Model, Input("B", "T", Type = DType.Bool), {|MG0111:Block<Inner>|}]
        public partial class Net;
        [Model, Input("B", 3), Linear(3)]
        public partial class Inner;
        """,
        "Block<Inner> does not fit: "
            + "Inner takes (B, 3) of Float as 'input', but input 'input' on line 1 is (B, T) of Bool: make both of one type.");

    [Fact]
    public async Task AddDiffers()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", 128)] Stage x;
                [Linear(256)] Stage wide;
                [From("x"), Linear(128)] Stage narrow;
                [{|MG0112:Add("wide")|}] Stage sum;
            }
            """,
            "Add joins 'narrow' (B, 128) and 'wide' (B, 256) on line 5: bring both to the same width, for example with Linear(128).");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", 128)] Stage x;
                [Linear(128)] Stage wide;
                [From("x"), Linear(128)] Stage narrow;
                [Add("wide")] Stage sum;
            }
            """);
    }

    [Fact]
    public async Task AddBroadcast()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", 128)] Stage x;
                [Linear(1)] Stage gate;
                [From("x"), {|MG0112:Add("gate")|}] Stage sum;
            }
            """,
            "Add joins input 'x' (B, 128) and 'gate' (B, 1) on line 5: shapes must be equal; "
                + "if one is meant to be stretched, say so with Broadcast = true.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", 128)] Stage x;
                [Linear(1)] Stage gate;
                [From("x"), Add("gate", Broadcast = true)] Stage sum;
            }
            """);
    }

    [Fact]
    public Task AddRank() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net
        {
            [Input("B", "T", 128)] Stage x;
            [Mean(Axis = 1)] Stage m;
            [From("x"), {|MG0112:Add("m")|}] Stage sum;
        }
        """,
        "Add joins input 'x' (B, T, 128) and 'm' (B, 128) on line 5: "
            + "give 'm' the missing axis with Unsqueeze(1) and set Broadcast = true.");

    [Fact]
    public async Task MaskSize()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 5, 4)] Stage x; [Input(5, 6, Type = DType.Bool)] Stage m; [From("x"), MultiHeadAttention(2, Mask = {|MG0113:nameof(m)|})] Stage y; }
            """,
            "Mask of MultiHeadAttention(2, Mask = \"m\") must be (5, 5), but input 'm' on line 2 is (5, 6): "
                + "axis 1 is 6 where the scores have 5; make it 5 or 1.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 5, 4)] Stage x; [Input(5, 1, Type = DType.Bool)] Stage m; [From("x"), MultiHeadAttention(2, Mask = nameof(m))] Stage y; }
            """);
    }

    [Fact]
    public async Task MemoryBatch()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input(3, "T", 4)] Stage x; [Input(5, "S", 4)] Stage m; [From("x"), MultiHeadAttention(2, Memory = {|MG0113:nameof(m)|})] Stage y; }
            """,
            "MultiHeadAttention(2, Memory = \"m\") works on (3, T, 4) but its Memory input 'm' on line 2 is (5, S, 4): "
                + "the first axis is the batch and must be equal; use the same symbol for both inputs.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input(3, "T", 4)] Stage x; [Input(3, "S", 4)] Stage m; [From("x"), MultiHeadAttention(2, Memory = nameof(m))] Stage y; }
            """);
    }

    [Fact]
    public async Task InitialSize()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage x; [Input(1, "B", 8)] Stage h; [From("x"), Lstm(8, NumLayers = 2, InitialHidden = {|MG0113:nameof(h)|})] Stage y; }
            """,
            "InitialHidden of Lstm(8, NumLayers = 2, InitialHidden = \"h\") must be (2, B, 8), "
                + "layers times directions by batch by hidden units, but input 'h' on line 2 is (1, B, 8): give it this shape.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage x; [Input(2, "B", 8)] Stage h; [From("x"), Lstm(8, NumLayers = 2, InitialHidden = nameof(h))] Stage y; }
            """);
    }

    [Theory]
    [InlineData(
        "3, \"T\", Type = DType.Int64", "{|MG0101:nameof(n)|}",
        "Lengths of Gru(8, Lengths = \"n\") must be (3), the number of time steps of each sequence, but input 'n' on line 2 is (3, T): "
            + "give it this shape.")]
    [InlineData(
        "5, Type = DType.Int64", "{|MG0113:nameof(n)|}",
        "Lengths of Gru(8, Lengths = \"n\") must be (3), the number of time steps of each sequence, but input 'n' on line 2 is (5): "
            + "give it this shape.")]
    [InlineData("3", "{|MG0103:nameof(n)|}", null)]
    public Task Lengths_of_another_shape_or_type_are_reported(string input, string lengths, string? message) => Diagnostics.Verify(
        $$"""
        [Model]
        public partial class Net { [Input(3, "T", 4)] Stage x; [Input({{input}})] Stage n; [From("x"), Gru(8, Lengths = {{lengths}}), Output] Stage y; }
        """,
        message is null ? [] : [message]);

    [Fact]
    public Task A_padding_mask_of_another_axis_is_reported() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net
        {
            [Input("B", 6, 4)] Stage x;
            [Input("B", 4, Type = DType.Bool)] Stage mask;
            [From("x"), Mean(Axis = 1, PaddingMask = {|MG0113:nameof(mask)|})] Stage y;
        }
        """,
        "PaddingMask of Mean(Axis = 1, PaddingMask = \"mask\") must be (B, 6), true where there is padding, but input 'mask' on line 5 "
            + "is (B, 4): give it this shape.");

    [Fact]
    public Task Lengths_cannot_be_decoded_step_by_step() => Diagnostics.Verify(
        """
        [Model, Autoregressive]
        public partial class Net
        {
            [Input("B", "T", Type = DType.Int64)] Stage ids;
            [Input("B", Type = DType.Int64)] Stage lengths;
            [From(nameof(ids)), Embedding(9, 8), {|MG0402:Gru(8, Lengths = nameof(lengths))|}, Linear(9)] Stage logits;
        }
        """);

    [Fact]
    public async Task SdpaWidth()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage q; [Input("B", "S", 5)] Stage k; [From("q", "k", "k"), {|MG0113:ScaledDotProductAttention|}] Stage y; }
            """,
            "ScaledDotProductAttention takes queries (B, T, 4) and keys (B, S, 5), where 4 and 5 must be equal, "
                + "but input 'k' on line 2 is (B, S, 5): bring both to the same size, for example with a Linear.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage q; [Input("B", "S", 4)] Stage k; [From("q", "k", "k"), ScaledDotProductAttention] Stage y; }
            """);
    }

    [Fact]
    public async Task Positions()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 2000, 4)]
            [PositionEmbedding({|MG0113:1024|})]
            public partial class Net;
            """,
            "PositionEmbedding(1024) has 1024 positions, but input 'input' on line 2 is (B, 2000, 4), 2000 positions long: "
                + "make it PositionEmbedding(2000).");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 2000, 4)]
            [PositionEmbedding(2000)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task Classes()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 4)]
            [Linear(3)]
            [CrossEntropyLoss(Classes = {|MG0114:4|})]
            public partial class Net;
            """,
            "CrossEntropyLoss(Classes = 4) expects 4 classes, but the tensor is (B, 3) after Linear(3) on line 3: "
                + "change Linear(3) to Linear(4), or set Classes = 3.");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 4)]
            [Linear(3)]
            [CrossEntropyLoss(Classes = 3)]
            public partial class Net;
            """);
    }

    [Fact]
    public Task Shared() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net
        {
            [Input("B", 4)] Stage x;
            [Linear(4)] Stage a;
            [Linear(5, Shared = {|MG0115:"a"|})] Stage b;
            [Linear(4, Shared = "b")] Stage c;
            [Relu, Linear(4, Shared = {|MG0115:"x"|})] Stage d;
        }
        """,
        "Linear(5, Shared = \"a\") shares the weights of 'a.linear', Linear(4) on line 5, which have other arguments: "
            + "give both the same arguments, or let each have its own weights.",
        "Linear(4, Shared = \"x\") can only share the weights of another Linear: "
            + "name a stage with exactly one, or the layer as \"stage.layer\".");

    [Fact]
    public Task SharedNone() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net
        {
            [Input("B", 4)] Stage x;
            [Relu] Stage a;
            [Linear(5, Shared = {|MG0115:"a"|})] Stage b;
        }
        """,
        "Linear(5, Shared = \"a\") can only share the weights of another Linear: "
            + "name a stage with exactly one, or the layer as \"stage.layer\".");
}
