using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Ide.Tests.Fixes;

/// <summary>The first fix that is offered leads to the model that was meant, and the fixes after it to no other mistake.</summary>
public sealed class FirstFixTests
{
    /// <summary>A width that counts several axes.</summary>
    [Theory]
    [InlineData("Input(\"B\", 256, 13, 13), Linear(10, In = 256 * 13 * 13)", "Input(\"B\", 256, 13, 13), Flatten, Linear(10, In = 256 * 13 * 13)")]
    [InlineData("Input(\"B\", 1, 28, 28), Linear(10, In = 784), Output(\"B\", 10)", "Input(\"B\", 1, 28, 28), Flatten, Linear(10, In = 784), Output(\"B\", 10)")]
    [InlineData("Input(\"B\", 13, 4), Linear(10, In = 52), Output(\"B\", 10)", "Input(\"B\", 13, 4), Flatten, Linear(10, In = 52), Output(\"B\", 10)")]
    [InlineData("Input(\"B\", \"T\", 13), Linear(10, In = \"13*T\")", "Input(\"B\", \"T\", 13), Flatten, Linear(10, In = \"13*T\")")]
    [InlineData("Input(\"B\", \"T\", 12, 64), Linear(10, In = 768)", "Input(\"B\", \"T\", 12, 64), Flatten(StartAxis = 2), Linear(10, In = 768)")]
    [InlineData("Input(\"...\", 12, 64), Linear(10, In = 768)", "Input(\"...\", 12, 64), Flatten(StartAxis = -2), Linear(10, In = 768)")]
    [InlineData("Input(\"B\", 3, 32, 32), Conv(16, Kernel = 5), Relu, MaxPool(2), Linear(10, In = 400), Output(\"B\", 10)", "Input(\"B\", 3, 32, 32), Conv(16, Kernel = 5), Relu, MaxPool(2), Flatten, Linear(10, In = 3136), Output(\"B\", 10)")]
    [InlineData("Input(\"B\", 512), Linear(10, In = 500)", "Input(\"B\", 512), Linear(10, In = 512)")]
    public Task Width(string faulty, string meant) => Chain(faulty, meant);

    /// <summary>An input that is declared as one item, or as one step.</summary>
    [Theory]
    [InlineData("Input(3, 32, 32), Conv(16, Kernel = 5), GlobalAvgPool, Linear(10)", "Input(\"B\", 3, 32, 32), Conv(16, Kernel = 5), GlobalAvgPool, Linear(10)")]
    [InlineData("Input(3, 224, 160), Conv(16, Kernel = new[] { 3, 5 })", "Input(\"B\", 3, 224, 160), Conv(16, Kernel = new[] { 3, 5 })")]
    [InlineData("Input(\"B\", 28, 28), Conv(16, Kernel = new[] { 3, 5 })", "Input(\"B\", 1, 28, 28), Conv(16, Kernel = new[] { 3, 5 })")]
    [InlineData("Input(28, 28), Conv(16, Kernel = 3)", "Input(\"B\", 1, 28, 28), Conv(16, Kernel = 3)")]
    [InlineData("Input(3, 32, 32), Linear(10, In = 3072), Output(\"B\", 10)", "Input(\"B\", 3, 32, 32), Flatten, Linear(10, In = 3072), Output(\"B\", 10)")]
    [InlineData("Input(16), Linear(4), Output(\"B\", 4)", "Input(\"B\", 16), Linear(4), Output(\"B\", 4)")]
    [InlineData("Input(\"T\", 16), Lstm(8)", "Input(\"B\", \"T\", 16), Lstm(8)")]
    [InlineData("Input(20, 16), MultiHeadAttention(8)", "Input(\"B\", 20, 16), MultiHeadAttention(8)")]
    [InlineData("Input(\"B\", 14), Lstm(50), Linear(1)", "Input(\"B\", \"T\", 14), Lstm(50), Linear(1)")]
    public Task Batch(string faulty, string meant) => Chain(faulty, meant);

