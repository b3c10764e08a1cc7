using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>What stands in the way of decoding, at the layer that does.</summary>
public sealed class DecodingDiagnosticsTests
{
    [Fact]
    public Task AttentionWithoutCausal() => Diagnostics.Verify(
        """
        [Model, Autoregressive]
        public partial class Net
        {
            [Input("B", "T", Type = DType.Int64)] Stage ids;
            [From(nameof(ids)), Embedding(100, 64)] Stage embedded;
            [{|MG0401:MultiHeadAttention(8)|}, Residual] Stage attention;
            [Linear(100)] Stage logits;
        }
        """,
        "MultiHeadAttention(8) of 'attention' lets a position attend to later ones, "
            + "but Autoregressive on line 1 decodes one position at a time: set Causal = true.");

    [Fact]
    public Task ABidirectionalRecurrence() => Diagnostics.Verify(
        """
        [Model, Input("B", "T", Type = DType.Int64), Autoregressive]
        [Embedding(100, 64), Gru(32, Bidirectional = {|MG0401:true|}), Linear(100)]
        public partial class Net;
        """,
        "Gru(32, Bidirectional = true) runs in both directions, so position t depends on later ones, "
            + "but Autoregressive on line 1 decodes one position at a time: remove Bidirectional.");

    [Fact]
    public Task AMeanOverThePositions() => Diagnostics.Verify(
        """
        [Model, Autoregressive]
        public partial class Net
        {
            [Input("B", "T", Type = DType.Int64)] Stage ids;
            [From(nameof(ids)), Embedding(100, 64)] Stage embedded;
            [Mean(Axis = {|MG0401:1|}, KeepDim = true)] Stage pooled;
            [From(nameof(embedded)), Add(nameof(pooled), Broadcast = true), Linear(100)] Stage logits;
        }
        """,
        "Mean(Axis = 1, KeepDim = true) of 'pooled' mixes all positions, but Autoregressive on line 1 decodes one position at a time: "
            + "let it work along another axis.");

    [Fact]
    public Task ASoftmaxOverThePositions() => Diagnostics.Verify(
        """
        [Model, Input("B", "T", Type = DType.Int64), Autoregressive]
        [Embedding(100, 64), Softmax(Axis = {|MG0401:1|}), Linear(100)]
        public partial class Net;
        """,
        "Softmax(Axis = 1) mixes all positions, but Autoregressive on line 1 decodes one position at a time: "
            + "let it work along another axis.");

    [Fact]
    public Task TheFinalStateOfARecurrence() => Diagnostics.Verify(
        """
        [Model, Autoregressive]
        public partial class Net
        {
            [Input("B", "T", Type = DType.Int64)] Stage ids;
            [From(nameof(ids)), Embedding(100, 64)] Stage embedded;
            [{|MG0401:Lstm(32)|}] Stage sequence;
            [From(nameof(sequence) + ".last"), Unsqueeze(1)] Stage last;
            [From(nameof(sequence)), Add(nameof(last), Broadcast = true), Linear(100)] Stage logits;
        }
        """,
        "Lstm(32) of 'sequence' has further results, which depend on all positions, "
            + "but Autoregressive on line 1 decodes one position at a time: let the output depend on its result only.");

    [Fact]
    public Task ABlockThatLooksAhead() => Diagnostics.Verify(
        """
        [Model, Input("B", "T", "D")]
        public partial class Layer
        {
            [LayerNorm, MultiHeadAttention(4), Residual] Stage attention;
        }

        [Model, Input("B", "T", Type = DType.Int64), Autoregressive]
        [Embedding(100, 64), {|MG0401:Block<Layer>(6)|}, Linear(100)]
        public partial class Net;
        """,
        "Block<Layer>(6) depends on later positions, since its MultiHeadAttention(4) of 'attention' in Layer lets a position attend to "
            + "later ones, but Autoregressive on line 7 decodes one position at a time: set Causal = true.");

    [Fact]
    public Task AMethodOfYourOwn() => Diagnostics.Verify(
        """
        using TorchSharp;

        [Model, Input("B", "T", Type = DType.Int64), Autoregressive]
        [Embedding(100, 64), {|MG0402:Apply(nameof(Twice))|}, Linear(100)]
        public partial class Net
        {
            [return: Shape("B", "T", "D")]
            private static torch.Tensor Twice([Shape("B", "T", "D")] torch.Tensor x) => x.mul(2);
        }
        """,
        "Apply(\"Twice\") is a method of your own, so it cannot be decoded one position at a time, as Autoregressive on line 3 requires: "
            + "set PositionWise = true if it treats every position independently.");

