using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>Ranks, widths, types, axes and outputs. Where a repair is obvious, the repaired declaration follows and is silent.</summary>
public sealed class ShapeDiagnosticsTests
{
    [Fact]
    public async Task RankOfARecurrentLayer()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 3)]
            [{|MG0101:Lstm(4)|}]
            public partial class Net;
            """,
            "Lstm(4) takes (B, T, features), 3 axes, but input 'input' on line 2 is (B, 3): declare input 'input' as (B, T, 3).");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", "T", 3)]
            [Lstm(4)]
            public partial class Net;
            """);
    }

    [Fact]
    public Task Rank4() => Diagnostics.Verify(
        """
        [Model]
        [Input("B", 3, 5, 6)]
        [{|MG0101:Lstm(4)|}]
        public partial class Net;
        """,
        "Lstm(4) takes (B, T, features), 3 axes, but input 'input' on line 2 is (B, 3, 5, 6): "
            + "give it one batch axis, one time axis and one feature axis.");

    [Fact]
    public async Task RankMha()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 4)]
            [{|MG0101:MultiHeadAttention(2)|}]
            public partial class Net;
            """,
            "MultiHeadAttention(2) takes (B, T, D), 3 axes, but input 'input' on line 2 is (B, 4): declare input 'input' as (B, T, 4).");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", "T", 4)]
            [MultiHeadAttention(2)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task RankPositions()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("D")]
            [{|MG0101:PositionEmbedding(4)|}]
            public partial class Net;
            """,
            "PositionEmbedding(4) takes (..., T, D), but input 'input' on line 2 is (D): positions need a time axis and a feature axis.");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("T", "D")]
            [PositionEmbedding(4)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task LearnedTokens()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("D")]
            [{|MG0101:LearnedTokens(1)|}]
            public partial class Net;
            """,
            "LearnedTokens(1) takes (..., T, D), but input 'input' on line 2 is (D): tokens need a time axis and a feature axis.");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("T", "D")]
            [LearnedTokens(1)]
            [Output("T + 1", "D")]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task RankAfterSelect()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", "T", 8)]
            [Lstm(4)]
            [Select(Axis = 1, Index = -1)]
            [{|MG0101:Lstm(4)|}]
            public partial class Net;
            """,
            "Lstm(4) takes (B, T, features), 3 axes, but the tensor is (B, 4) after Select(Axis = 1, Index = -1) on line 4: "
                + "put the time axis back, for example with [Input(\"B\", \"T\", …)], or use the sequence before it was reduced.");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", "T", 8)]
            [Lstm(4)]
            [Relu]
            [Lstm(4)]
            public partial class Net;
            """);
    }

    [Fact]
    public Task RankScalar() => Diagnostics.Verify(
        """
        [Model]
        [Input("B")]
        [Mean]
        [{|MG0101:Linear(3)|}]
        public partial class Net;
        """,
        "Linear(3) takes (..., in), but the tensor is () after Mean on line 3: give it at least one axis.");

    [Fact]
    public async Task MaskRank()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage x; [Input("B", Type = DType.Bool)] Stage m; [From("x"), MultiHeadAttention(2, Mask = {|MG0101:nameof(m)|})] Stage y; }
            """,
            "Mask of MultiHeadAttention(2, Mask = \"m\") must be (T, T), (B, T, T) or (B, 2, T, T), but input 'm' on line 2 is (B): "
                + "give it one of these shapes, where an axis may be 1.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage x; [Input("B", "T", "T", Type = DType.Bool)] Stage m; [From("x"), MultiHeadAttention(2, Mask = nameof(m))] Stage y; }
            """);
    }

    [Fact]
    public async Task PaddingRank()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage x; [Input("B", "T", "T", Type = DType.Bool)] Stage m; [From("x"), MultiHeadAttention(2, KeyPaddingMask = {|MG0101:nameof(m)|})] Stage y; }
            """,
            "KeyPaddingMask of MultiHeadAttention(2, KeyPaddingMask = \"m\") must be (B, T), but input 'm' on line 2 is (B, T, T): "
                + "give it this shape, where an axis may be 1.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage x; [Input("B", "T", Type = DType.Bool)] Stage m; [From("x"), MultiHeadAttention(2, KeyPaddingMask = nameof(m))] Stage y; }
            """);
    }

    [Fact]
    public async Task MemoryRank()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage x; [Input("B", 4)] Stage m; [From("x"), MultiHeadAttention(2, Memory = {|MG0101:nameof(m)|})] Stage y; }
            """,
            "Memory of MultiHeadAttention(2, Memory = \"m\") takes (B, S, E), 3 axes, but input 'm' on line 2 is (B, 4): "
                + "give it one batch axis, one time axis and one feature axis.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage x; [Input("B", "S", 4)] Stage m; [From("x"), MultiHeadAttention(2, Memory = nameof(m))] Stage y; }
            """);
    }

    [Fact]
    public async Task InitialRank()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage x; [Input("B", 8)] Stage h; [From("x"), Lstm(8, InitialHidden = {|MG0101:nameof(h)|})] Stage y; }
            """,
            "InitialHidden of Lstm(8, InitialHidden = \"h\") must be (1, B, 8), layers times directions by batch by hidden units, "
                + "but input 'h' on line 2 is (B, 8): give it this shape.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage x; [Input(1, "B", 8)] Stage h; [From("x"), Lstm(8, InitialHidden = nameof(h))] Stage y; }
            """);
    }

    [Fact]
    public async Task SdpaRank()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage q; [Input("B", 2, "S", 4)] Stage k; [From("q", "k", "k"), {|MG0101:ScaledDotProductAttention|}] Stage y; }
            """,
            "ScaledDotProductAttention needs queries, keys and values with as many axes, "
                + "but the queries are (B, T, 4) and input 'k' on line 2 is (B, 2, S, 4), the keys: give all three the same axes.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage q; [Input("B", "S", 4)] Stage k; [From("q", "k", "k"), ScaledDotProductAttention] Stage y; }
            """);
    }

    [Fact]
    public async Task SdpaMask()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage q; [Input("B", Type = DType.Bool)] Stage m; [From("q", "q", "q"), ScaledDotProductAttention(Mask = {|MG0101:"m"|})] Stage y; }
            """,
            "Mask of ScaledDotProductAttention(Mask = \"m\") must be (T, T) or (B, T, T), but input 'm' on line 2 is (B): "
                + "give it one of these shapes, where an axis may be 1.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage q; [Input("T", "T", Type = DType.Bool)] Stage m; [From("q", "q", "q"), ScaledDotProductAttention(Mask = "m")] Stage y; }
            """);
    }

    [Fact]
    public async Task LossRank()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B"), Relu, {|MG0101:CrossEntropyLoss|}]
            public partial class Net;
            """,
            "CrossEntropyLoss takes logits (..., classes), but the output is (B) of Float after Relu on line 1: "
                + "end the model with a Linear of one feature per class.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Relu, CrossEntropyLoss]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task TiedWidth()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "T", Type = DType.Int64), Embedding(10, 4), Linear(5), {|MG0102:TiedLinear("embedding")|}]
            public partial class Net;
            """,
            "TiedLinear(\"embedding\") needs the 4 features of Embedding(10, 4), but the tensor is (B, T, 5) after Linear(5) on line 1: "
                + "put Linear(4) before it, or make the embedding 5 wide.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "T", Type = DType.Int64), Embedding(10, 4, Init = Init.Normal), Linear(4), TiedLinear("embedding")]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task Width()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 1023)]
            [Linear(10, In = {|MG0102:1024|})]
            public partial class Net;
            """,
            "Linear(10, In = 1024) expects 1024 features, but input 'input' on line 2 is (B, 1023): set In = 1023, or leave In out.");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 1024)]
            [Linear(10, In = 1024)]
            public partial class Net;
            """);
    }

    [Fact]
    public Task CsErrors4() => Diagnostics.Verify(
        """
        [Model, Input("B", 4), Linear(3, {|CS0246:Foo|} = 3), Linear(3, In = {|MG0102:4|})]
        public partial class Net;
        """,
        "Linear(3, In = 4) expects 4 features, but the tensor is (B, 3) after Linear(3) on line 1: set In = 3, or leave In out.");

    [Fact]
    public async Task TypeEmbedding()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", "T")]
            [{|MG0103:Embedding(10, 4)|}]
            public partial class Net;
            """,
            "Embedding(10, 4) takes Int64, but input 'input' on line 2 is (B, T) of Float: declare the input with Type = DType.Int64.");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", "T", Type = DType.Int64)]
            [Embedding(10, 4)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task TypeLinear()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", "T", Type = DType.Int64)]
            [{|MG0103:Linear(4)|}]
            public partial class Net;
            """,
            "Linear(4) takes Float, but input 'input' on line 2 is (B, T) of Int64: "
                + "put an Embedding before it, or declare the input as Float.");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", "T", Type = DType.Int64)]
            [Embedding(9, 4), Linear(4)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task TypeBool()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", "T", Type = DType.Bool)]
            [{|MG0103:Linear(4)|}]
            public partial class Net;
            """,
            "Linear(4) takes Float, but input 'input' on line 2 is (B, T) of Bool: declare the input without Type.");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", "T")]
            [Linear(4)]
            public partial class Net;
            """);
    }

    [Fact]
    public Task TypeBoolEmbedding() => Diagnostics.Verify(
        """
        [Model]
        [Input("B", "T", Type = DType.Bool)]
        [{|MG0103:Embedding(4, 5)|}]
        public partial class Net;
        """,
        "Embedding(4, 5) takes Int64, but input 'input' on line 2 is (B, T) of Bool: declare the input with Type = DType.Int64.");

    [Fact]
    public Task TypeEmbeddingAfterEmbedding() => Diagnostics.Verify(
        """
        [Model]
        [Input("B", "T", Type = DType.Int64)]
        [Embedding(4, 5)]
        [{|MG0103:Embedding(4, 5)|}]
        public partial class Net;
        """,
        "Embedding(4, 5) takes Int64, but the tensor is (B, T, 5) of Float after Embedding(4, 5) on line 3: "
            + "give it the ids themselves, before any layer.");

    [Fact]
    public Task TypeConcat() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net { [Input("B", 3)] Stage x; [Input("B", 3, Type = DType.Int64)] Stage y; [From("x", "y"), {|MG0103:Concat|}] Stage z; }
        """,
        "Concat takes Float, but input 'y' on line 2 is (B, 3) of Int64: put an Embedding before it, or declare the input as Float.");

    [Fact]
    public Task ResidualIds() => Diagnostics.Verify(
        """
        [Model, Input("B", "T", Type = DType.Int64), Embedding(4, 5), {|MG0103:Residual|}]
        public partial class Net;
        """,
        "Residual takes Float, but input 'input' on line 1 is (B, T) of Int64: add what Embedding(4, 5) gives, with Add(\"embedding\").");

    [Fact]
    public async Task MaskType()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage x; [Input("T", "T", Type = DType.Int64)] Stage m; [From("x"), MultiHeadAttention(2, Mask = {|MG0103:nameof(m)|})] Stage y; }
            """,
            "Mask of MultiHeadAttention(2, Mask = \"m\") must be Bool (true where attention is allowed) or Float (added to the scores), "
                + "but input 'm' on line 2 is (T, T) of Int64: declare it with Type = DType.Bool.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage x; [Input("T", "T", Type = DType.Bool)] Stage m; [From("x"), MultiHeadAttention(2, Mask = nameof(m))] Stage y; }
            """);
    }

    [Fact]
    public async Task PaddingType()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage x; [Input("B", "T")] Stage m; [From("x"), MultiHeadAttention(2, KeyPaddingMask = {|MG0103:nameof(m)|})] Stage y; }
            """,
            "KeyPaddingMask of MultiHeadAttention(2, KeyPaddingMask = \"m\") takes Bool, but input 'm' on line 2 is (B, T) of Float: "
                + "declare the input with Type = DType.Bool.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage x; [Input("B", "T", Type = DType.Bool)] Stage m; [From("x"), MultiHeadAttention(2, KeyPaddingMask = nameof(m))] Stage y; }
            """);
    }

    [Fact]
    public async Task InitialType()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage x; [Input(1, "B", 8, Type = DType.Int64)] Stage h; [From("x"), Lstm(8, InitialCell = {|MG0103:nameof(h)|})] Stage y; }
            """,
            "InitialCell of Lstm(8, InitialCell = \"h\") takes Float, but input 'h' on line 2 is (1, B, 8) of Int64: "
                + "declare the input without Type.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", "T", 4)] Stage x; [Input(1, "B", 8)] Stage h; [From("x"), Lstm(8, InitialHidden = nameof(h))] Stage y; }
            """);
    }

    [Fact]
    public async Task HeadsDoNotDivide()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", "T", 512)]
            [MultiHeadAttention({|MG0105:12|})]
            public partial class Net;
            """,
            "MultiHeadAttention(12) cannot split 512 features into 12 equal heads, and input 'input' on line 2 is (B, T, 512): "
                + "choose a number of heads that divides 512, or give HeadDim.");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", "T", 512)]
            [MultiHeadAttention(12, HeadDim = 64)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task HeadsAfter()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", "T", 5)]
            [Linear(512)]
            [MultiHeadAttention({|MG0105:12|})]
            public partial class Net;
            """,
            "MultiHeadAttention(12) cannot split 512 features into 12 equal heads, "
                + "and the tensor is (B, T, 512) after Linear(512) on line 3: choose a number of heads that divides 512, or give HeadDim.");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", "T", 5)]
            [Linear(512)]
            [MultiHeadAttention(8)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task ResidualWidth()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", 128)] Stage x;
                [Linear(256), {|MG0106:Residual|}] Stage y;
            }
            """,
            "Residual adds the start of stage 'y', (B, 128) from input 'x', to (B, 256) after Linear(256) on line 5: "
                + "end the stage with Linear(128), or add a stage that projects the start to 256.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", 128)] Stage x;
                [Linear(128), Residual] Stage y;
            }
            """);
    }

    [Fact]
    public async Task ResidualChain()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 128)]
            [Linear(256)]
            [{|MG0106:Residual|}]
            public partial class Net;
            """,
            "Residual adds the start of the chain, (B, 128) from input 'input', to (B, 256) after Linear(256) on line 3: "
                + "put Linear(128) before it, or declare stages, so that one can project the start to 256.");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 128)]
            [Linear(128)]
            [Residual]
            public partial class Net;
            """);
    }

    [Fact]
    public Task ResidualRank() => Diagnostics.Verify(
        """
        [Model, Input("B", "T", 128), Mean(Axis = 1), {|MG0106:Residual|}]
        public partial class Net;
        """,
        "Residual adds the start of the chain, (B, T, 128) from input 'input', to (B, 128) after Mean(Axis = 1) on line 1: "
            + "keep the shape within the chain, or declare stages and join them with Add or Concat.");

    [Fact]
    public Task ConcatSizes() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net
        {
            [Input("B", "T", 3)] Stage x;
            [Input("B", "S", 3)] Stage y;
            [Input("B", 7, 3)] Stage v;
            [Input("B", 8, 3)] Stage w;
            [From("v", "w"), {|MG0107:Concat|}] Stage z;
            [From("x", "y"), Concat(Axis = 1)] Stage q;
            [Concat("z")] Stage r;
        }
        """,
        "Concat along axis 2 joins input 'v' (B, 7, 3) and input 'w' (B, 8, 3) on line 7, which differ along axis 1: "
            + "make 7 and 8 equal, or concatenate along axis 1.");

    [Fact]
    public async Task ConcatRank()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", "T", 3)] Stage x;
                [Input("B", 3)] Stage y;
                [From("x", "y"), {|MG0107:Concat|}] Stage z;
            }
            """,
            "Concat joins input 'x' (B, T, 3) and input 'y' (B, 3) on line 5, which have 3 and 2 axes: give both the same axes.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net
            {
                [Input("B", 3)] Stage x;
                [Input("B", 3)] Stage y;
                [From("x", "y"), Concat] Stage z;
            }
            """);
    }

    [Fact]
    public async Task AxisBeyond()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 3)]
            [Softmax(Axis = {|MG0108:2|})]
            public partial class Net;
            """,
            "Softmax(Axis = 2) asks for axis 2, but input 'input' on line 2 is (B, 3): its axes are 0 to 1, or -2 to -1 from the end.");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 3)]
            [Softmax(Axis = 1)]
            public partial class Net;
            """);
    }

    [Fact]
    public Task Axis1() => Diagnostics.Verify(
        """
        [Model]
        [Input("B")]
        [{|MG0108:Flatten|}]
        public partial class Net;
        """,
        "Flatten asks for axis 1, but input 'input' on line 2 is (B): its only axis is 0, or -1 from the end.");

    [Fact]
    public Task AxisNone() => Diagnostics.Verify(
        """
        [Model]
        [Input("B"), Mean, {|MG0108:Mean|}]
        public partial class Net;
        """,
        "Mean needs an axis, but the tensor is () after Mean on line 2, which has none: remove it.");

    [Fact]
    public async Task AxisLeading()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("...", 3), Softmax(Axis = {|MG0108:0|})]
            public partial class Net;
            """,
            "Softmax(Axis = 0) counts axis 0 from the start, but input 'input' on line 2 is (..., 3), whose leading axes are not known: "
                + "count from the end, such as -1.");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("...", 3), Softmax(Axis = -1)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task AxisFlatten()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 3, 4), Flatten(StartAxis = {|MG0108:2|}, EndAxis = 1)]
            public partial class Net;
            """,
            "Flatten(StartAxis = 2, EndAxis = 1) would start at axis 2 and end at axis 1, "
                + "but input 'input' on line 2 is (B, 3, 4): let StartAxis come first.");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 3, 4), Flatten(StartAxis = 1, EndAxis = 2)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task SelectIndex()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 10, 4)]
            [Select(Axis = 1, Index = {|MG0108:10|})]
            public partial class Net;
            """,
            "Select(Axis = 1, Index = 10) asks for item 10 of the 10 along axis 1, but input 'input' on line 2 is (B, 10, 4): "
                + "choose from 0 to 9, or -10 to -1 from the end.");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 10, 4)]
            [Select(Axis = 1, Index = 9)]
            public partial class Net;
            """);
    }

    [Fact]
    public Task SelectIndexHuge() => Diagnostics.Verify(
        """
        [Model]
        [Input("B", "T", 4)]
        [Select(Axis = 1, Index = {|MG0108:long.MaxValue|})]
        public partial class Net;
        """,
        "Select(Axis = 1, Index = 9223372036854775807) asks for item 9223372036854775807 along axis 1, which is never that long: "
            + "input 'input' on line 2 is (B, T, 4).");

    [Fact]
    public Task SelectIndexMin() => Diagnostics.Verify(
        """
        [Model]
        [Input("B", "T", 4)]
        [Select(Axis = 1, Index = {|MG0108:long.MinValue|})]
        public partial class Net;
        """,
        "Select(Axis = 1, Index = -9223372036854775808) asks for item -9223372036854775808 along axis 1, which is never that long: "
            + "input 'input' on line 2 is (B, T, 4).");

    [Fact]
    public async Task OutputRank()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", "T", 4)]
            [Linear(10)]
            [{|MG0109:Output("B", 10)|}]
            public partial class Net;
            """,
            "The output is declared as (B, 10), but the tensor is (B, T, 10) after Linear(10) on line 3: put Mean(Axis = 1) before "
                + "Linear(10), put Select(Axis = 1, Index = -1) before Linear(10), or declare the output as (B, T, 10).");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", "T", 4)]
            [Linear(10)]
            [Output("B", "T", 10)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task OutputWidth()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 4)]
            [Linear(10)]
            [{|MG0109:Output("B", 11)|}]
            public partial class Net;
            """,
            "The output is declared as (B, 11), but the tensor is (B, 10) after Linear(10) on line 3: "
                + "change Linear(10) to Linear(11), or declare the output as (B, 10).");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 4)]
            [Linear(10)]
            [Output("B", 10)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task OutputStage()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 4)] Stage x; [Linear(10), {|MG0109:Output("B", 11)|}] Stage y; }
            """,
            "The output is declared as (B, 11), but 'y' is (B, 10) after Linear(10) on line 2: "
                + "change Linear(10) to Linear(11), or declare the output as (B, 10).");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 4)] Stage x; [Linear(10), Output("B", 10)] Stage y; }
            """);
    }

    [Fact]
    public async Task OutputBoth()
    {
        await Diagnostics.Verify(
            """
            [Model, {|MG0109:Output("B", 10)|}]
            public partial class Net { [Input("B", 4)] Stage x; [Linear(10), Output("B", 10)] Stage y; }
            """,
            "Stages are marked with [Output], so the class cannot be as well: write the shape in the [Output] of each stage.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 4)] Stage x; [Linear(10), Output("B", 10)] Stage y; }
            """);
    }
}
