using System;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>Losses of several targets or outputs: their numbers are those of PyTorch 1.13, and each target is guarded.</summary>
public sealed class LossTargetTests
{
    private static readonly long[] _labels = [0, 2, 2, 4, 3, 4, 0, 0, 2, 0, 3, 4];

    [Fact]
    public void Ctc_agrees_with_PyTorch()
    {
        using var model = new Aligned();
        using var x = Waves(0.7, 6, 3, 5);
        using var target = tensor(_labels).view(3, 4);
        using var inputLengths = tensor(new long[] { 6, 5, 3 });
        using var targetLengths = tensor(new long[] { 3, 2, 4 });
        using var loss = Handles.Exactly(1, () => model.Loss(x, target, inputLengths, targetLengths), x, target);

        Agreement.Assert(loss, tensor(1.678885707046), Agreement.Exact, "loss");
        loss.backward();
        using var scope = NewDisposeScope();
        double[] first =
        [
            -0.061607954805, -0.014995548826, 0.031828734141, 0.028166381118, 0.016608388371,
            0.038531800856, -0.040009433536, 0.020487491141,
            -0.074659799865, 0.055649941403, 0, 0, 0, 0, 0,
        ];
        Agreement.Assert(x.grad![0], tensor(first).view(3, 5), Agreement.Exact, "gradient of the first step");
        double[] steps = [0.382545474061, 0.334836006866, 0.187632492518, 0.27129791195, 0.387757521218, 0.137077499357];
        Agreement.Assert(x.grad!.abs().sum([1, 2]), tensor(steps), Agreement.Exact, "gradient");
    }

    [Fact]
    public void Ctc_without_reduction_has_a_loss_per_sequence_and_is_infinite_where_the_labels_do_not_fit()
    {
        using var model = new AlignedEach();
        using var x = Waves(0.7, 6, 3, 5);
        using var target = tensor(_labels).view(3, 4);
        using var loss = model.Loss(x, target, tensor(new long[] { 6, 5, 3 }), tensor(new long[] { 3, 2, 4 }));

        double[] losses = [.. loss.data<double>()];
        Assert.Equal(8.032023451829, losses[0], 1e-11);
        Assert.Equal(4.718631941058, losses[1], 1e-11);
        Assert.Equal(double.PositiveInfinity, losses[2]);
    }

    [Fact]
    public void Ctc_guards_each_target()
    {
        using var model = new Aligned();
        using var x = Waves(0.7, 6, 3, 5);
        using var labels = tensor(_labels).view(3, 4);
        using var steps = tensor(new long[] { 6, 5, 3 });
        using var counts = tensor(new long[] { 3, 2, 4 });

        Assert.Contains("'target'", Assert.Throws<ShapeMismatchException>(() => model.Loss(x, labels.view(12), steps, counts)).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "'target'", Assert.Throws<ShapeMismatchException>(() => model.Loss(x, labels.to(ScalarType.Float32), steps, counts)).Message,
            StringComparison.Ordinal);
        Assert.Contains("'inputLengths'", Assert.Throws<ShapeMismatchException>(() => model.Loss(x, labels, steps[..2], counts)).Message,
            StringComparison.Ordinal);
        Assert.Contains("'targetLengths'",
            Assert.Throws<ShapeMismatchException>(() => model.Loss(x, labels, steps, counts.view(1, 3))).Message, StringComparison.Ordinal);
        Assert.Contains("6 time steps", Assert.Throws<ArgumentOutOfRangeException>(() => model.Loss(x, labels, steps + 1, counts)).Message,
            StringComparison.Ordinal);
        Assert.Contains("4 labels", Assert.Throws<ArgumentOutOfRangeException>(() => model.Loss(x, labels, steps, counts - 4)).Message,
            StringComparison.Ordinal);
        Assert.Contains("'target' has 5",
            Assert.Throws<ArgumentOutOfRangeException>(() => model.Loss(x, labels + 5, steps, counts)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ctc_does_not_read_labels_beyond_the_length_of_their_sequence()
    {
        using var model = new Aligned();
        using var x = Waves(0.7, 6, 3, 5);
        using var target = tensor(new long[] { 0, 2, 2, -1, 3, 4, 99, 1, 2, 0, 3, 4 }).view(3, 4);
        using var loss = model.Loss(x, target, tensor(new long[] { 6, 5, 3 }), tensor(new long[] { 3, 2, 4 }));

        Agreement.Assert(loss, tensor(1.678885707046), Agreement.Exact, "loss");
    }

    [Fact]
    public void TripletMargin_agrees_with_PyTorch()
    {
        using var model = new Triplets();
        using var a = Waves(0.7, 4, 3);
        using var p = Waves(1.3, 4, 3);
        using var n = Waves(0.4, 4, 3);
        using var loss = Handles.Exactly(1, () => model.Loss(a, p, n), a, p);

        Agreement.Assert(loss, tensor(0.756986901891), Agreement.Exact, "loss");
        loss.backward();
        using var scope = NewDisposeScope();
        double[] anchor =
        [
            -0.000208423304, -0.186729846662, 0.049903423903, 0.094630684626, 0.14101295652,
            0.184145400121, -0.102197512321, -0.045638264754,
            0.001115918872, 0.0, 0.0, 0.0,
        ];
        double[] negative =
        [
            0.000470618271, 0.173762093674, 0.065932723039, -5.6575524e-05, -0.016804627392,
            -0.114934136508, 0.014312179849, -1.0919538e-05,
            -0.244825350948, 0, 0.0, 0.0,
        ];
        Agreement.Assert(a.grad!, tensor(anchor).view(4, 3), Agreement.Exact, "gradient of the anchor");
        Agreement.Assert(n.grad!, tensor(negative).view(4, 3), Agreement.Exact, "gradient of the negative");
    }

    [Fact]
    public void TripletMargin_compares_the_outputs_that_it_names()
    {
        using var model = new NamedTriplets();
        using var a = Waves(0.7, 4, 3);
        using var p = Waves(1.3, 4, 3);
        using var n = Waves(0.4, 4, 3);
        using var loss = Handles.Exactly(1, () => model.Loss(a, p, n), a, p);

        Agreement.Assert(loss, tensor(new[] { 1.091160324851, 1.598006003529, 1.058346033678, 0 }), Agreement.Exact, "loss");
    }

    // Numbers that Python computes alike.
    private static Tensor Waves(double step, params long[] shape) =>
        tensor([.. Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(i => Math.Sin(i * step))])
            .view(shape).detach().requires_grad_();
}
