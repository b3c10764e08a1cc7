using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>MG02xx: what correct shapes allow, but nobody means.</summary>
public sealed class PracticeDiagnosticsTests
{
    [Fact]
    public async Task DimUnused()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Dim({|MG0201:"Q"|}, Default = 8), Linear(4)]
            public partial class Net;
            """,
            "No dimension uses 'Q', so this [Dim] has no effect: the only symbol is 'B'.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3), Linear(4)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task DimDefaultRuntime()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Dim("B", Default = {|MG0201:4|}), Linear(4)]
            public partial class Net;
            """,
            "'B' is read from the inputs at every call and is not a parameter of the constructor, so Default has no effect: remove it.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", "D"), Dim("D", Default = 4), Linear(4)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task InputNamedField()
    {
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3, Name = {|MG0201:"q"|})] Stage x; [Linear(4)] Stage y; }
            """,
            "The input on stage 'x' has the name of its field, so Name has no effect: remove it, or rename the field.");
        await Diagnostics.Verify(
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Linear(4)] Stage y; }
            """);
    }

    [Fact]
    public async Task DropoutRecurrent()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", "T", 4)]
            [Lstm(4, Dropout = {|MG0201:0.5|})]
            public partial class Net;
            """,
            "Lstm(4, Dropout = 0.5) applies dropout between stacked layers, but has only one: "
                + "put [Dropout(0.5)] after it instead, or set NumLayers = 2 or more.");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", "T", 4)]
            [Lstm(4, NumLayers = 2, Dropout = 0.5)]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task LossSoftmax()
    {
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 4)]
            [Linear(3)]
            [{|MG0202:Softmax|}]
            [CrossEntropyLoss]
            public partial class Net;
            """,
            "CrossEntropyLoss applies a softmax itself, so Softmax before it is a second one: "
                + "remove it, and apply softmax outside when you need probabilities.");
        await Diagnostics.Verify(
            """
            [Model]
            [Input("B", 4)]
            [Linear(3)]
            [CrossEntropyLoss]
            public partial class Net;
            """);
    }

    [Fact]
    public async Task TwoActivations()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3)]
            [Relu]
            [{|MG0203:Tanh|}]
            public partial class Net;
            """,
            "Tanh directly follows Relu on line 2, so one of the two has little effect: "
                + "remove one, or put a layer with weights between them.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3)]
            [Relu]
            [Linear(3), Tanh]
            public partial class Net;
            """);
    }

    [Fact]
    public Task ForwardReference() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net { [Input("B", 3)] Stage x; [From("b"), {|MG0206:Linear(3)|}] Stage a; [From("x"), Linear(3)] Stage b; [From("a"), Relu] Stage c; }
        """,
        "Linear(3) directly follows Linear(3) on line 2, and two linear layers in a row are equivalent to one: "
            + "remove one, or put an activation between them.");

    [Fact]
    public Task LayerNames() => Diagnostics.Verify(
        """
        [Model, Input("B", 3), Linear(3, Name = "_fooX"), {|MG0206:Linear(3, Name = "fooX")|}, {|MG0206:Linear(3, Name = "training")|}, {|MG0206:Linear(3, Name = "forward")|}, {|MG0206:Linear(3, Name = "_")|}, {|MG0206:Linear(3, Name = "var")|}, {|MG0206:Linear(3, Name = "B")|}, {|MG0206:Linear(3, Name = "input")|}]
        public partial class Net;
        """,
        "Linear(3, Name = \"fooX\") directly follows Linear(3, Name = \"_fooX\") on line 1, "
            + "and two linear layers in a row are equivalent to one: remove one, or put an activation between them.",
        "Linear(3, Name = \"training\") directly follows Linear(3, Name = \"fooX\") on line 1, "
            + "and two linear layers in a row are equivalent to one: remove one, or put an activation between them.",
        "Linear(3, Name = \"forward\") directly follows Linear(3, Name = \"training\") on line 1, "
            + "and two linear layers in a row are equivalent to one: remove one, or put an activation between them.",
        "Linear(3, Name = \"_\") directly follows Linear(3, Name = \"forward\") on line 1, "
            + "and two linear layers in a row are equivalent to one: remove one, or put an activation between them.",
        "Linear(3, Name = \"var\") directly follows Linear(3, Name = \"_\") on line 1, "
            + "and two linear layers in a row are equivalent to one: remove one, or put an activation between them.",
        "Linear(3, Name = \"B\") directly follows Linear(3, Name = \"var\") on line 1, "
            + "and two linear layers in a row are equivalent to one: remove one, or put an activation between them.",
        "Linear(3, Name = \"input\") directly follows Linear(3, Name = \"B\") on line 1, "
            + "and two linear layers in a row are equivalent to one: remove one, or put an activation between them.");

    [Fact]
    public Task TupleNames() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net { [Input("B", 3)] Stage x; [Linear(3), Output] Stage Item2; [{|MG0206:Linear(3)|}, Output] Stage Rest; [{|MG0206:Linear(3)|}, Output] Stage ToString2; }
        """,
        "Linear(3) directly follows Linear(3) on line 2, and two linear layers in a row are equivalent to one: "
            + "remove one, or put an activation between them.",
        "Linear(3) directly follows Linear(3) on line 2, and two linear layers in a row are equivalent to one: "
            + "remove one, or put an activation between them.");

    [Fact]
    public Task FieldCollision() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net { [Input("B", 3)] Stage x; [Linear(3, Name = "bC")] Stage a; [{|MG0206:Linear(3, Name = "c")|}] Stage aB; }
        """,
        "Linear(3, Name = \"c\") directly follows Linear(3, Name = \"bC\") on line 2, "
            + "and two linear layers in a row are equivalent to one: remove one, or put an activation between them.");

    [Fact]
    public async Task TwoLinear()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3)]
            [Linear(4)]
            [{|MG0206:Linear(5)|}]
            public partial class Net;
            """,
            "Linear(5) directly follows Linear(4) on line 2, and two linear layers in a row are equivalent to one: "
                + "remove one, or put an activation between them.");
        await Diagnostics.Verify(
            """
            [Model, Input("B", 3)]
            [Linear(4)]
            [Relu, Linear(5)]
            public partial class Net;
            """);
    }

    [Theory]
    [InlineData("\"B\", \"T\", 1", "Softmax", "Softmax returns 1 for every element along an axis of size 1, and input 'input' on line 1 is (B, T, 1): set Axis = -2 to normalize over T, or use Sigmoid.")]
    [InlineData("\"B\", 1", "LogSoftmax", "LogSoftmax returns 0 for every element along an axis of size 1, and input 'input' on line 1 is (B, 1): use Sigmoid for a binary decision, or give it one feature per class.")]
    [InlineData("\"...\", 4, 1", "Softmax", "Softmax returns 1 for every element along an axis of size 1, and input 'input' on line 1 is (..., 4, 1): set Axis = -2 to normalize over 4, or use Sigmoid.")]
    public Task SoftmaxOverOneElement(string shape, string layer, string message) => Diagnostics.Verify(
        $$"""[Model, Input({{shape}}), {|MG0213:{{layer}}|}] public partial class Net;""",
        message);

    [Theory]
    [InlineData("\"B\", \"T\", 1", "Softmax(Axis = 1)")]
    [InlineData("\"B\", \"C\"", "Softmax")]
    public Task SoftmaxOverSeveral(string shape, string layer) =>
        Diagnostics.Verify($"[Model, Input({shape}), {layer}] public partial class Net;");

    [Fact]
    public async Task TheBatchIsElsewhere()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("T", "B", Type = DType.Int64)]
            [Embedding(100, 8), {|MG0214:Gru(16)|}, Gru(16), Select(Axis = 0, Index = -1), Linear(2)]
            public partial class Net;
            """,
            "Gru(16) takes (B, T, features), so it would read T sequences of B steps, "
                + "and the tensor is (T, B, 8) after Embedding(100, 8) on line 2: put Permute(1, 0, 2) before it.");
        await Diagnostics.Verify(
            """
            [Model, Input("T", "batch", 8), {|MG0214:MultiHeadAttention(2)|}] public partial class Attention;
            """,
            "MultiHeadAttention(2) takes (B, T, features), so it would read T sequences of batch steps, and input 'input' on line 1 is "
                + "(T, batch, 8): put Permute(1, 0, 2) before it, or declare input 'input' as (batch, T, 8).");
        await Diagnostics.Verify(
            """
            [Model, Input("T", "B", 8), Permute(1, 0, 2), Lstm(4)] public partial class Turned;
            [Model, Input("B", "T", 8), Lstm(4)] public partial class Usual;
            [Model, Input("G", "N", 8), Lstm(4)] public partial class OtherNames;
            """);
    }

    [Fact]
    public async Task SoftmaxOverTheBatch()
    {
        await Diagnostics.Verify(
            """
            [Model, Input("B", "C", "T")]
            [LogSoftmax(Axis = {|MG0212:-3|})]
            public partial class Net;
            """,
            "LogSoftmax(Axis = -3) sums to 1 over B, across the items of a batch, but input 'input' on line 1 is (B, C, T): "
                + "set Axis = -1 for the features of each item.");
        await Diagnostics.Verify(
            """
            [Model, Input("T", "D")]
            [Softmax(Axis = 0)]
            public partial class Pooling;

            [Model, Input("B")]
            [Softmax]
            public partial class Scores;
            """);
    }
}
