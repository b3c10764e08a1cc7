using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>What cannot be adapted, at the argument that says so.</summary>
public sealed class AdapterDiagnosticsTests
{
    private const string _gpt = """

        [Model, Input("B", "T", "D")]
        public partial class Layer
        {
            [LayerNorm, MultiHeadAttention(4, Causal = true), Residual] Stage attention;
            [LayerNorm, FeedForward("4*D"), Residual] Stage feedForward;
        }

        [Model, Input("B", "T", Type = DType.Int64), Embedding(100, 64), Block<Layer>(12), LayerNorm, Linear(100)]
        public partial class Gpt;
        """;

    [Theory]
    [InlineData("[Lora<Gpt>(8)]")]
    [InlineData("[Model, Lora<Gpt>(8)]")]
    [InlineData("[Lora<Gpt>(8, Alpha = 16, Dropout = 0.05, Targets = new[] { \"query\", \"feedForward.linear1\", \"feedForward.feedForward.linear2\" })]")]
    [InlineData("[Lora<Gpt>(63, Alpha = 0.5, RankStabilized = true, Targets = new[] { \"block.*.attention.multiHeadAttention.query\", \"linear\" })]")]
    [InlineData("[Lora<Gpt>(8, Targets = new[] { \"block.0.attention.multiHeadAttention.query\", \"11.attention.multiHeadAttention.query\" })]")]
    public Task Fits(string attribute) => Diagnostics.Verify(attribute + " public partial class GptLora;" + _gpt);

    [Fact]
    public Task NoModel() => Diagnostics.Verify(
        """
        [{|MG0015:Lora<string>(8)|}]
        public partial class Adapted;
        """,
        "'string' is not a model, so it has no layers to adapt: add [Model] to it.");

    [Fact]
    public Task ItsOwnModel() => Diagnostics.Verify(
        """
        [{|MG0012:Lora<Adapted>(8)|}]
        public partial class Adapted;
        """,
        "'Adapted' would adapt Adapted, which is or contains 'Adapted': name another model.");

    [Fact]
    public Task AdaptersOnAdapters() => Diagnostics.Verify(
        """
        [Lora<Gpt>(8)] public partial class GptLora;

        [{|MG0501:Lora<GptLora>(8)|}] public partial class Twice;
        """ + _gpt,
        "GptLora is already Gpt with adapters, which cannot be adapted again: write Lora<Gpt>.");

    [Fact]
    public Task AnUnknownTarget() => Diagnostics.Verify(
        """
        [Lora<Gpt>(8, Targets = new[] { "query", {|MG0502:"vlaue"|} })]
        public partial class GptLora;
        """ + _gpt,
        "Gpt has no linear layer 'vlaue' to adapt: did you mean 'value'?");

    [Theory]
    [InlineData("q_proj", "that layer of Hugging Face's models is 'query' here.")]
    [InlineData("attn.c_attn", "that layer of Hugging Face's models is 'query', 'key' and 'value' here.")]
    [InlineData("c_proj", "that layer of Hugging Face's models is 'output' and 'linear2' here.")]
    [InlineData("multiHeadAttention", "it is not linear itself, but contains linear layers: name 'query', 'key', 'value' and 'output'.")]
    [InlineData("embedding", "choose 'query', 'key', 'value', 'output', 'linear1', 'linear2' or 'linear'.")]
    [InlineData("", "choose 'query', 'key', 'value', 'output', 'linear1', 'linear2' or 'linear'.")]
    public Task ATargetOfAnotherKind(string target, string repair) => Diagnostics.Verify(
        $$"""
        [Lora<Gpt>(8, Targets = new[] { {|MG0502:"{{target}}"|} })]
        public partial class GptLora;
        """ + _gpt,
        $"Gpt has no linear layer '{target}' to adapt: {repair}");

    [Fact]
    public Task NoTargets() => Diagnostics.Verify(
        """
        [Lora<Gpt>(8, Targets = {|MG0502:new string[0]|})]
        public partial class GptLora;
        """ + _gpt,
        "Targets is empty, so nothing would be trained: name linear layers of Gpt, or remove Targets to adapt 'query' and 'value'.");

    [Fact]
    public Task NoAttentionToAdaptByDefault() => Diagnostics.Verify(
        """
        [{|MG0502:Lora<Net>(2)|}]
        public partial class Adapted;

        [Model, Input("B", 8), Linear(16), Relu, Linear(4)]
        public partial class Net;
        """,
        "Net has neither 'query' nor 'value', the layers that are adapted by default: "
            + "name its linear layers, such as Targets = new[] { \"linear\" }.");

    [Fact]
    public Task WhatNobodyCanSeeIsLeftToTheConstructor() => Diagnostics.Verify(
        """
        [Lora<Net>(2)] public partial class Adapted;

        [Lora<Net>(2, Targets = new[] { "theirs" })] public partial class Further;

        [Model, Input("B", 8), Module<Theirs>("B", 8)] public partial class Net;

        public class Theirs : TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>
        {
            public Theirs() : base("theirs") { }

            public override TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor input) => input.alias();
        }
        """);

