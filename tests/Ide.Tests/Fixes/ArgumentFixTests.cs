using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Ide.Tests.Fixes;

/// <summary>Fixes that change an argument.</summary>
public sealed class ArgumentFixTests
{
    private const string WrongWidth = """
        [Model]
        [Input("B", 512)]
        [Linear(10, In = 500)]      // scores
        public partial class Net;
        """;

    [Fact]
    public Task WidthIsSet() => CodeFix.Verify("MG0102", "Change In to 512", WrongWidth, WrongWidth.Replace("In = 500", "In = 512"));

    [Fact]
    public Task WidthIsLeftOut() => CodeFix.Verify("MG0102", "Remove In", WrongWidth, WrongWidth.Replace(", In = 500", ""));

    [Fact]
    public Task SymbolicWidthIsSet() => CodeFix.Verify(
        "MG0102",
        "Change In to \"2*D\"",
        """
        [Model, Input("B", "D"), Linear("2*D"), Relu, Linear(10, In = "D")] public partial class Net;
        """,
        """
        [Model, Input("B", "D"), Linear("2*D"), Relu, Linear(10, In = "2*D")] public partial class Net;
        """);

    [Fact]
    public Task WidthsAreSetAtOnce() => CodeFix.VerifyAll(
        "MG0102",
        "Change In to 512",
        """
        [Model, Input("B", 512)]
        public partial class Net
        {
            [Linear(256, In = 500), Relu] Stage first;

            [Output, From(nameof(first)), Linear(10, In = 256)] Stage last;
        }

        [Model, Input("B", 16), Linear(10, In = 15)]
        public partial class Other;
        """,
        """
        [Model, Input("B", 512)]
        public partial class Net
        {
            [Linear(256, In = 512), Relu] Stage first;

            [Output, From(nameof(first)), Linear(10, In = 256)] Stage last;
        }

        [Model, Input("B", 16), Linear(10, In = 16)]
        public partial class Other;
        """);

    [Fact]
    public async Task HeadsAreTheNearestDivisors()
    {
        const string source = """
            [Model]
            [Input("B", "T", 512)]
            public partial class Block
            {
                const int Heads = 12;

                [MultiHeadAttention(Heads, Causal = true), Residual] Stage attention;
            }
            """;
        Assert.Equal(["Change heads to 8", "Change heads to 16"], await CodeFix.Titles("MG0105", source));
        await CodeFix.Verify("MG0105", "Change heads to 16", source, source.Replace("(Heads,", "(16,"));
    }

    [Fact]
    public Task HeadsAreChangedAtOnce() => CodeFix.VerifyAll(
        "MG0105",
        "Change heads to 8",
        """
        [Model, Input("B", "T", 512), MultiHeadAttention(12)] public partial class A;
        [Model, Input("B", "T", 100), MultiHeadAttention(8)] public partial class B;
        """,
        """
        [Model, Input("B", "T", 512), MultiHeadAttention(8)] public partial class A;
        [Model, Input("B", "T", 100), MultiHeadAttention(5)] public partial class B;
        """);

    [Fact]
    public Task KeyValueHeads() => CodeFix.Verify(
        "MG0105",
        "Change KeyValueHeads to 4",
        """[Model, Input("B", "T", 512), MultiHeadAttention(8, KeyValueHeads = 3)] public partial class A;""",
        """[Model, Input("B", "T", 512), MultiHeadAttention(8, KeyValueHeads = 4)] public partial class A;""");

    /// <summary>The channels on both sides divide by it.</summary>
    [Fact]
    public async Task GroupsOfADepthwiseConvolution()
    {
        const string Source = """[Model, Input("B", 32, 56, 56), Conv(48, Kernel = 3, Padding = 1, Groups = 32)] public partial class A;""";
        Assert.Equal(["Change Groups to 16"], await CodeFix.Titles("MG0120", Source));
        await CodeFix.Verify("MG0120", "Change Groups to 16", Source, Source.Replace("Groups = 32", "Groups = 16"));
    }

    [Fact]
    public Task Groups() => CodeFix.Verify(
        "MG0120",
        "Change Groups to 2",
        """[Model, Input("B", 4, "H", "W"), Conv(8, Kernel = 1, Groups = 3)] public partial class A;""",
        """[Model, Input("B", 4, "H", "W"), Conv(8, Kernel = 1, Groups = 2)] public partial class A;""");

