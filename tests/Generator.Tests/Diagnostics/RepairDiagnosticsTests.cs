using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>Mistakes whose repair is not at the place where they show, and which bring no second message.</summary>
public sealed class RepairDiagnosticsTests
{
    [Fact]
    public Task TheSecondTowerForgetsWhereItBegins() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net
        {
            [Input("B", "S", Type = DType.Int64)] Stage source;
            [Input("B", "T", Type = DType.Int64)] Stage target;
            [From(nameof(source)), Embedding(100, 32)] Stage encoder;
            [{|MG0103:Embedding(100, 32)|}, Gru(32)] Stage decoder;
        }
        """,
        "Embedding(100, 32) takes Int64, but 'encoder' is (B, S, 32) of Float after Embedding(100, 32) on line 6: "
            + "input 'target' is never read; if this input is meant, begin the stage with [From(nameof(target))].");

    [Fact]
    public Task IdsAsAMaskOfPadding() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net
        {
            [Input("B", "T", Type = DType.Int64)] Stage ids;
            [Embedding(100, 32), MultiHeadAttention(4, KeyPaddingMask = {|MG0103:nameof(ids)|})] Stage y;
        }
        """,
        "KeyPaddingMask of MultiHeadAttention(4, KeyPaddingMask = \"ids\") takes Bool, but input 'ids' on line 4 is (B, T) of Int64: "
            + "declare another input for it, [Input(\"B\", \"T\", Type = DType.Bool)].");

    /// <summary>Hidden and cell state are one mistake.</summary>
    [Fact]
    public Task TheStatesOfBothDirections() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net
        {
            [Input("B", "S", 8)] Stage source;
            [Input("B", "T", 8)] Stage target;
            [From(nameof(source)), Lstm(16, Bidirectional = true)] Stage encoder;
            [From(nameof(target)), Lstm(16, InitialHidden = {|MG0113:nameof(encoder) + ".h"|}, InitialCell = nameof(encoder) + ".c")] Stage decoder;
        }
        """,
        "InitialHidden of Lstm(16, InitialHidden = \"encoder.h\", InitialCell = \"encoder.c\") must be (1, B, 16), layers times directions "
            + "by batch by hidden units, but 'encoder' is (2, B, 16) after Lstm(16, Bidirectional = true) on line 6: "
            + "set Bidirectional = true here as well, or remove it from Lstm(16, Bidirectional = true).");

    [Fact]
    public Task ASequenceOfScoresWhereOneIsDeclared() => Diagnostics.Verify(
        """
        [Model, Input("B", "T", 8), {|MG0109:Output("B", 3)|}]
        [Gru(16), Linear(3)]
        public partial class Net;
        """,
        "The output is declared as (B, 3), but the tensor is (B, T, 3) after Linear(3) on line 2: put Select(Axis = 1, Index = -1) before "
            + "Linear(3), put Mean(Axis = 1) before Linear(3), or declare the output as (B, T, 3).");

    [Theory]
    [InlineData("BatchNorm", "LayerNorm")]
    [InlineData("Dropout2d", "Dropout")]
    public Task ALayerForMapsOverASequence(string layer, string instead) => Diagnostics.Verify(
        $$"""[Model, Input("B", "T", 32), {{layer}}, {|MG0207:Linear(4)|}] public partial class Net;""",
        $"Linear(4) transforms the last axis of (B, T, 32) after {layer} on line 1, which is a spatial axis and does not hold features: "
            + $"if the features are last, use {instead} in place of {layer}; if not, put Flatten or GlobalAvgPool before it.");

    /// <summary>Who calls the model's loss, or gives its parameter, hears of the mistake alone.</summary>
    [Fact]
    public Task TheSurfaceOutlivesAMistake() => Diagnostics.Verify(
        """
        using TorchSharp;

        [Model, Input("B", 8), Dim("hidden", Default = 64)]
        [Linear(4), {|MG0106:Residual|}, Linear("hidden"), Relu, Linear(10)]
        [CrossEntropyLoss]
        public partial class Net;

        [Model, CrossEntropyLoss]
        public partial class User
        {
            [Input("B", 8)] Stage target;
            [Block<Net>] Stage scores;
            [Linear(3)] Stage classes;
        }

        public static class Training
        {
            public static torch.Tensor Step(torch.Tensor x, torch.Tensor y) => new Net(hidden: 32).Loss(x, y).add(new User().Loss(target: x, labels: y));
        }
        """);

    [Fact]
    public Task MoreScoresThanTheEmbeddingReads() => Diagnostics.Verify(
        """
        [Model, Input("B", "T", Type = DType.Int64), Autoregressive]
        [Embedding(10, 32), Gru(32), {|MG0404:Linear(14)|}]
        public partial class Net;
        """,
        "Autoregressive generates ids from the 14 scores of the tensor, (B, T, 14), "
            + "but Embedding(10, 32) on line 2 has only 10 rows to look them up: give both the same size.");

    [Theory]
    [InlineData("14", "10")]
    [InlineData("10", "10")]
    [InlineData("\"V\"", "\"V\"")]
    public Task ScoresOfIdsThatAreRead(string vocabulary, string scores) => Diagnostics.Verify(
        $"[Model, Input(\"B\", \"T\", Type = DType.Int64), Embedding({vocabulary}, 32), Gru(32), Linear({scores}), "
            + "Autoregressive] public partial class Net;");

    /// <summary>Two parameters are compared when the model is made.</summary>
    [Fact]
    public void TheConstructorComparesVocabularies() => Assert.Contains(
        "W <= V",
        string.Concat(Compile.Run("""[Model, Input("B", "T", Type = DType.Int64), Embedding("V", 32), Gru(32), Linear("W"), Autoregressive] public partial class Net;""").Sources.Values),
        System.StringComparison.Ordinal);

    [Fact]
    public Task FeaturesAreTakenTogetherInsteadOfSteps() => Diagnostics.Verify(
        """
        [Model, Input("B", "T", Type = DType.Int64)]
        [Embedding(100, 8), Relu, LayerNorm, Max(Axis = {|MG0216:-1|}), Linear(2)]
        public partial class Net;
        """,
        "Max(Axis = -1) reduces the features of (B, T, 8) after Embedding(100, 8) on line 2, so Linear(2) has weights for each of T steps: "
            + "set Axis = 1 to reduce over the steps.");

    /// <summary>Channels come first, the length is a number, or the features are kept.</summary>
    [Theory]
    [InlineData("Input(\"B\", \"C\", \"L\"), Mean(Axis = -1), Linear(2)")]
    [InlineData("Input(\"B\", 16, Type = DType.Int64), Embedding(9, 8), Mean(Axis = -1), Linear(2)")]
    [InlineData("Input(\"B\", \"T\", Type = DType.Int64), Embedding(9, 8), Mean(Axis = 1), Linear(2)")]
    [InlineData("Input(\"B\", \"T\", Type = DType.Int64), Embedding(9, 8), Permute(0, 2, 1), Mean(Axis = -1), Linear(2)")]
    [InlineData("Input(\"B\", \"T\", Type = DType.Int64), Embedding(9, 8), Permute(0, 2, 1), Linear(2)")]
    public Task StepsAreTakenTogether(string layers) => Diagnostics.Verify($"[Model, {layers}] public partial class Net;");

    [Fact]
    public Task AMethodTakesAnOptionalInput() => Diagnostics.Verify(
        """
        using TorchSharp;

        [Model]
        public partial class Net
        {
            [Input("B", "T", 8)] Stage x;
            [Input("B", "T", Type = DType.Bool, Optional = true)] Stage padding;
            [From(nameof(x)), Apply(nameof(Hide), Inputs = new[] { nameof(padding) }), Linear(2)] Stage y;

            [return: Shape("B", "T", 8)]
            private static torch.Tensor Hide([Shape("B", "T", 8)] torch.Tensor x, [Shape("B", "T", Type = DType.Bool)] torch.Tensor? padding) => padding is null ? x : x.clone();
        }

        [Model]
        public partial class Other
        {
            [Input("B", "T", 8)] Stage x;
            [Input("B", "T", Type = DType.Bool, Optional = true)] Stage padding;
            [From(nameof(x)), Apply(nameof(Hide), Inputs = new[] { {|MG0017:nameof(padding)|} }), Linear(2)] Stage y;

            [return: Shape("B", "T", 8)]
            private static torch.Tensor Hide([Shape("B", "T", 8)] torch.Tensor x, [Shape("B", "T", Type = DType.Bool)] torch.Tensor padding) => x.clone();
        }
        """,
        "Apply(\"Hide\", Inputs = [\"padding\"]) needs a tensor for 'padding', but input 'padding' on line 18 is optional and may be null: "
            + "declare the parameter as Tensor? and handle null, or remove Optional.");

    [Fact]
    public Task OneFeatureIsSelected() => Diagnostics.Verify(
        """
        [Model, Input("B", "T", 8)]
        [Lstm(16), Select(Axis = {|MG0216:2|}, Index = -1), Linear(2)]
        public partial class Net;

        [Model, Input("B", "T", 8)]
        [Lstm(16), Select(Axis = 2, Index = -1), Relu]
        public partial class FirstFeature;
        """,
        "Select(Axis = 2, Index = -1) selects one feature of (B, T, 16) after Lstm(16) on line 2, "
            + "so Linear(2) has weights for each of T steps: set Axis = 1 to select one step.");
}
