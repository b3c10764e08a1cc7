using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>The code of losses.</summary>
public sealed class LossLayerTests
{
    [Fact]
    public Task CrossEntropyLoss() => Verify("""
        [Model, Input("B", "T", 8)]
        [Linear(10)]
        [CrossEntropyLoss(Reduction = LossReduction.Sum, IgnoreIndex = 0, LabelSmoothing = 0.1, Classes = 10)]
        public partial class Net;
        """);

    [Fact]
    public Task CrossEntropyLoss_Weighted() => Verify("""
        using static TorchSharp.torch;

        [Model, Input("B", 8)]
        [Linear(10)]
        [CrossEntropyLoss(Weights = nameof(classWeights))]
        public partial class Net
        {
            private Tensor? classWeights;

            partial void Initialize() => classWeights = ones(10);
        }
        """);

    [Fact]
    public Task CrossEntropyLoss_OfAMap() => Verify("""
        [Model, Input("B", 4, "H", "W")]
        [Relu]
        [CrossEntropyLoss(Axis = 1, Classes = 4, Reduction = LossReduction.None)]
        public partial class Net;
        """);

    [Fact]
    public Task NllLoss() => Verify("""
        using static TorchSharp.torch;

        [Model, Input("...", 8)]
        [Linear(10), LogSoftmax]
        [NllLoss(IgnoreIndex = 0, Weights = nameof(Weights))]
        public partial class Net
        {
            private static Tensor? Weights { get; set; }
        }
        """);

    [Fact]
    public Task BceWithLogitsLoss() => Verify("""
        using static TorchSharp.torch;

        [Model, Input("B", 8)]
        [Linear(3)]
        [BceWithLogitsLoss(PosWeight = nameof(positive))]
        public partial class Net
        {
            private readonly Tensor positive = ones(3);
        }
        """);

    [Fact]
    public Task CtcLoss() => Verify("""
        [Model, Input("T", "B", 40)]
        [Linear(29), LogSoftmax]
        [CtcLoss(ZeroInfinity = true, Reduction = LossReduction.Sum)]
        public partial class Net;
        """);

    [Fact]
    public Task TripletMarginLoss() => Verify("""
        [Model]
        [TripletMarginLoss(Margin = 0.5)]
        public partial class Net
        {
            [Input("B", 8)] Stage a;
            [Input("B", 8)] Stage p;
            [Input("B", 8)] Stage n;

            [Output, From(nameof(a)), Linear(4)] Stage anchor;
            [Output, From(nameof(p)), Linear(4, Shared = nameof(anchor))] Stage positive;
            [Output, From(nameof(n)), Linear(4, Shared = nameof(anchor))] Stage negative;
        }
        """);

    [Fact]
    public Task KlDivLoss() => Verify("""
        [Model, Input("B", 8)]
        [Linear(10), LogSoftmax]
        [KlDivLoss(LogTarget = true, Reduction = LossReduction.BatchMean)]
        public partial class Net;
        """);

    [Fact]
    public Task MseLoss_OfOneOutput() => Verify("""
        [Model]
        [MseLoss(Of = nameof(score))]
        public partial class Net
        {
            [Input("B", 8)] Stage x;
            [Linear(4), Output] Stage features;
            [Linear(1), Output] Stage score;
        }
        """);

    [Fact]
    public Task L1Loss() => Verify("""
        [Model, Input("...", "D")]
        [Linear("D")]
        [L1Loss(Reduction = LossReduction.None)]
        public partial class Net;
        """);

    [Fact]
    public Task SmoothL1Loss() => Verify("""
        [Model, Input("B", 8)]
        [Linear(2)]
        [SmoothL1Loss(Beta = 0.5)]
        public partial class Net;
        """);

    private static Task Verify(string source, [CallerMemberName] string test = "") =>
        Snapshot.Verify(Compile.Generate(source), method: test);
}
