using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>Settings: parameters of the constructor that are no sizes.</summary>
public sealed class SettingTests
{
    private const string _layer = """
        [Model, Input("B", "T", "D")]
        [Setting("eps"), Setting("rotary"), Setting("activation"), Setting("dropout")]
        public partial class Layer
        {
            [RmsNorm(Eps = "eps"), MultiHeadAttention("heads", Causal = true, Rotary = "rotary", Dropout = "dropout"), Dropout("dropout"), Residual] Stage attention;
            [RmsNorm(Eps = "eps"), GatedFeedForward("4*D", Activation = "activation"), Residual] Stage feedForward;
        }
        """;

    [Fact]
    public Task OfABlock() => Snapshot.Verify(Compile.Generate([_layer, """
        [Model, Input("B", "T", Type = DType.Int64)]
        [Setting("eps", Default = 1e-6), Setting("rotary"), Setting("activation", Default = Activation.Silu), Setting("rate", Default = 0)]
        [Embedding(100, "D"), Block<Layer>(2, With = "heads = 4, dropout = rate"), RmsNorm(Eps = "eps"), TiedLinear("embedding")]
        [Autoregressive]
        public partial class Net;
        """]));

    [Fact]
    public Task GivenByWith() => Snapshot.Verify(Compile.Generate(["""
        [Model, Input("B", "D")]
        [Setting("eps"), Setting("dropout", Default = 0.1)]
        [LayerNorm(Eps = "eps"), Linear("D"), Dropout("dropout")]
        public partial class Layer;
        """, """
        [Model, Input("B", 8)]
        [Block<Layer>(With = "eps = 1e-3, dropout = 0")]
        [Block<Layer>(With = "eps = 0.5")]
        public partial class Net;
        """]));

    /// <summary>What the block's assembly says of its settings is read back.</summary>
    [Fact]
    public Task OfAnotherAssembly()
    {
        MetadataReference library = Compile.Library("""
            namespace Parts;
            [Model, Input("B", "D"), Setting("eps"), Setting("dropout", Default = 0.1), Setting("activation")]
            [LayerNorm(Eps = "eps"), FeedForward(4, Activation = "activation"), Dropout("dropout")]
            public partial class Dense;
            """);
        return Snapshot.Verify(Compile.Generate(
            """
            [Model, Input("B", 8), Setting("eps", Default = 1e-3), Setting("act"), Block<Parts.Dense>(2, With = "activation = act")]
            public partial class Net;
            """,
            new CompileOptions { References = [library] }));
    }

    [Fact]
    public Task OfEveryKind() => Snapshot.Verify(Compile.Generate("""
        [Model]
        [Setting("event"), Setting("rate", Default = 0.25), Setting("activation", Default = Activation.Gelu)]
        public partial class Net
        {
            [Input("B", "T", 8)] Stage x;
            [Input("B", "S", 8)] Stage y;
            [From(nameof(x)), LayerNorm(Eps = "event"), DropPath("rate"), FeedForward(16, Activation = "activation", Dropout = "rate"), Normalize(Eps = "event")] Stage a;
            [TransformerEncoderLayer(2, 16, Eps = "event", Dropout = "rate", Activation = "activation")] Stage b;
            [From(nameof(b), nameof(y), nameof(y)), ScaledDotProductAttention(Dropout = "rate", Scale = 0.5, Causal = true, Window = 3)] Stage c;
            [Lstm(8, NumLayers = 2, Dropout = "rate")] Stage d;
            [BatchNorm(Eps = "event"), GroupNorm(1, Eps = "event"), InstanceNorm(Eps = "event"), Dropout2d("rate"), Permute(0, 2, 1)] Stage e;
        }
        """));
}