    /// <summary>A declared output is what was meant.</summary>
    [Theory]
    [InlineData("Input(\"B\", \"T\", 8), Gru(16), Linear(3), Output(\"B\", 3)", "Input(\"B\", \"T\", 8), Gru(16), Select(Axis = 1, Index = -1), Linear(3), Output(\"B\", 3)")]
    [InlineData("Input(\"B\", \"T\", 8), Lstm(16, Bidirectional = true), Linear(64), Relu, Linear(3), Output(\"B\", 3)", "Input(\"B\", \"T\", 8), Lstm(16, Bidirectional = true), Mean(Axis = 1), Linear(64), Relu, Linear(3), Output(\"B\", 3)")]
    [InlineData("Input(\"B\", \"T\", 8), TransformerEncoderLayer(2, 32), LayerNorm, Linear(3), Output(\"B\", 3)", "Input(\"B\", \"T\", 8), TransformerEncoderLayer(2, 32), LayerNorm, Mean(Axis = 1), Linear(3), Output(\"B\", 3)")]
    [InlineData("Input(\"B\", \"T\", 8), Lstm(16), Select(Axis = 1, Index = -1), Linear(3), Output(\"B\", \"T\", 3)", "Input(\"B\", \"T\", 8), Lstm(16), Linear(3), Output(\"B\", \"T\", 3)")]
    [InlineData("Input(\"B\", \"T\", 8), Lstm(16), Select(Axis = 0, Index = -1), Linear(3), Output(\"B\", 3)", "Input(\"B\", \"T\", 8), Lstm(16), Select(Axis = 1, Index = -1), Linear(3), Output(\"B\", 3)")]
    [InlineData("Input(\"B\", \"T\", 8), Lstm(16), Mean(Axis = 2), Output(\"B\", 16)", "Input(\"B\", \"T\", 8), Lstm(16), Mean(Axis = 1), Output(\"B\", 16)")]
    [InlineData("Input(\"B\", 1, 28, 28), Conv(8, Kernel = 3), Relu, Linear(64), Relu, Linear(10), Output(\"B\", 10)", "Input(\"B\", 1, 28, 28), Conv(8, Kernel = 3), Relu, Flatten, Linear(64), Relu, Linear(10), Output(\"B\", 10)")]
    [InlineData("Input(\"B\", 3, \"H\", \"W\"), Conv(8, Kernel = 3), Relu, Linear(10), Output(\"B\", 10)", "Input(\"B\", 3, \"H\", \"W\"), Conv(8, Kernel = 3), Relu, GlobalAvgPool, Linear(10), Output(\"B\", 10)")]
    [InlineData("Input(\"B\", 50, 50, 3), Linear(128), Relu, Linear(1), Output(\"B\", 1)", "Input(\"B\", 50, 50, 3), Flatten, Linear(128), Relu, Linear(1), Output(\"B\", 1)")]
    [InlineData("Input(\"B\", \"T\", 64), Reshape(\"B\", \"T\", 8, 8), Output(\"B\", \"T\", 64)", "Input(\"B\", \"T\", 64), Reshape(\"B\", \"T\", 64), Output(\"B\", \"T\", 64)")]
    [InlineData("Input(\"B\", 8), Linear(1), Output(\"B\")", "Input(\"B\", 8), Linear(1), Squeeze(1), Output(\"B\")")]
    [InlineData("Input(\"B\", 8), Sum(Axis = 1), Output(\"B\", 1)", "Input(\"B\", 8), Sum(Axis = 1), Unsqueeze(1), Output(\"B\", 1)")]
    [InlineData("Input(\"B\", \"T\", 64), Linear(9), Permute(0, 2, 1), Output(\"B\", \"T\", 9)", "Input(\"B\", \"T\", 64), Linear(9), Output(\"B\", \"T\", 9)")]
    [InlineData("Input(\"B\", 784), Linear(32), Relu, Linear(748), Sigmoid, Output(\"B\", 784)", "Input(\"B\", 784), Linear(32), Relu, Linear(784), Sigmoid, Output(\"B\", 784)")]
    [InlineData("Input(\"B\", 3, 32, 32), Conv(2, Kernel = 1), Output(\"B\", 5, 32, 32)", "Input(\"B\", 3, 32, 32), Conv(5, Kernel = 1), Output(\"B\", 5, 32, 32)")]
    public Task Output(string faulty, string meant) => Chain(faulty, meant);