    [Fact]
    public Task OutputKeepsWhatIsRight() => CodeFix.Verify(
        "MG0109",
        "Change the output to (B, 10)",
        """
        [Model, Input("B", 512)]
        [Linear(10)]
        [Output( "B", /* classes */ 12 )]
        public partial class Net;
        """,
        """
        [Model, Input("B", 512)]
        [Linear(10)]
        [Output( "B", /* classes */ 10 )]
        public partial class Net;
        """);

    [Fact]
    public Task OutputOfAStageGetsOtherAxes() => CodeFix.Verify(
        "MG0109",
        "Change the output to (B, T, 10)",
        """
        [Model, Input("B", "T", 512)]
        public partial class Net
        {
            [Linear(10), Output("B", 10)] Stage scores;
        }
        """,
        """
        [Model, Input("B", "T", 512)]
        public partial class Net
        {
            [Linear(10), Output("B", "T", 10)] Stage scores;
        }
        """);

    [Fact]
    public Task OutputsAreChangedAtOnce() => CodeFix.VerifyAll(
        "MG0109",
        "Change the output to (B, 10)",
        """
        [Model, Input("B", 512), Linear(10), Output("B", 12)] public partial class A;
        [Model, Input("B", 512), Linear("K"), Output("B", 1, "K")] public partial class B;
        """,
        """
        [Model, Input("B", 512), Linear(10), Output("B", 10)] public partial class A;
        [Model, Input("B", 512), Linear("K"), Output("B", "K")] public partial class B;
        """);

    [Fact]
    public Task InputGetsItsType() => CodeFix.Verify(
        "MG0103",
        "Add Type = DType.Int64",
        """[Model, Input("B", "T"), Embedding(100, 8)] public partial class Net;""",
        """[Model, Input("B", "T", Type = DType.Int64), Embedding(100, 8)] public partial class Net;""");

    [Fact]
    public Task InputLosesItsType() => CodeFix.Verify(
        "MG0103",
        "Remove Type",
        """[Model, Input("B", "T", Type = DType.Int64), Linear(8)] public partial class Net;""",
        """[Model, Input("B", "T"), Linear(8)] public partial class Net;""");

    [Fact]
    public Task ConcatAlongTheAxisThatDiffers() => CodeFix.Verify(
        "MG0107",
        "Add Axis = 1",
        """
        [Model]
        public partial class Net
        {
            [Input("B", 3, 8)] Stage a;
            [Input("B", 5, 8)] Stage b;
            [From(nameof(a), nameof(b)), Concat] Stage joined;
        }
        """,
        """
        [Model]
        public partial class Net
        {
            [Input("B", 3, 8)] Stage a;
            [Input("B", 5, 8)] Stage b;
            [From(nameof(a), nameof(b)), Concat(Axis = 1)] Stage joined;
        }
        """);

    [Fact]
    public Task BroadcastIsSaid() => CodeFix.Verify(
        "MG0112",
        "Add Broadcast = true",
        """
        [Model]
        public partial class Net
        {
            [Input("B", "T", 8)] Stage a;
            [Input("B", 1, 8)] Stage b;
            [From(nameof(a)), Add(nameof(b))] Stage sum;
        }
        """,
        """
        [Model]
        public partial class Net
        {
            [Input("B", "T", 8)] Stage a;
            [Input("B", 1, 8)] Stage b;
            [From(nameof(a)), Add(nameof(b), Broadcast = true)] Stage sum;
        }
        """);

    [Fact]
    public Task BroadcastIsSaidAtOnce() => CodeFix.VerifyAll(
        "MG0112",
        "Add Broadcast = true",
        """
        [Model]
        public partial class Net
        {
            [Input("B", "T", 8)] Stage a;
            [Input("B", 1, 8)] Stage b;
            [Output, From(nameof(a), nameof(b)), Add] Stage sum;
            [Output, From(nameof(a), nameof(b)), Multiply] Stage product;
        }
        """,
        """
        [Model]
        public partial class Net
        {
            [Input("B", "T", 8)] Stage a;
            [Input("B", 1, 8)] Stage b;
            [Output, From(nameof(a), nameof(b)), Add(Broadcast = true)] Stage sum;
            [Output, From(nameof(a), nameof(b)), Multiply(Broadcast = true)] Stage product;
        }
        """);

    [Fact]
    public Task MatricesAreTransposed() => CodeFix.Verify(
        "MG0132",
        "Add TransposeOther = true",
        """
        [Model]
        public partial class Net
        {
            [Input("B", 3, 8)] Stage a;
            [Input("B", 5, 8)] Stage b;
            [From(nameof(a), nameof(b)), MatMul] Stage scores;
        }
        """,
        """
        [Model]
        public partial class Net
        {
            [Input("B", 3, 8)] Stage a;
            [Input("B", 5, 8)] Stage b;
            [From(nameof(a), nameof(b)), MatMul(TransposeOther = true)] Stage scores;
        }
        """);