    [Fact]
    public Task AMethodThatIsSaidToBePositionWise() => Diagnostics.Verify(
        """
        using TorchSharp;

        [Model, Input("B", "T", Type = DType.Int64), Autoregressive]
        [Embedding(100, 64), Apply(nameof(Twice), PositionWise = true), Linear(100)]
        public partial class Net
        {
            [return: Shape("B", "T", "D")]
            private static torch.Tensor Twice([Shape("B", "T", "D")] torch.Tensor x) => x.mul(2);
        }
        """);

    [Fact]
    public Task AKindThatSaysNothing() => Diagnostics.Verify(
        """
        [Model, Input("B", "T", Type = DType.Int64), Autoregressive]
        [Embedding(100, 64), {|MG0402:Einsum("btd->btd")|}, Linear(100)]
        public partial class Net;
        """,
        "Einsum(\"btd->btd\") has no step-by-step form, so it cannot be decoded one position at a time, "
            + "as Autoregressive on line 1 requires: use layers that decode, or compute this outside of the decoded positions.");

    [Fact]
    public Task WeightsForEachPosition() => Diagnostics.Verify(
        """
        [Model, {|MG0402:Input("B", "T", Type = DType.Int64)|}, Autoregressive]
        [Embedding(100, 64), PRelu(NumParameters = "T"), Linear(100)]
        public partial class Net;
        """,
        "Input 'input' has T positions, for each of which a layer has separate weights, so it cannot be decoded one position at a time, "
            + "as Autoregressive on line 1 requires: let no weights depend on T.");

    [Fact]
    public Task AClassifier() => Diagnostics.Verify(
        """
        [Model, Input("B", "T", Type = DType.Int64), {|MG0403:Autoregressive|}]
        [Embedding(100, 64), Lstm(32), Select(Axis = 1, Index = -1), Linear(10)]
        public partial class Net;
        """,
        "Autoregressive decodes ids (B, T) of Int64 into scores (B, T, vocabulary), but input 'input' is (B, T) and the output is (B, 10): "
            + "keep every position up to the output, with T as axis 1, and end with a Linear or TiedLinear.");

    [Fact]
    public Task AFurtherInputOfAllPositions() => Diagnostics.Verify(
        """
        [Model, Autoregressive]
        public partial class Net
        {
            [Input("B", "T", Type = DType.Int64)] Stage ids;
            [Input("B", "T", 8)] Stage {|MG0402:features|};
            [From(nameof(ids)), Embedding(100, 64), Concat(nameof(features)), Lstm(32), Linear(100)] Stage logits;
        }
        """,
        "Input 'features' is (B, T, 8) and runs along T as well, so it cannot be decoded one position at a time, "
            + "as Autoregressive on line 1 requires: make it Optional, or compute it from the ids.");

    [Fact]
    public Task ABlockOfAnotherAssemblyMustSayHowItDecodes() => Diagnostics.Verify(
        """
        [Model, Input("B", "T", Type = DType.Int64), Autoregressive]
        [Embedding(100, 64), {|MG0402:Block<Parts.Layer>|}, Linear(100)]
        public partial class Net;
        """,
        new CompileOptions { References = [Compile.Library("namespace Parts; "
            + "[Model, Input(\"B\", \"T\", \"D\"), MultiHeadAttention(4, Causal = true)] public partial class Layer;")] },
        "Block<Layer> comes from another assembly and does not declare how it decodes, so it cannot be decoded one position at a time, "
            + "as Autoregressive on line 1 requires: put [Autoregressive] on Layer there.");

    [Fact]
    public Task A_block_with_several_outputs_has_no_step() => Diagnostics.Verify(
        """
        [Model, Input("B", "T", 64)]
        public partial class Layer
        {
            [MultiHeadAttention(4, Causal = true), Output("B", "T", 64)] Stage attended;
            [From(nameof(attended)), Linear(8), Output("B", "T", 8)] Stage summary;
        }

        [Model, Input("B", "T", Type = DType.Int64), Autoregressive]
        public partial class Net
        {
            [Embedding(100, 64), {|MG0402:Block<Layer>|}] Stage layer;
            [From(nameof(layer) + ".attended"), Linear(100)] Stage logits;
        }
        """,
        "Block<Layer> of 'layer' has several outputs, and a block is decoded with one, so it cannot be decoded one position at a time, "
            + "as Autoregressive on line 8 requires: let Layer return one output, and declare the others in another model.");

