using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>A model that is another one with adapters.</summary>
public sealed class AdapterTests
{
    private const string _layer = """
        [Model, Input("B", "T", "D")]
        public partial class Layer
        {
            [LayerNorm, MultiHeadAttention(4, Causal = true), Residual] Stage attention;
            [LayerNorm, FeedForward("4*D"), Residual] Stage feedForward;
        }
        """;

    private const string _gpt = """
        [Model, Input("B", "T", Type = DType.Int64)]
        [Dim("layers", Default = 12)]
        [Embedding("vocabulary", 64), PositionEmbedding(256)]
        [Block<Layer>("layers"), LayerNorm, TiedLinear("embedding")]
        [Autoregressive, CrossEntropyLoss]
        public partial class Gpt;
        """;

    [Fact]
    public Task OfALanguageModel() => Snapshot.Verify(Compile.Generate([
        """
        [Lora<Gpt>(8, Alpha = 16, Dropout = 0.05, Targets = new[] { "query", "value", "feedForward.linear1" })]
        public partial class GptLora;
        """,
        _gpt,
        _layer]));

    [Fact]
    public Task OfSeveralInputsAndOutputs() => Snapshot.Verify(Compile.Generate([
        """
        namespace Mine;

        public static partial class Holder
        {
            [Lora<Net>(2, RankStabilized = true, Targets = new[] { "second.linear" })]
            internal partial class Adapted
            {
                partial void Initialize() => BaseModel.eval();
            }
        }
        """,
        """
        namespace Mine;

        [Model, CrossEntropyLoss(Of = nameof(second))]
        internal partial class Net
        {
            [Input("B", 8)] Stage x;
            [From(nameof(x)), Linear(16), Output] Stage first;
            [Linear(5), Output] Stage second;
        }
        """]));

    [Fact]
    public Task OfAModelThatIsGivenInputs() => Snapshot.Verify(Compile.Generate([
        """
        [Lora<Translator>(2, Targets = new[] { "multihead_attn.value" })]
        public partial class TranslatorLora;
        """,
        """
        [Model, Autoregressive]
        public partial class Translator
        {
            [Input("B", "S", 16)] Stage memory;
            [Input("B", "T", Type = DType.Int64)] Stage target;
            [Input("B", "S", Type = DType.Bool, Optional = true)] Stage padding;

            [From(nameof(target)), Embedding(29, 16), TransformerDecoderLayer(2, 32, Causal = true, Memory = nameof(memory), MemoryKeyPaddingMask = nameof(padding)), Linear(29)]
            Stage logits;
        }
        """]));

    [Fact]
    public Task AsABlockThatIsDecoded() => Snapshot.Verify(Compile.Generate([
        "[Lora<Layer>(2)] public partial class LayerLora;",
        """
        [Model, Input("B", "T", Type = DType.Int64)]
        [Embedding(29, 16), Block<LayerLora>(2), Linear(29), Autoregressive]
        public partial class Gpt;
        """,
        _layer]));

    [Fact]
    public Task OfAnotherAssembly()
    {
        MetadataReference library = Compile.Library("namespace Parts;\n" + _gpt + "\n" + _layer);
        return Snapshot.Verify(Compile.Generate(
            "[Lora<Parts.Gpt>(8, Targets = new[] { \"query\", \"output\" })] public partial class GptLora;",
            new CompileOptions { References = [library] }));
    }

    [Fact]
    public Task LessVisibleThanTheClass() => Snapshot.Verify(Compile.Generate(
        """
        [Lora<Net>(2, Targets = new[] { "linear" })] public partial class Adapted;

        [Model, Input("B", 8), Linear(5)] internal partial class Net;
        """));

    [Fact]
    public Task OfWhatNobodyCanSee() => Snapshot.Verify(Compile.Generate(
        """
        [Lora<Net>(2, Targets = new[] { "weights", "linear" })] public partial class Adapted;

        [Model, Input("B", 8), Module<Theirs>("B", 8), Linear(5)] public partial class Net;

        public class Theirs : TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>
        {
            public Theirs() : base("theirs") { }

            public override TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor input) => input.alias();
        }
        """));

    [Fact]
    public Task AMistakeLeavesTheSurface() => Snapshot.Verify(Compile.Generate([
        "[Lora<Gpt>(8, Targets = new[] { \"q_proj\" })] public partial class GptLora { partial void Initialize() { } }",
        _gpt,
        _layer]));
}