    [Fact]
    public Task BiasBeforeBatchNorm() => CodeFix.VerifyAll(
        "MG0204",
        "Add Bias = false",
        """
        [Model, Input("B", 3, "H", "W")]
        [Conv(8, Kernel = 3, Padding = 1)]      // keeps the size
        [BatchNorm, Relu]
        [Conv(
            8,
            Kernel = 3,
            Padding = 1
        )]
        [BatchNorm]
        public partial class Net;
        """,
        """
        [Model, Input("B", 3, "H", "W")]
        [Conv(8, Kernel = 3, Padding = 1, Bias = false)]      // keeps the size
        [BatchNorm, Relu]
        [Conv(
            8,
            Kernel = 3,
            Padding = 1, Bias = false
        )]
        [BatchNorm]
        public partial class Net;
        """);

    [Fact]
    public Task ClassesStandOnAxis1() => CodeFix.Verify(
        "MG0211",
        "Add Axis = 1",
        """[Model, Input("B", 3, "H", "W"), Conv(5, Kernel = 1), CrossEntropyLoss] public partial class Net;""",
        """[Model, Input("B", 3, "H", "W"), Conv(5, Kernel = 1), CrossEntropyLoss(Axis = 1)] public partial class Net;""");

    [Theory]
    [InlineData("Change Classes to 10", "[Linear(10), CrossEntropyLoss(Classes = 10)]")]
    [InlineData("Change features to 12", "[Linear(12), CrossEntropyLoss(Classes = 12)]")]
    public Task ClassesOfTheLoss(string title, string expected) => CodeFix.Verify(
        "MG0114",
        title,
        """
        [Model, Input("B", 8)]
        [Linear(10), CrossEntropyLoss(Classes = 12)]
        public partial class Net;
        """,
        $$"""
        [Model, Input("B", 8)]
        {{expected}}
        public partial class Net;
        """);

    [Fact]
    public Task PositionsForEveryStep() => CodeFix.Verify(
        "MG0113",
        "Change maximum to 100",
        """[Model, Input("B", 100, 8), PositionEmbedding(64)] public partial class Net;""",
        """[Model, Input("B", 100, 8), PositionEmbedding(100)] public partial class Net;""");

    [Fact]
    public Task WindowNeedsCausal() => CodeFix.Verify(
        "MG0011",
        "Add Causal = true",
        """[Model, Input("B", "T", 8), MultiHeadAttention(2, Window = 4)] public partial class Net;""",
        """[Model, Input("B", "T", 8), MultiHeadAttention(2, Window = 4, Causal = true)] public partial class Net;""");

    [Theory]
    [InlineData("Conv(4, Kernel = 3, Stride = 2, Padding = \"same\")", "Conv(4, Kernel = 3, Stride = 2, Padding = 1)", "Change Padding to 1")]
    [InlineData("MaxPool(3, Stride = 2, Padding = 2)", "MaxPool(3, Stride = 2, Padding = 1)", "Change Padding to 1")]
    [InlineData("MaxPool(new[] { 2, 4 }, Padding = 2)", "MaxPool(new[] { 2, 4 }, Padding = new[] { 1, 2 })", "Change Padding to new[] { 1, 2 }")]
    public Task Padding(string wrong, string right, string title) => CodeFix.Verify(
        "MG0011",
        title,
        $$"""[Model, Input("B", 3, 32, 32), {{wrong}}] public partial class Net;""",
        $$"""[Model, Input("B", 3, 32, 32), {{right}}] public partial class Net;""");

    [Fact]
    public Task SoftmaxOverFeatures() => CodeFix.Verify(
        "MG0212",
        "Change Axis to -1",
        """[Model, Input("B", 8), Softmax(Axis = 0)] public partial class Net;""",
        """[Model, Input("B", 8), Softmax(Axis = -1)] public partial class Net;""");

    [Fact]
    public Task ChannelAxisForAKernelOfTwo() => CodeFix.Verify(
        "MG0101",
        "Change input 'input' to (B, 1, 28, 28)",
        """[Model, Input("B", 28, 28), Conv(4, Kernel = new[] { 3, 3 })] public partial class Net;""",
        """[Model, Input("B", 1, 28, 28), Conv(4, Kernel = new[] { 3, 3 })] public partial class Net;""");