    /// <summary>The number of classes is stated for the loss alone, so the model is what is wrong.</summary>
    [Theory]
    [InlineData("Input(\"B\", 4), Linear(3), CrossEntropyLoss(Classes = 4)", "Input(\"B\", 4), Linear(4), CrossEntropyLoss(Classes = 4)")]
    [InlineData("Input(\"B\", 4), Linear(1), CrossEntropyLoss(Classes = 4)", "Input(\"B\", 4), Linear(4), CrossEntropyLoss(Classes = 4)")]
    [InlineData("Input(\"B\", 30), Linear(1), CrossEntropyLoss", "Input(\"B\", 30), Linear(1), BceWithLogitsLoss")]
    [InlineData("Input(\"B\", 30), Linear(1), CrossEntropyLoss(LabelSmoothing = 0.1)", "Input(\"B\", 30), Linear(2), CrossEntropyLoss(LabelSmoothing = 0.1)")]
    [InlineData("Input(\"B\", \"T\", 8), Lstm(4), CrossEntropyLoss(Classes = 7)", "Input(\"B\", \"T\", 8), Lstm(4), Linear(7), CrossEntropyLoss(Classes = 7)")]
    [InlineData("Input(\"B\", 7, \"T\"), Linear(5), CrossEntropyLoss(Classes = 5, Axis = 1)", "Input(\"B\", 7, \"T\"), Linear(5), CrossEntropyLoss(Classes = 5)")]
    [InlineData("Input(\"B\", 5, \"T\"), Linear(4), CrossEntropyLoss(Classes = 5)", "Input(\"B\", 5, \"T\"), Linear(4), CrossEntropyLoss(Classes = 5, Axis = 1)")]
    [InlineData("Input(\"B\", 3, 32, 32), Conv(16, Kernel = 5), AdaptiveAvgPool(1), CrossEntropyLoss", "Input(\"B\", 3, 32, 32), Conv(16, Kernel = 5), AdaptiveAvgPool(1), Flatten, CrossEntropyLoss")]
    public Task Classes(string faulty, string meant) => Chain(faulty, meant);

    /// <summary>What the entries of a Reshape lack.</summary>
    [Theory]
    [InlineData("Input(\"B\", \"T\", 12, 64), Reshape(\"B\", \"T\")", "Input(\"B\", \"T\", 12, 64), Reshape(\"B\", \"T\", 768)")]
    [InlineData("Input(\"B\", \"T\", 12, 64), Reshape(\"B\", \"T\", 64)", "Input(\"B\", \"T\", 12, 64), Reshape(\"B\", \"T\", 768)")]
    [InlineData("Input(\"B\", 16, 4, 4), Reshape(-1, 400), Linear(10)", "Input(\"B\", 16, 4, 4), Reshape(-1, 256), Linear(10)")]
    [InlineData("Input(\"B\", 28, 28), Reshape(64, 784), Linear(10)", "Input(\"B\", 28, 28), Reshape(\"B\", 784), Linear(10)")]
    [InlineData("Input(\"B\", \"T\", 512), Linear(512), Reshape(\"B\", \"T\", 12, 64)", "Input(\"B\", \"T\", 512), Linear(768), Reshape(\"B\", \"T\", 12, 64)")]
    public Task Reshape(string faulty, string meant) => Chain(faulty, meant);

    /// <summary>Ids where numbers are read, and the reverse.</summary>
    [Theory]
    [InlineData("Input(\"B\", \"T\", Type = DType.Int64), Embedding(100, 32), MultiHeadAttention(4), Residual, LayerNorm", "Input(\"B\", \"T\", Type = DType.Int64), Embedding(100, 32), MultiHeadAttention(4), Add(\"embedding\"), LayerNorm")]
    [InlineData("Input(\"B\", \"T\", Type = DType.Int64), Lstm(8)", "Input(\"B\", \"T\", Type = DType.Int64), Dim(\"width\"), Dim(\"vocabulary\"), Embedding(\"vocabulary\", \"width\"), Lstm(8)")]
    [InlineData("Input(\"B\", 8, Type = DType.Int64), Linear(3)", "Input(\"B\", 8), Linear(3)")]
    [InlineData("Input(\"B\", \"T\"), Embedding(50, 64), Gru(64)", "Input(\"B\", \"T\", Type = DType.Int64), Embedding(50, 64), Gru(64)")]
    [InlineData("Input(\"B\", \"T\", 5000), Embedding(5000, 64), Gru(64)", "Input(\"B\", \"T\", Type = DType.Int64), Embedding(5000, 64), Gru(64)")]
    public Task Ids(string faulty, string meant) => Chain(faulty, meant);

