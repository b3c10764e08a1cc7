using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>What does not fit around losses, and the corrected twins.</summary>
public sealed class LossDiagnosticsTests
{
    [Fact]
    public Task ClassesOnAnotherAxis() => Diagnostics.Verify("""
        [Model, Input("B", 8)]
        [Linear(10)]
        [CrossEntropyLoss(Axis = {|MG0108:2|})]
        public partial class Net;
        """,
        "CrossEntropyLoss(Axis = 2) looks for the classes on axis 2, but the tensor is (B, 10) after Linear(10) on line 2: "
            + "its axes are 0 to 1, or -2 to -1 from the end.");

    [Fact]
    public Task ClassesOfAMap() => Diagnostics.Verify("""
        [Model, Input("B", 4, "H", "W")]
        [Relu]
        [CrossEntropyLoss(Axis = 1, Classes = {|MG0114:5|})]
        public partial class Net;
        """,
        "CrossEntropyLoss(Axis = 1, Classes = 5) expects 5 classes, but the tensor is (B, 4, H, W) after Relu on line 2: "
            + "put Conv(5, Kernel = 1) after Relu, or set Classes = 4.");

    [Fact]
    public Task AnAxisCountedFromAnUnknownStart() => Diagnostics.Verify("""
        [Model, Input("...", 8)]
        [Linear(10)]
        [CrossEntropyLoss(Axis = {|MG0108:0|})]
        public partial class Net;
        """,
        "CrossEntropyLoss(Axis = 0) looks for the classes on axis 0, but the tensor is (..., 10) after Linear(10) on line 2, "
            + "whose leading axes are not known: count from the end, -1 to -1.");

    [Fact]
    public Task PlacesForClasses() => Diagnostics.Verify("""
        [Model, Input("B", 3, "H", "W")]
        [Conv(10, Kernel = 1)]
        [{|MG0211:CrossEntropyLoss|}]
        public partial class Net;
        """,
        "CrossEntropyLoss reads the classes from the last axis, but the tensor is (B, 10, H, W) after Conv(10, Kernel = 1) on line 2, "
            + "whose last axis is spatial: set Axis = 1, or put Flatten or GlobalAvgPool before the last Linear.");

    [Fact]
    public Task AMapOfClasses() => Diagnostics.Verify("""
        [Model, Input("B", 3, "H", "W")]
        [Conv(10, Kernel = 1)]
        [CrossEntropyLoss(Axis = 1)]
        public partial class Net;
        """);

    [Fact]
    public Task WeightsThatAreNoTensor() => Diagnostics.Verify("""
        [Model, Input("B", 8)]
        [Linear(2)]
        [CrossEntropyLoss(Weights = {|MG0020:nameof(Factors)|})]
        public partial class Net
        {
            public double[] Factors = { 1, 2 };
        }
        """,
        "The class has no field or property 'Factors' of type Tensor: there is no such member.");

    [Fact]
    public Task SigmoidBeforeBinaryCrossEntropy() => Diagnostics.Verify("""
        [Model, Input("B", 8)]
        [Linear(1), {|MG0202:Sigmoid|}]
        [BceWithLogitsLoss]
        public partial class Net;
        """,
        "BceWithLogitsLoss applies a sigmoid itself, so Sigmoid before it is a second one: "
            + "remove it, and apply sigmoid outside when you need probabilities.");

    [Fact]
    public Task SoftmaxBeforeBinaryCrossEntropy() => Diagnostics.Verify("""
        [Model, Input("B", 8)]
        [Linear(3), {|MG0202:Softmax|}]
        [BceWithLogitsLoss]
        public partial class Net;
        """,
        "BceWithLogitsLoss applies a sigmoid itself, but Softmax already normalizes over its items: "
            + "remove it, or use CrossEntropyLoss for one class out of many.");

    [Fact]
    public Task LogitsIntoNegativeLogLikelihood() => Diagnostics.Verify("""
        [Model, Input("B", 8)]
        [Linear(10)]
        [{|MG0210:NllLoss|}]
        public partial class Net;
        """,
        "NllLoss takes log-probabilities, but the tensor is (B, 10) after Linear(10) on line 2: "
            + "put LogSoftmax after it, or use CrossEntropyLoss, which applies it itself.");

