using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>
/// What each kind of layer becomes, with the options that change its code. A test is named after its kind, with what is
/// special after it.
/// </summary>
public sealed class LayerTests
{
    [Fact]
    public Task Linear() => Verify("""
        [Model, Input("...", 3)]
        [Linear(4, In = 3), Linear("H", Bias = false)]
        public partial class Net;
        """);

    [Fact]
    public Task Embedding() => Verify("""
        [Model, Input("B", "T", Type = DType.Int64)]
        [Embedding("vocabulary", 8, PaddingIndex = 0)]
        public partial class Net;
        """);

    [Fact]
    public Task Embedding_CheckIds() => Verify("""
        [Model, Input("B", "T", Type = DType.Int64)]
        [Embedding("vocabulary", 8, CheckIds = true)]
        public partial class Net;
        """);

    [Fact]
    public Task PositionEmbedding() => Verify("""
        [Model, Input("B", "T", "D")]
        [PositionEmbedding(128)]
        public partial class Net;
        """);

    [Fact]
    public Task LearnedTokens() => Verify("""
        [Model, Input("...", "T", "D")]
        [LearnedTokens(1), LearnedTokens("registers")]
        public partial class Net;
        """);

    [Fact]
    public Task SinusoidalPositions() => Verify("""
        [Model, Input("B", "T", 8)]
        [SinusoidalPositions]
        public partial class Net;
        """);

    [Fact]
    public Task TiedLinear() => Verify("""
        [Model, Input("B", "T", Type = DType.Int64)]
        [Embedding(100, 8), Linear(8), TiedLinear("embedding")]
        public partial class Net;
        """);

