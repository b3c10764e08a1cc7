using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>The code of recurrent layers.</summary>
public sealed class RecurrentLayerTests
{
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
    public Task Gru_WithLengths() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", 3)] Stage x;
            [Input("B", Type = DType.Int64, Optional = true)] Stage lengths;
            [From(nameof(x)), Gru(8, Lengths = nameof(lengths), Port = "last")] Stage last;
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

    private static Task Verify(string source, [CallerMemberName] string test = "") =>
        Snapshot.Verify(Compile.Generate(source), method: test);
}
