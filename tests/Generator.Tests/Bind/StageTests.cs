using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>How chains, stages, inputs and outputs become a class.</summary>
public sealed class StageTests
{
    [Fact]
    public Task Chain() => Verify("""
        [Model]
        [Input("B", "T", 128)]
        [Lstm(256, NumLayers = 2, Bidirectional = true, Port = "last")]
        [Linear(10)]
        [Output("B", 10)]
        public partial class Classifier;
        """);

    [Fact]
    public Task ChainReadsALayerAbove() => Verify("""
        [Model, Input("B", "T", 8)]
        [Linear(8, Name = "first"), Relu, Linear(8), Add("first"), Lstm(4), Concat("lstm", "relu")]
        public partial class Net;
        """);

    [Fact]
    public Task Stages() => Verify("""
        [Model]
        [Input("B", "T", "D")]
        public partial class TransformerBlock
        {
            [MultiHeadAttention(8), Dropout(0.1), Residual, LayerNorm]
            Stage attention;

            [Linear(2048), Relu, Linear("D"), Dropout(0.1), Residual, LayerNorm]
            Stage feedForward;
        }
        """);

    [Fact]
    public Task StagesOutOfOrder() => Verify("""
        [Model, Input("B", 8)]
        public partial class Net
        {
            [From(nameof(right), nameof(left)), Concat, Output] Stage joined;
            [From("input"), Linear(3)] Stage left;
            [From("input"), Linear(4)] Stage right;
        }
        """);

    [Fact]
    public Task StageWithoutLayers() => Verify("""
        [Model, Input("B", 8)]
        public partial class Net
        {
            [Linear(8)] Stage encoded;
            [From(nameof(encoded))] Stage alias;
            [From(nameof(alias)), Relu, Add(nameof(encoded))] Stage result;
        }
        """);

    [Fact]
    public Task SharedWeights() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", 8)] Stage left;
            [Input("B", 8)] Stage right;
            [From(nameof(left)), Linear(4), Relu] Stage a;
            [From(nameof(right)), Linear(4, Shared = nameof(a)), Relu] Stage b;
            [From(nameof(a), nameof(b)), Concat] Stage both;
        }
        """);

    [Fact]
    public Task LayersUnderAConstant() => Verify("""
        [Model, Input("B", 8)]
        [Linear(8), Dropout(When = Regularised), Relu(When = !Regularised), Linear(2)]
        public partial class Net
        {
            private const bool Regularised = false;
        }
        """);

    [Fact]
    public Task Ports() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "S", 4)] Stage source;
            [Input("B", "T", 4)] Stage target;
            [From(nameof(source)), Lstm(8)] Stage encoder;
            [From(nameof(target)), Lstm(8, InitialHidden = nameof(encoder) + ".h", InitialCell = nameof(encoder) + ".c")] Stage decoder;
            [From(nameof(decoder) + ".last", nameof(encoder) + ".last"), Concat, Linear(2)] Stage logits;
        }
        """);

    [Fact]
    public Task OptionalInput() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", 16)] Stage x;
            [Input("B", "T", "T", Type = DType.Bool, Optional = true)] Stage mask;
            [From(nameof(x)), MultiHeadAttention(4, Mask = nameof(mask))] Stage attended;
        }
        """);

    [Fact]
    public Task OptionalInputsInTheMiddle() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", 4)] Stage x;
            [Input("B", "T", Type = DType.Bool, Optional = true)] Stage padding;
            [Input("B", "T", 4)] Stage y;
            [From(nameof(x)), MultiHeadAttention(2, KeyPaddingMask = nameof(padding)), Add(nameof(y))] Stage attended;
        }
        """);

    [Fact]
    public Task SymbolOfOptionalInputsOnly() => Verify("""
        [Model]
        public partial class Net
        {
            [Input(3, 6, 16)] Stage x;
            [Input("N", 6, 6, Optional = true)] Stage bias;
            [Input("N", 6, Type = DType.Bool, Optional = true)] Stage padding;
            [From(nameof(x)), MultiHeadAttention(4, Mask = nameof(bias), KeyPaddingMask = nameof(padding))] Stage attended;
        }
        """);

    [Fact]
    public Task NamedInputsOfTheClass() => Verify("""
        [Model, Input("B", "T", Type = DType.Int64, Name = "ids"), Input("B", "T", 8, Name = "features")]
        [Embedding(100, 8), Add("features")]
        public partial class Net;
        """);

    [Fact]
    public Task LeadingAxes() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("...", "D")] Stage x;
            [Input("...", "T", 4)] Stage sequence;
            [From(nameof(sequence)), Mean(Axis = -2)] Stage mean;
            [From(nameof(x), nameof(mean)), Concat, Linear(3)] Stage logits;
        }
        """);

    [Fact]
    public Task LeadingAxesAfterAnOptionalInput() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("...", "T", "T", Type = DType.Bool, Optional = true)] Stage mask;
            [Input("...", "T", 8)] Stage x;
            [From(nameof(x), nameof(x), nameof(x)), ScaledDotProductAttention(Mask = nameof(mask))] Stage attended;
        }
        """);

    [Fact]
    public Task SeveralOutputs() => Verify("""
        [Model, Input("B", 8)]
        public partial class Net
        {
            [Linear(4), Relu, Output("B", 4)] Stage hidden;
            [Linear(2), Output] Stage logits;
        }
        """);

    [Fact]
    public Task TheInputAsOutput() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", 8), Output] Stage x;
            [Linear(2), Output] Stage logits;
            [From(nameof(logits)), Output] Stage again;
        }
        """);

    [Fact]
    public Task MoreThanSixInputs() => Verify("""
        [Model, CrossEntropyLoss]
        public partial class Net
        {
            [Input("B", 2)] Stage a;
            [Input("B", 2)] Stage b;
            [Input("B", 2)] Stage c;
            [Input("B", 2)] Stage d;
            [Input("B", 2)] Stage e;
            [Input("B", 2)] Stage f;
            [Input("B", 2)] Stage g;
            [From(nameof(a), nameof(b), nameof(c), nameof(d), nameof(e), nameof(f), nameof(g)), Add] Stage sum;
        }
        """);

    [Fact]
    public Task Loss() => Verify("""
        [Model, Input("B", "T", Type = DType.Int64), Input("B", "T", Type = DType.Bool, Optional = true, Name = "padding")]
        [Embedding("vocabulary", 8), MultiHeadAttention(2, KeyPaddingMask = "padding"), Linear("vocabulary"), CrossEntropyLoss]
        public partial class Net;
        """);

    [Fact]
    public Task LossOfEachItem() => Verify("""
        [Model, Input("B", 8, Name = "target")]
        [Linear(4), CrossEntropyLoss(Reduction = LossReduction.None)]
        public partial class Net;
        """);

    private static Task Verify(string source, [System.Runtime.CompilerServices.CallerMemberName] string test = "") =>
        Snapshot.Verify(Compile.Generate(source), method: test);
}