    [Fact]
    public Task Channels_are_moved_first_before_a_feature_map_shrinks_to_nothing() => CodeFix.Verify(
        "MG0104",
        "Change input 'input' to (B, 1, 187)",
        """[Model, Input("B", 187, 1, Name = "input"), Conv(64, Kernel = 10)] public partial class Net;""",
        """[Model, Input("B", 1, 187, Name = "input"), Conv(64, Kernel = 10)] public partial class Net;""");

    [Fact]
    public Task WeightsOfItsOwn() => CodeFix.Verify(
        "MG0115",
        "Remove Shared",
        """
        [Model]
        public partial class Net
        {
            [Input("B", 768)] Stage x;
            [Input("B", 784)] Stage y;
            [Output, From(nameof(x)), Linear(64)] Stage a;
            [Output, From(nameof(y)), Linear(64, Shared = nameof(a))] Stage b;
        }
        """,
        """
        [Model]
        public partial class Net
        {
            [Input("B", 768)] Stage x;
            [Input("B", 784)] Stage y;
            [Output, From(nameof(x)), Linear(64)] Stage a;
            [Output, From(nameof(y)), Linear(64)] Stage b;
        }
        """);

    [Fact]
    public Task BlockThatFitsOnce() => CodeFix.Verify(
        "MG0110",
        "Remove count",
        """
        [Model, Input("B", "D"), Linear(256)] public partial class Layer;
        [Model, Input("B", 512), Block<Layer>(3)] public partial class Net;
        """,
        """
        [Model, Input("B", "D"), Linear(256)] public partial class Layer;
        [Model, Input("B", 512), Block<Layer>] public partial class Net;
        """);

    [Fact]
    public Task ArgumentsWithoutEffect() => CodeFix.VerifyAll(
        "MG0201",
        "Remove Dropout",
        """
        [Model, Input("B", "T", 8)]
        [Lstm(8, Dropout = 0.1, Bidirectional = true)]
        [Gru(8, NumLayers = 1, Dropout = 0.1)]
        public partial class Net;
        """,
        """
        [Model, Input("B", "T", 8)]
        [Lstm(8, Bidirectional = true)]
        [Gru(8, NumLayers = 1)]
        public partial class Net;
        """);

    [Fact]
    public Task LogarithmsForTheLoss() => CodeFix.Verify(
        "MG0210",
        "Replace Softmax with LogSoftmax",
        """[Model, Input("B", 8), Linear(5), ModelGen.Softmax(Axis = -1), NllLoss] public partial class Net;""",
        """[Model, Input("B", 8), Linear(5), ModelGen.LogSoftmax(Axis = -1), NllLoss] public partial class Net;""");

    [Fact]
    public Task ChannelsFirst() => CodeFix.Verify(
        "MG0208",
        "Change input 'input' to (B, 3, 32, 32)",
        """[Model, Input("B", 32, 32, 3), Conv(8, Kernel = 3)] public partial class Net;""",
        """[Model, Input("B", 3, 32, 32), Conv(8, Kernel = 3)] public partial class Net;""");

    private const string ForeignNames = """
        [Model]
        [Input("B", 3, 32, 32)]
        [Conv(16, kernel_size = 3 /* odd */, strides = 2, use_bias = false), Relu]
        [Conv(out_channels = Width, kernel_size = 3, activation = "relu")]
        public partial class Net { const int Width = 32; }
        """;

    [Fact]
    public Task Argument_names_of_another_library_are_translated() => CodeFix.VerifyAll(
        "CS0246",
        "Replace Conv(16, kernel_size = 3, strides = 2, use_bias = false) with Conv(16, Kernel = 3, Stride = 2, Bias = false)",
        ForeignNames,
        """
        [Model]
        [Input("B", 3, 32, 32)]
        [Conv(16, Kernel = 3, Stride = 2, Bias = false), Relu]
        [Conv(Width, Kernel = 3)]
        [Relu]
        public partial class Net { const int Width = 32; }
        """);