    [Fact]
    public Task ProbabilitiesIntoNegativeLogLikelihood() => Diagnostics.Verify("""
        [Model, Input("B", 8)]
        [Linear(10), Softmax]
        [{|MG0210:NllLoss|}]
        public partial class Net;
        """,
        "NllLoss takes log-probabilities, but Softmax on line 2 gives probabilities: use LogSoftmax there.");

    [Fact]
    public Task LogitsIntoADivergence() => Diagnostics.Verify("""
        [Model, Input("B", 8)]
        [Linear(10)]
        [{|MG0210:KlDivLoss|}]
        public partial class Net;
        """,
        "KlDivLoss takes log-probabilities, but the tensor is (B, 10) after Linear(10) on line 2: put LogSoftmax after it.");

    [Fact]
    public Task TwoLosses() => Diagnostics.Verify("""
        [Model, Input("B", 8)]
        [Linear(10)]
        [MseLoss, {|MG0009:L1Loss|}]
        public partial class Net;
        """,
        "L1Loss and MseLoss would both define the method Loss: keep one, and compute the other outside.");

    [Fact]
    public Task OneLossTwice() => Diagnostics.Verify("""
        [Model, Input("B", 8)]
        [Linear(10)]
        [MseLoss, {|CS0579:MseLoss|}]
        public partial class Net;
        """);

    [Fact]
    public Task OfNoOutput() => Diagnostics.Verify("""
        [Model]
        [MseLoss(Of = {|MG0007:nameof(features)|})]
        public partial class Net
        {
            [Input("B", 8)] Stage x;
            [Linear(4), Relu] Stage features;
            [Linear(1)] Stage score;
        }
        """,
        "The model has no output 'features' for MseLoss: the only output is 'score'.");

    [Fact]
    public Task SeveralOutputs() => Diagnostics.Verify("""
        [Model]
        [{|MG0018:MseLoss|}]
        public partial class Net
        {
            [Input("B", 8)] Stage x;
            [Linear(4), Output] Stage features;
            [Relu, Linear(1), Output] Stage score;
        }
        """,
        "MseLoss compares one output with the target, but the model has 2: "
            + "name it with Of = nameof(…), or mark only one stage with [Output].");

    [Theory]
    [InlineData("MseLoss(Reduction = {|MG0011:LossReduction.BatchMean|})")]
    [InlineData("CrossEntropyLoss(Reduction = {|MG0011:LossReduction.BatchMean|})")]
    [InlineData("CrossEntropyLoss(LabelSmoothing = {|MG0011:2|})")]
    public Task OptionsOutOfRange(string loss) => Diagnostics.Verify($$"""
        [Model, Input("B", 8)]
        [Linear(10)]
        [{{loss}}]
        public partial class Net;
        """);

    [Fact]
    public Task IdsIntoSquares() => Diagnostics.Verify("""
        [Model]
        [{|MG0103:MseLoss|}]
        public partial class Net
        {
            [Input("B", Type = DType.Int64), Output] Stage ids;
            [Embedding(10, 4)] Stage embedded;
        }
        """);

    [Theory]
    [InlineData("Linear(10)", "CrossEntropyLoss(Axis = -1, Classes = 10, LabelSmoothing = 1)")]
    [InlineData("Linear(10), LogSoftmax", "NllLoss")]
    [InlineData("Linear(10), LogSoftmax, Dropout(0.1)", "NllLoss")]
    [InlineData("Linear(10), LogSoftmax", "KlDivLoss(Reduction = LossReduction.BatchMean)")]
    [InlineData("Linear(10)", "BceWithLogitsLoss")]
    [InlineData("Linear(10), Sigmoid", "MseLoss")]
    [InlineData("Linear(10), Softmax", "L1Loss(Of = \"output\")")]
    public Task FittingLosses(string layers, string loss) => Diagnostics.Verify($$"""
        [Model, Input("B", 8)]
        [{{layers}}]
        [{{loss}}]
        public partial class Net;
        """);

    [Fact]
    public Task FittingMembers() => Diagnostics.Verify("""
        using static TorchSharp.torch;

        [Model]
        [CrossEntropyLoss(Of = nameof(logits), Weights = nameof(Factors))]
        public partial class Net
        {
            [Input("B", 8)] Stage x;
            [Linear(4), Relu, Output] Stage features;
            [Linear(2), Output] Stage logits;

            public Tensor? Factors { get; set; }
        }
        """);
}
