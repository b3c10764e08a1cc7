using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>How symbols become constructor parameters and run-time sizes, and where what is not proved is checked.</summary>
public sealed class SymbolTests
{
    [Fact]
    public Task Arithmetic() => Verify("""
        [Model, Input("B", "2*D + 4")]
        [Linear("(D + 1) / 2"), Linear("D - 1"), Linear("D % 3 + 1"), Linear("4*D*D")]
        [Dim("D", Min = 2)]
        public partial class Net;
        """);

    [Fact]
    public Task CompositeInputSize() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "2*T", 4)] Stage x;
            [Input("B", "T + 1", 4)] Stage y;
            [From(nameof(x)), Mean(Axis = 1)] Stage xMean;
            [From(nameof(y)), Mean(Axis = 1), Add(nameof(xMean))] Stage sum;
        }
        """);

    [Fact]
    public Task ParametersAndDefaults() => Verify("""
        [Model, Input("B", "T", "D")]
        [Dim("D", Default = 512, MultipleOf = "heads", Min = 8, Max = 4096), Dim("heads", Default = 8), Dim("T", MultipleOf = 2, Min = 4, Max = 1024)]
        [MultiHeadAttention("heads"), Linear("classes")]
        public partial class Net;
        """);

    [Fact]
    public Task FactsProveWhatWouldBeChecked() => Verify("""
        [Model, Input("B", "D")]
        [Dim("D", MultipleOf = 8)]
        [Linear("D / 8"), Linear("8*(D / 8)"), Residual]
        public partial class Net;
        """);

    [Fact]
    public Task OpenInTheConstructor() => Verify("""
        [Model, Input("B", "T", "D")]
        [MultiHeadAttention("heads"), Linear("H"), Residual]
        public partial class Net;
        """);

    [Fact]
    public Task OpenAtTheCall() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", 4)] Stage x;
            [Input("B", "S", 4)] Stage y;
            [From(nameof(x)), Select(Axis = 1, Index = 2)] Stage third;
            [From(nameof(x), nameof(y)), Add] Stage sum;
            [From(nameof(sum)), Mean(Axis = 1), Add(nameof(third))] Stage result;
        }
        """);

    [Fact]
    public Task OpenAtTheCallOfAnOptionalInput() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "T", 4)] Stage x;
            [Input("B", "S", Type = DType.Bool, Optional = true)] Stage padding;
            [From(nameof(x)), MultiHeadAttention(2, KeyPaddingMask = nameof(padding))] Stage attended;
        }
        """);

    [Fact]
    public Task ConstantsOfTheClass() => Verify("""
        [Model, Input("B", Width)]
        [Linear(2 * Width), Linear("Width / 2")]
        public partial class Net
        {
            private const int Width = 16;
        }
        """);

    [Fact]
    public Task Initialisation() => Verify("""
        [Model, Input("B", "T", Type = DType.Int64)]
        [Embedding(100, 8, Init = Init.Normal), Linear(8, Init = Init.TruncatedNormal, InitStd = 0.1), Lstm(8, Init = Init.Orthogonal), Linear(8)]
        public partial class Net;
        """);

    [Fact]
    public Task InitialisationKeepsThePaddingVector() => Verify("""
        [Model, Input("B", "T", Type = DType.Int64)]
        [Embedding(100, 8, PaddingIndex = 0, Init = Init.Normal), Linear(8)]
        public partial class Net;
        """);

    [Fact]
    public Task LineBreaksInAnExpression() => Verify("""
        [Model, Input("B", "D")]
        [Linear("2\n* D")]
        public partial class Net;
        """);

    [Fact]
    public Task LayerNames() => Verify("""
        [Model, Input("B", 8)]
        public partial class Net
        {
            [Linear(8, Name = "first"), Linear(8), Linear(8)] Stage encoder;
            [Linear(8, Name = "int")] Stage head;
        }
        """);

    private static Task Verify(string source, [System.Runtime.CompilerServices.CallerMemberName] string test = "") =>
        Snapshot.Verify(Compile.Generate(source), method: test);
}