    /// <summary>Layers of PyTorch and Keras; the arguments stay as they are written.</summary>
    [Theory]
    [InlineData("Input(\"B\", 8), Dense(2 * 8, activation = \"relu\"), Dense(4)", "Input(\"B\", 8), Linear(2 * 8), Relu, Linear(4)")]
    [InlineData("Input(\"B\", 3, 32, 32), Conv2d(3, 4 * 4, 3, padding = 1), ReLU, Flatten, Linear(10)", "Input(\"B\", 3, 32, 32), Conv(4 * 4, Kernel = 3, Padding = 1), Relu, Flatten, Linear(10)")]
    [InlineData("Input(\"B\", \"T\", 8), LSTM(8, 16, num_layers = 2), Select(Axis = 1, Index = -1), Linear(10)", "Input(\"B\", \"T\", 8), Lstm(16, NumLayers = 2), Select(Axis = 1, Index = -1), Linear(10)")]
    [InlineData("Input(\"B\", 8), Linear(8, 2 * 8), Relu(true), Linear(16, 4, Bias = 1 > 2)", "Input(\"B\", 8), Linear(2 * 8), Relu, Linear(4, Bias = 1 > 2)")]
    [InlineData("Input(\"B\", 3, 32, 32), Conv(3, 16, 3, 1, Padding = \"same\"), BatchNorm(16), MaxPool(2, 2), Flatten(1), Linear(10)", "Input(\"B\", 3, 32, 32), Conv(16, Kernel = 3, Stride = 1, Padding = \"same\"), BatchNorm, MaxPool(2, Stride = 2), Flatten(StartAxis = 1), Linear(10)")]
    [InlineData("Input(\"B\", \"T\", 512), TransformerEncoderLayer(512, 8, Causal = true), Linear(10)", "Input(\"B\", \"T\", 512), TransformerEncoderLayer(8, 2048, Causal = true), Linear(10)")]
    public Task ForeignLayers(string faulty, string meant) => Chain(faulty, meant);

    [Fact]
    public Task AResidualOfAStageThatEmbedsIds() => CodeFix.VerifyFirst(
        """
        [Model, Input("B", "T", Type = DType.Int64)]
        public partial class Net
        {
            /// <summary>Attends.</summary>
            [Embedding(100, 32), PositionEmbedding(64)]
            [MultiHeadAttention(4), Residual, LayerNorm]
            Stage attention;

            [Linear(2)] Stage scores;
        }
        """,
        """
        [Model, Input("B", "T", Type = DType.Int64)]
        public partial class Net
        {
            /// <summary>Attends.</summary>
            [Embedding(100, 32), PositionEmbedding(64)] Stage embedded;
            [MultiHeadAttention(4), Residual, LayerNorm]
            Stage attention;

            [Linear(2)] Stage scores;
        }
        """);

    [Fact]
    public Task AStageThatStartsFromTheIdsBesideTheEmbedding() => CodeFix.VerifyFirst(
        """
        [Model, Input("B", "T", Type = DType.Int64)]
        public partial class Net
        {
            [Embedding(100, 32)] Stage words;
            [From("input"), MultiHeadAttention(4), Residual, LayerNorm] Stage attention;
        }
        """,
        """
        [Model, Input("B", "T", Type = DType.Int64)]
        public partial class Net
        {
            [Embedding(100, 32)] Stage words;
            [From(nameof(words)), MultiHeadAttention(4), Residual, LayerNorm] Stage attention;
        }
        """);

    [Fact]
    public Task TheHeadOfARecurrenceOnAStageOfItsOwn() => CodeFix.VerifyFirst(
        """
        [Model, Output("B", 4)]
        public partial class Net
        {
            [Input("B", "T", 8)] Stage x;
            [Lstm(16)] Stage encoded;
            [Linear(8), Relu, Linear(4)] Stage head;
        }
        """,
        """
        [Model, Output("B", 4)]
        public partial class Net
        {
            [Input("B", "T", 8)] Stage x;
            [Lstm(16)] Stage encoded;
            [Select(Axis = 1, Index = -1), Linear(8), Relu, Linear(4)] Stage head;
        }
        """);

