using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>The code of dense layers, embeddings and positional encodings.</summary>
public sealed class DenseLayerTests
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
    public Task Bilinear() => Verify("""
        [Model]
        public partial class Net
        {
            [Input("B", "D")] Stage a;
            [Input("B", 5)] Stage b;
            [From(nameof(a)), Bilinear(3, nameof(b))] Stage scores;
            [From(nameof(a), nameof(b)), Bilinear("H", Bias = false), Linear(3), Add(nameof(scores))] Stage sum;
        }
        """);

    private static Task Verify(string source, [CallerMemberName] string test = "") =>
        Snapshot.Verify(Compile.Generate(source), method: test);
}