    [Fact]
    public Task TiedLinear_ToAnotherStage() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", Type = DType.Int64)] Stage ids;
            [Embedding(100, 8, Name = "words")] Stage embedded;
            [TiedLinear("embedded.words")] Stage logits;
        }
        """);

    [Fact]
    public Task TiedLinear_WithBias() => Verify("""
        [Model, Input("B", "T", Type = DType.Int64)]
        [Embedding(100, 8), Linear(8), TiedLinear("embedding", Bias = true)]
        public partial class Net;
        """);

    [Fact]
    public Task Rnn() => Verify("""
        [Model, Input("B", "T", 3)]
        [Rnn(8, Nonlinearity = Nonlinearity.Relu, Bias = false)]
        public partial class Net;
        """);

    [Fact]
    public Task Lstm() => Verify("""
        [Model, Input("B", "T", 3)]
        [Lstm("H", NumLayers = 2, Bidirectional = true, Dropout = 0.1)]
        public partial class Net;
        """);

    [Fact]
    public Task Lstm_WithStates() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", 3)] Stage x;
            [Input(1, "B", 8, Optional = true)] Stage h0;
            [Input(1, "B", 8, Optional = true)] Stage c0;
            [From(nameof(x)), Lstm(8, InitialHidden = nameof(h0), InitialCell = nameof(c0)), Output] Stage sequence;
            [From(nameof(sequence) + ".h"), Output] Stage h;
            [From(nameof(sequence) + ".c"), Output] Stage c;
        }
        """);

    [Fact]
    public Task Gru() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", 3)] Stage x;
            [Gru(8, Bidirectional = true)] Stage sequence;
            [From(nameof(sequence) + ".last"), Linear(2)] Stage logits;
        }
        """);

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
    public Task FeedForward() => Verify("""
        [Model, Input("B", "T", "D")]
        [FeedForward("4*D", Activation = Activation.GeluTanh, Dropout = 0.1)]
        public partial class Net;
        """);

    [Fact]
    public Task Block() => Verify(
        """
        [Model, Input("B", 3)]
        [Block<Layer>, Linear(2)]
        public partial class Net;
        """,
        """
        [Model, Input("B", "D"), Linear("D"), Relu]
        public partial class Layer;
        """);

    [Fact]
    public Task Block_Repeated() => Verify(
        """
        [Model, Input("B", 3)]
        [Linear(8), Block<Layer>("depth"), Linear(2)]
        public partial class Net;
        """,
        """
        [Model, Input("B", "D"), Linear("D"), Relu]
        public partial class Layer;
        """);

    [Fact]
    public Task Apply() => Verify("""
        using TorchSharp;

        [Model, Input("B", 3, Name = "x"), Input("B", 3, Name = "y")]
        [Linear(3), Apply(nameof(Scale), Inputs = new[] { "y" }), Relu]
        public partial class Net<T>
        {
            [return: Shape("N", "D")]
            private static torch.Tensor Scale([Shape("N", "D")] torch.Tensor x, [Shape("N", "D")] torch.Tensor by) => x * by;
        }
        """);

    [Fact]
    public Task Module() => Verify("""
        using TorchSharp;

        [Model, Input("B", "T", 3)]
        [Module<TorchSharp.Modules.Tanhshrink>("B", "T", 3, Create = nameof(Shrink)), Relu]
        public partial class Net
        {
            private static TorchSharp.Modules.Tanhshrink Shrink() => torch.nn.Tanhshrink();
        }
        """);

    [Fact]
    public Task Normalize() => Verify("""
        [Model, Input("...", "T", "D")]
        [Normalize, Normalize(Axis = -2, Eps = 1e-6)]
        public partial class Net;
        """);

    [Fact]
    public Task LayerNorm() => Verify("""
        [Model, Input("B", "D")]
        [LayerNorm, LayerNorm(Eps = 1e-6, Bias = false), LayerNorm(Affine = false)]
        public partial class Net;
        """);

    [Theory]
    [InlineData("Relu")]
    [InlineData("Gelu")]
    [InlineData("Gelu(Tanh = true)")]
    [InlineData("Silu")]
    [InlineData("Tanh")]
    [InlineData("Sigmoid")]
    public Task Activation(string layer) => Verify(
        $"""
        [Model, Input("B", 3)]
        [{layer}, {layer}]
        public partial class Net;
        """,
        variant: layer);

    [Theory]
    [InlineData("Softmax")]
    [InlineData("LogSoftmax(Axis = -2)")]
    public Task Softmax(string layer) => Verify(
        $"""
        [Model, Input("...", "A", "C")]
        [{layer}]
        public partial class Net;
        """,
        variant: layer);

    [Fact]
    public Task Select() => Verify("""
        [Model, Input("B", "T", 8)]
        [Select(Axis = 1, Index = -1), Select(Axis = -1, Index = 3)]
        public partial class Net;
        """);

    [Fact]
    public Task Mean() => Verify("""
        [Model, Input("B", "T", 8)]
        [Mean(Axis = 1, KeepDim = true), Mean(Axis = -1)]
        public partial class Net;
        """);

    [Fact]
    public Task Flatten() => Verify("""
        [Model, Input("B", "C", "H", "W")]
        [Flatten(StartAxis = 2), Flatten]
        public partial class Net;
        """);

    [Fact]
    public Task Residual() => Verify("""
        [Model, Input("B", "D")]
        [Linear("D"), Residual]
        public partial class Net;
        """);

    [Fact]
    public Task Add() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", "D")] Stage a;
            [Input("B", "T", "D")] Stage b;
            [Input("D")] Stage bias;
            [From(nameof(a), nameof(b)), Add(nameof(bias), Broadcast = true)] Stage sum;
        }
        """);

    [Fact]
    public Task Concat() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "A", 4)] Stage a;
            [Input("B", "C", 4)] Stage c;
            [From(nameof(a), nameof(c)), Concat(nameof(a), Axis = 1)] Stage joined;
        }
        """);

    [Fact]
    public Task Dropout() => Verify("""
        [Model, Input("B", 3)]
        [Linear(4), Dropout(0.1), Linear(2)]
        public partial class Net;
        """);

    [Fact]
    public Task CrossEntropyLoss() => Verify("""
        [Model, Input("B", "T", 8)]
        [Linear(10)]
        [CrossEntropyLoss(Reduction = LossReduction.Sum, IgnoreIndex = 0, LabelSmoothing = 0.1, Classes = 10)]
        public partial class Net;
        """);

    private static Task Verify(string source, string? block = null, object? variant = null, [System.Runtime.CompilerServices.CallerMemberName] string test = "") =>
        Snapshot.Verify(Compile.Generate(block is null ? [source] : [source, block]), variant, method: test);
}
