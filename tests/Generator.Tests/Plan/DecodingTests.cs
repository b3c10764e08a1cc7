using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>What a model with [Autoregressive] gains.</summary>
public sealed class DecodingTests
{
    private const string Gpt = """
        [Model, Input("B", "T", "D")]
        public partial class GptBlock
        {
            [LayerNorm, MultiHeadAttention("heads", Causal = true), Residual]
            Stage attention;

            [LayerNorm, FeedForward("4*D"), Residual]
            Stage feedForward;
        }

        [Model, Input("B", "T", Type = DType.Int64)]
        [Embedding(50257, 768), PositionEmbedding(1024), Dropout(0.1)]
        [Block<GptBlock>(12, With = "heads = 12")]
        [LayerNorm, TiedLinear("embedding")]
        [Autoregressive]
        public partial class Gpt;
        """;

    [Fact]
    public Task Blocks() => Snapshot.Verify(Compile.Generate(Gpt));

    [Fact]
    public Task Recurrence() => Snapshot.Verify(Compile.Generate("""
        [Model, Input("B", "T", Type = DType.Int64)]
        [Embedding("vocabulary", 64), Lstm(384, NumLayers = 2), Dropout(0.1), Linear("vocabulary")]
        [Autoregressive]
        public partial class CharLstm;
        """));

    [Fact]
    public Task EncoderAndDecoder() => Snapshot.Verify(Compile.Generate("""
        [Model]
        public partial class DecoderBlock
        {
            [Input("B", "T", "D")] Stage x;
            [Input("B", "S", "D")] Stage memory;
            [Input("B", "S", Type = DType.Bool, Optional = true)] Stage padding;

            [From(nameof(x)), MultiHeadAttention(8, Causal = true), Residual, LayerNorm]
            Stage self;

            [MultiHeadAttention(8, Memory = nameof(memory), KeyPaddingMask = nameof(padding)), Residual, LayerNorm]
            Stage cross;
        }

        [Model]
        [Autoregressive]
        public partial class Translator
        {
            [Input("B", "S", Type = DType.Int64)] Stage source;
            [Input("B", "T", Type = DType.Int64)] Stage target;
            [Input("B", "S", Type = DType.Bool, Optional = true)] Stage padding;

            [From(nameof(source)), Embedding(1000, 64), SinusoidalPositions, TransformerEncoderLayer(8, 128, KeyPaddingMask = nameof(padding))]
            Stage memory;

            [From(nameof(target)), Embedding(1000, 64), SinusoidalPositions, Block<DecoderBlock>(2, Inputs = new[] { nameof(memory), nameof(padding) })]
            Stage decoded;

            [Linear(1000)]
            Stage logits;
        }
        """));
}