    [Fact]
    public Task AMapTimesTheWeightsOfAllItsPixels() => CodeFix.VerifyFirst(
        """
        [Model]
        public partial class Net
        {
            [Input("B", 227, 227)] Stage x;
            [Input(51529, 10)] Stage weights;
            [From(nameof(x), nameof(weights)), MatMul] Stage y;
        }
        """,
        """
        [Model]
        public partial class Net
        {
            [Input("B", 227, 227)] Stage x;
            [Input(51529, 10)] Stage weights;
            [From(nameof(x)), Flatten, MatMul(nameof(weights))] Stage y;
        }
        """);

    [Theory]
    [InlineData("nameof(encoder) + \"h\"", "nameof(encoder) + \".h\"")]
    [InlineData("nameof(encodr) + \".h\"", "nameof(encoder) + \".h\"")]
    [InlineData("$\"{nameof(encoder)}.lsmt.h\"", "nameof(encoder) + \".lstm.h\"")]
    [InlineData("Source", "\"encoder.h\"")]
    public Task Name(string wrong, string meant) => CodeFix.VerifyFirst(Named(wrong), Named(meant));

    /// <summary>An input of the class is no member, which nameof could name.</summary>
    [Fact]
    public Task NameOfAnInputOfTheClass() => CodeFix.VerifyFirst(
        """
        [Model, Input("B", 8)]
        public partial class Net
        {
            [Linear(8)] Stage hidden;
            [From(nameof(input), nameof(hidden)), Add] Stage result;
        }
        """,
        """
        [Model, Input("B", 8)]
        public partial class Net
        {
            [Linear(8)] Stage hidden;
            [From("input", nameof(hidden)), Add] Stage result;
        }
        """);

    /// <summary>Where no single change gives the declared output, none is offered: to take back what is declared is no repair.</summary>
    [Fact]
    public async Task NothingIsOfferedForAnOutputThatNoSingleChangeGives() => Assert.Empty(await CodeFix.Titles(
        "MG0109",
        """[Model, Input("B", 8, 8), Sum(Axis = 1), Output("B", 8, 4)] public partial class Net;"""));

    private static string Named(string source) => $$"""
        [Model, Input("B", "T", 8)]
        public partial class Net
        {
            const string Source = "encodr.h";

            [Lstm(8)] Stage encoder;

            [From({{source}}), Relu] Stage result;
        }
        """;

    /// <summary>Axes that one of two joined tensors lacks: stretching alone would pair the wrong ones.</summary>
    [Theory]
    [InlineData("[Linear(1)] Stage x; [From(nameof(x)), Add(nameof(flat))] Stage y;", "[Linear(1)] Stage x; [From(nameof(x)), Squeeze(1), Add(nameof(flat))] Stage y;")]
    [InlineData("[Linear(1)] Stage x; [From(nameof(x), nameof(flat)), Add] Stage y;", "[Linear(1), Squeeze(1)] Stage x; [From(nameof(x), nameof(flat)), Add] Stage y;")]
    [InlineData("[Linear(1)] Stage x; [From(nameof(flat)), Add(nameof(x))] Stage y;", "[Linear(1), Squeeze(1)] Stage x; [From(nameof(flat)), Add(nameof(x))] Stage y;")]
    [InlineData("[Output, Linear(1)] Stage x; [Output, From(nameof(x)), Linear(2)] Stage z; [Output, From(nameof(flat)), Add(nameof(x))] Stage y;", "[Output, Linear(1)] Stage x; [Output, From(nameof(x)), Linear(2)] Stage z; [Output, From(nameof(flat)), Unsqueeze(1), Add(nameof(x))] Stage y;")]
    [InlineData("[Unsqueeze(1), Relu] Stage x; [From(nameof(state)), Multiply(nameof(x))] Stage y;", "[Unsqueeze(1), Relu, Squeeze(1)] Stage x; [From(nameof(state)), Multiply(nameof(x))] Stage y;")]
    [InlineData("[From(nameof(steps)), Mean(Axis = 1)] Stage m; [From(nameof(steps)), Add(nameof(m))] Stage y;", "[From(nameof(steps)), Mean(Axis = 1), Unsqueeze(1)] Stage m; [From(nameof(steps)), Add(nameof(m), Broadcast = true)] Stage y;")]
    [InlineData("[From(nameof(map)), GlobalAvgPool] Stage s; [From(nameof(map)), Multiply(nameof(s))] Stage y;", "[From(nameof(map)), GlobalAvgPool, Reshape(\"B\", 6, 1, 1)] Stage s; [From(nameof(map)), Multiply(nameof(s), Broadcast = true)] Stage y;")]
    public Task JoinedTensors(string faulty, string meant)
    {
        string inputs = string.Concat(new[] { "[Input(\"B\", 17)] Stage state;", "[Input(\"B\")] Stage flat;",
            "[Input(\"B\", \"T\", 5)] Stage steps;", "[Input(\"B\", 6, 7, 7)] Stage map;" }
            .Where(input => faulty.Contains($"nameof({input.Split(' ')[^1].TrimEnd(';')})")
                || (input.Contains("state;") && !faulty.StartsWith("[From", System.StringComparison.Ordinal))));
        return CodeFix.VerifyFirst($"[Model] public partial class Net {{ {inputs} {First(faulty)} }}",
            $"[Model] public partial class Net {{ {inputs} {First(meant)} }}");

        // Without [From] the first stage starts from the last input.
        static string First(string stages) => stages.StartsWith("[From", System.StringComparison.Ordinal) ? stages
            : stages.StartsWith("[Output, ", System.StringComparison.Ordinal)
            ? "[Output, From(nameof(state)), " + stages["[Output, ".Length..]
            : "[From(nameof(state)), " + stages[1..];
    }