    [Fact]
    public Task NothingToAdaptAtAll() => Diagnostics.Verify(
        """
        [{|MG0502:Lora<Net>(2)|}]
        public partial class Adapted;

        [Model, Input("B", 3, 8, 8), Conv(16, Kernel = 3)]
        public partial class Net;
        """,
        "Net has neither 'query' nor 'value', the layers that are adapted by default: it has no linear layer.");

    [Fact]
    public Task ATargetTwice() => Diagnostics.Verify(
        """
        [Lora<Gpt>(8, Targets = new[] { "query", {|MG0201:"query"|} })]
        public partial class GptLora;
        """ + _gpt,
        "Targets names 'query' twice: remove the second.");

    [Fact]
    public Task ARankThatIsNotPositive() => Diagnostics.Verify(
        "[Lora<Gpt>({|MG0503:0|})] public partial class GptLora;" + _gpt,
        "Lora's rank must be at least 1, not 0.");

    [Fact]
    public Task ARankThatIsNotLow() => Diagnostics.Verify(
        "[Lora<Gpt>({|MG0503:64|})] public partial class GptLora;" + _gpt,
        "Adapters of rank 64 are not smaller than 'block.*.attention.multiHeadAttention.query' of Gpt, "
            + "which maps 64 to 64 features: choose a rank below 64.");

    [Theory]
    [InlineData("Alpha = {|MG0011:0|}", "Lora's Alpha must be above 0, not 0.")]
    [InlineData("Alpha = {|MG0011:-16|}", "Lora's Alpha must be above 0, not -16.")]
    [InlineData("Alpha = {|MG0011:double.NaN|}", "Lora's Alpha must be above 0, not NaN.")]
    [InlineData("Dropout = {|MG0011:1.0|}", "Lora's Dropout must be at least 0 and below 1, not 1.")]
    [InlineData("Dropout = {|MG0011:-0.1|}", "Lora's Dropout must be at least 0 and below 1, not -0.1.")]
    public Task ANumberOutOfItsRange(string argument, string message) =>
        Diagnostics.Verify($"[Lora<Gpt>(8, {argument})] public partial class GptLora;" + _gpt, message);

    [Fact]
    public Task LayersOfItsOwn() => Diagnostics.Verify(
        """
        [Lora<Gpt>(8), {|MG0501:Linear(10)|}]
        public partial class GptLora;
        """ + _gpt,
        "Linear(10) cannot be on 'GptLora', which adapts Gpt and has the inputs, "
            + "layers and outputs of that model: move it to Gpt, or remove it.");

    [Fact]
    public Task StagesOfItsOwn() => Diagnostics.Verify(
        """
        [Lora<Gpt>(8)]
        public partial class GptLora
        {
            [Linear(10)] Stage {|MG0501:head|};
        }
        """ + _gpt,
        "Stage 'head' cannot be on 'GptLora', which adapts Gpt and has the inputs, "
            + "layers and outputs of that model: move it to Gpt, or remove it.");

    [Fact]
    public Task NotPartial() => Diagnostics.Verify(
        "[Lora<Gpt>(8)] public class {|MG0001:GptLora|} { }" + _gpt,
        "'GptLora' is a model, so it must be partial: write 'partial class GptLora'.");

    [Theory]
    [InlineData("public int {|MG0016:Adapters|} => 0;", "Adapters")]
    [InlineData("public int {|MG0016:Step|} => 0;", "Step")]
    [InlineData("public TorchSharp.torch.Tensor {|MG0016:Loss|}(TorchSharp.torch.Tensor x, TorchSharp.torch.Tensor y) => x;", "Loss")]
    public Task AMemberThatIsGenerated(string member, string name) => Diagnostics.Verify(
        $"[Lora<Gpt>(8)] public partial class GptLora {{ {member} }}"
            + _gpt.Replace("Linear(100)]", "Linear(100), Autoregressive, CrossEntropyLoss]"),
        $"'{name}' is a member that the generated part of 'GptLora' declares: give yours another name.");

    [Fact]
    public Task AMemberThatIsNotGenerated() => Diagnostics.Verify(
        "[Lora<Gpt>(8)] public partial class GptLora { public int Step => 0; public int Loss => 1; }" + _gpt);

    [Fact]
    public Task AMistakeInTheModelIsToldThere() => Diagnostics.Verify(
        """
        [Lora<Net>(8, Targets = new[] { "linear" })] public partial class Adapted;

        [Model, Input("B", 8), Linear(16, In = {|MG0102:9|})] public partial class Net;
        """,
        "Linear(16, In = 9) expects 9 features, but input 'input' on line 3 is (B, 8): set In = 8, or leave In out.");

    [Fact]
    public Task AModelOfAnotherAssembly() => Diagnostics.Verify(
        """
        [Lora<Parts.Gpt>(8, Targets = new[] { {|MG0502:"c_attn"|} })]
        public partial class GptLora;
        """,
        new CompileOptions { References = [Compile.Library("namespace Parts;\n" + _gpt)] },
        "Gpt has no linear layer 'c_attn' to adapt: that layer of Hugging Face's models is 'query', 'key' and 'value' here.");
}