    /// <summary>The compiler reports each as a type that it cannot find.</summary>
    [Theory]
    [InlineData("Lstm(8, num_layers = 2, batch_first = true)", "Lstm(8, NumLayers = 2)")]
    [InlineData("Lstm(8, return_sequences = true)", "Lstm(8)")]
    [InlineData("Lstm(8, return_sequences = false)", "Lstm(8, Port = \"last\")")]
    [InlineData("Gru(input_size = 4, hidden_size = 8)", "Gru(8)")]
    [InlineData("Rnn(8, nonlinearity = \"relu\")", "Rnn(8, Nonlinearity = Nonlinearity.Relu)")]
    [InlineData("Conv(64, kernel_size = 3, strides = 2)", "Conv(64, Kernel = 3, Stride = 2)")]
    [InlineData("Conv(64, kernel_size = new[] { 3, 5 }, padding = \"same\", Bias = false)", "Conv(64, Bias = false, Kernel = new[] { 3, 5 }, Padding = \"same\")")]
    [InlineData("Conv(64, kernel_size = 3, activation = \"relu\")", "Conv(64, Kernel = 3), Relu")]
    [InlineData("Conv(3, 64, kernel_size = 3)", "Conv(64, Kernel = 3)")]
    [InlineData("Conv(in_channels = 3, out_channels = 64, kernel_size = 3)", "Conv(64, Kernel = 3)")]
    [InlineData("Linear(10, bias = false)", "Linear(10, Bias = false)")]
    [InlineData("Linear(units = 10)", "Linear(10)")]
    [InlineData("MultiHeadAttention(8, num_heads = 8)", "MultiHeadAttention(8)")]
    [InlineData("MultiHeadAttention(512, num_heads = 8)", "MultiHeadAttention(8)")]
    [InlineData("MultiHeadAttention(embed_dim = 512, num_heads = 8, dropout = 0.1)", "MultiHeadAttention(8, Dropout = 0.1)")]
    [InlineData("Dropout(p = 0.1)", "Dropout(0.1)")]
    [InlineData("Dropout(rate = 0.1)", "Dropout(0.1)")]
    [InlineData("Embedding(num_embeddings = 100, embedding_dim = 8, padding_idx = 0)", "Embedding(100, 8, PaddingIndex = 0)")]
    [InlineData("TransformerEncoderLayer(d_model = 512, nhead = 8, dim_feedforward = 2048, activation = \"gelu\", norm_first = true)", "TransformerEncoderLayer(8, 2048, Activation = Activation.Gelu, NormFirst = true)")]
    [InlineData("LayerNorm(normalized_shape = 512, eps = 1e-6)", "LayerNorm(Eps = 1E-06)")]
    [InlineData("BatchNorm(momentum = 0.99)", "BatchNorm(Momentum = 0.01)")]
    [InlineData("Softmax(dim = 1)", "Softmax(Axis = 1)")]
    [InlineData("Mean(dim = 1, keepdim = true)", "Mean(Axis = 1, KeepDim = true)")]
    [InlineData("Flatten(start_dim = 1)", "Flatten(StartAxis = 1)")]
    [InlineData("MaxPool(pool_size = 2, ceil_mode = true)", "MaxPool(2, CeilMode = true)")]
    [InlineData("LeakyRelu(alpha = 0.2)", "LeakyRelu(NegativeSlope = 0.2)")]
    [InlineData("Elu(alpha = 0.5)", "Elu(Alpha = 0.5)")]
    [InlineData("Gelu(approximate = \"tanh\")", "Gelu(Tanh = true)")]
    [InlineData("Relu(inplace = true)", "Relu")]
    [InlineData("Upsample(scale_factor = 2, mode = \"bilinear\")", "Upsample(2, Mode = Interpolation.Linear)")]
    public Task Argument_names_of_PyTorch_and_Keras_are_translated(string layer, string written)
    {
        string title = $"Replace {layer.Replace("1e-6", "1E-06").Replace("new[] { 3, 5 }", "[3, 5]")} with {written}";
        string before = $"[Model, Input(\"B\", \"T\", 8), {layer}] public partial class Net;";
        string after = $"[Model, Input(\"B\", \"T\", 8), {written.Replace("1E-06", "1e-6")}] public partial class Net;";
        return Regex.Count(layer, @"\b[a-z]\w* =") > 1
            ? CodeFix.VerifyAll("CS0246", title, before, after)
            : CodeFix.Verify("CS0246", title, before, after);
    }

    [Theory]
    [InlineData("Lstm(8, proj_size = 4)")]
    [InlineData("Linear(in_features = 3)")]
    public async Task A_layer_that_would_lack_something_is_not_translated(string layer) => Assert.Empty(
        await CodeFix.Titles("CS0246", $"[Model, Input(\"B\", \"T\", 8), {layer}] public partial class Net;"));

    [Theory]
    [InlineData("Conv(64, Kernel = 3, Stride = 2)")]
    [InlineData("Conv(3, Kernel = 2)")]
    public Task Either_reading_of_three_numbers_is_offered(string written) => CodeFix.Verify(
        "MG0029",
        $"Replace Conv(64, 3, 2) with {written}",
        """[Model, Input("B", 3, 32, 32), Conv(64, 3, 2)] public partial class Net;""",
        $"""[Model, Input("B", 3, 32, 32), {written}] public partial class Net;""");
}