    /// <summary>What has no effect where it is, and has where it was meant.</summary>
    [Theory]
    [InlineData("Input(\"B\", \"T\", 8), Lstm(16, Dropout = 0.5), Linear(2)", "Input(\"B\", \"T\", 8), Lstm(16), Dropout(0.5), Linear(2)")]
    [InlineData("Input(\"B\", \"T\", 8), Gru(16, Dropout = 0.2, Port = \"last\"), Linear(2)", "Input(\"B\", \"T\", 8), Gru(16, Port = \"last\"), Dropout(0.2), Linear(2)")]
    [InlineData("Input(\"B\", \"T\", 8), MultiHeadAttention(2, RotaryBase = 1000), Linear(2)", "Input(\"B\", \"T\", 8), MultiHeadAttention(2, RotaryBase = 1000, Rotary = true), Linear(2)")]
    [InlineData("Input(\"B\", \"T\", 8), MultiHeadAttention(2, QueryKeyNormEps = 1e-5), Linear(2)", "Input(\"B\", \"T\", 8), MultiHeadAttention(2, QueryKeyNormEps = 1e-5, QueryKeyNorm = true), Linear(2)")]
    public Task WithoutEffect(string faulty, string meant) => Chain(faulty, meant);

    /// <summary>Of images of any size, Flatten would give a width that is not known.</summary>
    [Theory]
    [InlineData("Input(\"B\", 3, \"H\", \"W\"), Conv(8, Kernel = 3), Relu, Linear(10)", "Input(\"B\", 3, \"H\", \"W\"), Conv(8, Kernel = 3), Relu, GlobalAvgPool, Linear(10)")]
    [InlineData("Input(\"B\", 3, \"H\", \"W\"), Linear(10)", "Input(\"B\", 3, \"H\", \"W\"), GlobalAvgPool, Linear(10)")]
    [InlineData("Input(\"B\", 3, 32, 32), Conv(8, Kernel = 3), Relu, Linear(10)", "Input(\"B\", 3, 32, 32), Conv(8, Kernel = 3), Relu, Flatten, Linear(10)")]
    public Task Maps(string faulty, string meant) => Chain(faulty, meant);

    /// <summary>One feature of each step is read as the features of one step.</summary>
    [Theory]
    [InlineData("Input(\"B\", \"T\", 8), Lstm(16), Select(Axis = 2, Index = -1), Linear(2)", "Input(\"B\", \"T\", 8), Lstm(16), Select(Axis = 1, Index = -1), Linear(2)")]
    [InlineData("Input(\"B\", \"T\", Type = DType.Int64), Embedding(100, 8), Select(Axis = -1), Linear(2)", "Input(\"B\", \"T\", Type = DType.Int64), Embedding(100, 8), Select(Axis = 1), Linear(2)")]
    public Task Steps(string faulty, string meant) => Chain(faulty, meant);

    private static Task Chain(string faulty, string meant) =>
        CodeFix.VerifyFirst($"[Model, {faulty}]\npublic partial class Net;\n", $"[Model, {meant}]\npublic partial class Net;\n");
}
