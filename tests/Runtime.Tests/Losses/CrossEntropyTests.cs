using ModelGen.Losses;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

public sealed class CrossEntropyTests
{
    [Theory]
    [InlineData(LossReduction.Mean, 0.0)]
    [InlineData(LossReduction.Sum, 0.0)]
    [InlineData(LossReduction.None, 0.0)]
    [InlineData(LossReduction.Mean, 0.1)]
    public void IsTheNegativeLogarithmOfTheTargetsProbability(LossReduction reduction, double smoothing)
    {
        using var logits = randn(2, 3, 5, dtype: ScalarType.Float64);
        using var target = tensor(new long[] { 0, 4, 2, 1, -100, 3 }).view(2, 3);
        using var loss = Handles.Exactly(
            1, () => CrossEntropy.Loss(logits, target, "Net", reduction, labelSmoothing: smoothing), logits, target);

        using var scope = NewDisposeScope();
        var logarithms = logits.log_softmax(-1);
        var present = target.ne(-100);
        var picked = logarithms.gather(-1, target.clamp(0).unsqueeze(-1)).squeeze(-1);
        var each = (picked.mul(1 - smoothing) + logarithms.mean([-1]).mul(smoothing)).neg().masked_fill(present.logical_not(), 0);
        var expected = reduction switch { LossReduction.None => each, LossReduction.Sum => each.sum(), _ => each.sum() / 5 };
        Agreement.Assert(loss, expected, Agreement.Exact, "loss");
    }

    [Fact]
    public void AnyNumberOfLeadingAxesAndAnotherIndexToIgnore()
    {
        using var single = randn(4);
        using var one = tensor(2L);
        using var loss = Handles.Exactly(1, () => CrossEntropy.Loss(single, one, "Net", LossReduction.None));
        Assert.Empty(loss.shape);

        using var many = randn(2, 2, 3, 4);
        using var zeros = torch.zeros(2, 2, 3, dtype: ScalarType.Int64);
        using var ignored = CrossEntropy.Loss(many, zeros, "Net", LossReduction.Sum, ignoreIndex: 0);
        Assert.Equal(0, ignored.item<float>());
    }

    [Fact]
    public void GradientsAreThoseOfSoftmaxMinusTarget()
    {
        using var logits = randn(3, 4, dtype: ScalarType.Float64, requires_grad: true);
        using var target = tensor(new long[] { 1, 0, 3 });
        using (var loss = CrossEntropy.Loss(logits, target, "Net"))
        {
            loss.backward();
        }

        using var gradient = logits.grad;
        using var scope = NewDisposeScope();
        var expected = (logits.detach().softmax(-1) - nn.functional.one_hot(target, 4)) / 3;
        Agreement.Assert(gradient!, expected, Agreement.Exact, "gradient");
    }

    [Fact]
    public void ATargetThatDoesNotFitIsExplained()
    {
        using var logits = zeros(2, 3, 5);
        using var shorter = zeros(2, 4, dtype: ScalarType.Int64);
        using var flat = zeros(6, dtype: ScalarType.Int64);
        using var real = zeros(2, 3);
        Assert.Equal(
            "Net: input 'target' has size 4 along axis 1, expected 3; got (2, 4) for the output's shape (2, 3, 5) without its last axis: "
                + "give one class index per item of the output.",
            Assert.Throws<ShapeMismatchException>(() => CrossEntropy.Loss(logits, shorter, "Net")).Message);
        Assert.Equal(
            "Net: input 'target' has 1 axis, expected 2 axes; got (6,) for the output's shape (2, 3, 5) without its last axis: "
                + "give it this shape with .reshape(2, 3).",
            Assert.Throws<ShapeMismatchException>(() => CrossEntropy.Loss(logits, flat, "Net")).Message);
        Assert.Equal(
            "Net: input 'target' has dtype Float32, expected Int64; got (2, 3): convert it with .to(torch.int64).",
            Assert.Throws<ShapeMismatchException>(() => CrossEntropy.Loss(logits, real, "Net")).Message);
        Assert.Throws<ShapeMismatchException>(() => CrossEntropy.Loss(logits, null!, "Net"));
    }
}
