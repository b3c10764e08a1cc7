using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>What does not fit around losses of several targets or outputs, and the corrected twins.</summary>
public sealed class LossTargetDiagnosticsTests
{
    [Fact]
    public Task Ctc_takes_the_time_steps_first() => Diagnostics.Verify("""
        [Model, Input("B", "T", 40)]
        [Linear(29), LogSoftmax]
        [{|MG0101:CtcLoss|}]
        public partial class Net;
        """,
        "CtcLoss takes log-probabilities (T, B, C), the time steps first, but the tensor is (B, T, 29) after LogSoftmax on line 2, "
            + "the batch first: put Permute(1, 0, 2) after it.");

    [Fact]
    public Task Ctc_after_a_permutation() => Diagnostics.Verify("""
        [Model, Input("B", "T", 40)]
        [Linear(29), LogSoftmax, Permute(1, 0, 2)]
        [CtcLoss]
        public partial class Net;
        """);

    [Fact]
    public Task Ctc_takes_three_axes() => Diagnostics.Verify("""
        [Model, Input("B", 40)]
        [Linear(29), LogSoftmax]
        [{|MG0101:CtcLoss|}]
        public partial class Net;
        """,
        "CtcLoss takes log-probabilities (T, B, C), the time steps first, but the tensor is (B, 29) after LogSoftmax on line 2: "
            + "end the model with a Linear of one feature per class and LogSoftmax over a sequence.");

    [Fact]
    public Task Ctc_takes_log_probabilities() => Diagnostics.Verify("""
        [Model, Input("B", "T", 40)]
        [Linear(29), Permute(1, 0, 2)]
        [{|MG0210:CtcLoss|}]
        public partial class Net;
        """,
        "CtcLoss takes log-probabilities, but the tensor is (T, B, 29) after Permute(1, 0, 2) on line 2: put LogSoftmax after it.");

    [Fact]
    public Task The_blank_is_a_class() => Diagnostics.Verify("""
        [Model, Input("T", "B", 40)]
        [Linear(29), LogSoftmax]
        [CtcLoss(Blank = {|MG0011:29|})]
        public partial class Net;
        """,
        "CtcLoss(Blank = 29) has no class 29 for the blank, since the tensor is (T, B, 29) after LogSoftmax on line 2, "
            + "with 29 classes: choose a class from 0 to 28.");

    [Fact]
    public Task The_blank_is_not_negative() => Diagnostics.Verify("""
        [Model, Input("T", "B", 40)]
        [Linear(29), LogSoftmax]
        [CtcLoss(Blank = {|MG0011:-1|})]
        public partial class Net;
        """,
        "CtcLoss's Blank must be at least 0, not -1.");

    [Fact]
    public Task A_triplet_has_three_outputs() => Diagnostics.Verify("""
        [Model, Input("B", 8)]
        [Linear(4)]
        [{|MG0018:TripletMarginLoss|}]
        public partial class Net;
        """,
        "TripletMarginLoss compares 3 outputs, but the model has 1: "
            + "mark 3 stages with [Output], or name them with Anchor, Positive and Negative.");

    [Fact]
    public Task A_triplet_has_outputs_of_one_shape() => Diagnostics.Verify("""
        [Model]
        [{|MG0113:TripletMarginLoss|}]
        public partial class Net
        {
            [Input("B", 8)] Stage a;
            [Input("B", 8)] Stage b;

            [Output, From(nameof(a)), Linear(4)] Stage anchor;
            [Output, From(nameof(b)), Linear(4)] Stage positive;
            [Output, From(nameof(b)), Linear(5)] Stage negative;
        }
        """,
        "TripletMarginLoss compares outputs of one shape, but the anchor is (B, 4) and the negative is (B, 5): "
            + "compute all three with the same layers.");

    [Fact]
    public Task A_triplet_names_outputs() => Diagnostics.Verify("""
        [Model]
        [TripletMarginLoss(Negative = {|MG0007:"negatives"|})]
        public partial class Net
        {
            [Input("B", 8)] Stage a;
            [Input("B", 8)] Stage b;

            [Output, From(nameof(a)), Linear(4)] Stage anchor;
            [Output, From(nameof(b)), Linear(4)] Stage positive;
            [Output, From(nameof(b)), Linear(4)] Stage negative;
        }
        """,
        "The model has no output 'negatives' for TripletMarginLoss: did you mean 'negative'?");

    [Fact]
    public Task The_margin_is_above_0() => Diagnostics.Verify("""
        [Model]
        [TripletMarginLoss(Margin = {|MG0011:0|})]
        public partial class Net
        {
            [Input("B", 8)] Stage a;
            [Input("B", 8)] Stage b;

            [Output, From(nameof(a)), Linear(4)] Stage anchor;
            [Output, From(nameof(b)), Linear(4)] Stage positive;
            [Output, From(nameof(b)), Linear(4)] Stage negative;
        }
        """,
        "TripletMarginLoss's Margin must be above 0, not 0.");
}