    [Fact]
    public Task A_block_with_an_optional_first_input_has_no_step() => Diagnostics.Verify(
        """
        [Model]
        public partial class Layer
        {
            [Input(1, "B", 32, Optional = true)] Stage before;
            [Input("B", "T", 64)] Stage features;
            [From(nameof(features)), Gru(32, InitialHidden = nameof(before))] Stage states;
        }

        [Model, Autoregressive]
        public partial class Net
        {
            [Input("B", "T", Type = DType.Int64)] Stage ids;
            [Input(1, "B", 32)] Stage start;
            [From(nameof(ids)), Embedding(100, 64)] Stage features;
            [From(nameof(start), nameof(features)), {|MG0402:Block<Layer>|}, Linear(100)] Stage logits;
        }
        """,
        "Block<Layer> of 'logits' has an optional first input, and decoding follows the first input, so it cannot be decoded one position "
            + "at a time, as Autoregressive on line 9 requires: let the input with the positions be the first one of Layer.");

    [Fact]
    public Task ABlockOfAnotherAssemblyThatSaysIt() => Diagnostics.Verify(
        """
        [Model, Input("B", "T", Type = DType.Int64), Autoregressive]
        [Embedding(100, 64), Block<Parts.Layer>(3), Linear(100)]
        public partial class Net;
        """,
        new CompileOptions { References = [Compile.Library("namespace Parts; "
            + "[Model, Autoregressive, Input(\"B\", \"T\", \"D\"), MultiHeadAttention(4, Causal = true)] public partial class Layer;")] });

    [Fact]
    public Task CodeThatGeneratesCompilesDespiteAMistake() => Diagnostics.Verify(
        """
        using TorchSharp;

        [Model, Input("B", "T", Type = DType.Int64), Autoregressive]
        [Embedding(100, 64), {|MG0401:MultiHeadAttention(8)|}, Linear(100)]
        public partial class Net;

        [Model, Autoregressive]
        public partial class Translator
        {
            [Input("B", "S", 64)] Stage source;
            [Input("B", "T", Type = DType.Int64)] Stage target;
            [From(nameof(target)), Embedding(100, 64), MultiHeadAttention(8, Causal = true), MultiHeadAttention({|MG0105:7|}, Memory = nameof(source)), Linear(100)] Stage logits;
        }

        public static class Use
        {
            public static object Both(Net net, Translator translator, torch.Tensor source)
            {
                using var conditioned = translator.ConditionOn(source);
                return (net.Generate(new long[] { 1 }), conditioned.Generate(new long[] { 1 }));
            }
        }
        """);

    [Fact]
    public Task CausalAttentionWithoutACache() => Diagnostics.Verify(
        """
        [Model, Autoregressive, Input("B", "T", 64)]
        public partial class Net
        {
            [Linear(64)] Stage queries;
            [From("input"), Linear(64)] Stage keys;
            [From(nameof(queries), nameof(keys), nameof(keys)), {|MG0402:ScaledDotProductAttention(Causal = true)|}] Stage attended;
        }
        """,
        "ScaledDotProductAttention(Causal = true) of 'attended' does not keep the keys and values of earlier positions, "
            + "so it cannot be decoded one position at a time, as Autoregressive on line 1 requires: "
            + "use MultiHeadAttention with Causal = true, which keeps them.");

    [Fact]
    public Task A_method_of_two_inputs_decodes_when_it_is_position_wise() => Diagnostics.Verify(
        """
        using static TorchSharp.torch;
        [Model, Autoregressive]
        public partial class Net
        {
            [Input("B", "T", 64)] Stage features;
            [Input("B", "T")] Stage weights;
            [From(nameof(features)), Apply(nameof(Weigh), Inputs = new[] { nameof(weights) }, PositionWise = true)] Stage weighed;
            [return: Shape("B", "T", "D")] static Tensor Weigh([Shape("B", "T", "D")] Tensor x, [Shape("B", "T")] Tensor weights) => x * weights.unsqueeze(-1);
        }
        """);

    [Fact]
    public Task Stacked_stages_decode() => Diagnostics.Verify(
        """
        [Model, Autoregressive, Input("B", "T", 64)]
        public partial class Net
        {
            [MultiHeadAttention(4, Causal = true)] Stage attended;
            [From("input", nameof(attended)), StackStages(Axis = 0), Mean(Axis = 0)] Stage mean;
        }
        """);

    [Fact]
    public Task A_final_state_is_not_decoded() => Diagnostics.Verify(
        """
        [Model, Autoregressive, Input("B", "T", 8), Lstm(16, Port = {|MG0401:"last"|}), Linear(10)]
        public partial class Net;
        """,
        "Lstm(16, Port = \"last\") continues from 'last', the state after the last position, "
            + "but Autoregressive on line 1 decodes one position at a time: remove Port.");
}
