using System;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>Each declared loss against its formula, with the gradient that automatic differentiation of the formula gives.</summary>
public sealed class LossNumbersTests
{
    private const ScalarType Double = ScalarType.Float64;

    [Fact]
    public void WeightedCrossEntropyWithSmoothingAndAnIgnoredClass()
    {
        using var factors = tensor(new float[] { 1, 2, 0.5f, 4, 0.25f });
        using var model = new WeightedTagger(dtype: Double);
        using var x = randn(2, 3, 6, dtype: Double);
        using var target = tensor(new long[] { 0, 4, 2, 1, 2, 3 }).view(2, 3);
        foreach (var weights in new[] { null, factors })
        {
            model.Weights = weights;
            Check(model, x, () => model.Loss(x, target), logits =>
            {
                // PyTorch smooths by the weighted mean of all classes, and divides both parts by the weights of the targets that count.
                var logarithms = logits.log_softmax(-1);
                var weight = weights is null ? ones(5, dtype: Double) : weights.to(Double);
                var counts = target.ne(2).to(Double) * weight.index_select(0, target.reshape(-1)).view(2, 3);
                var own = logarithms.gather(-1, target.unsqueeze(-1)).squeeze(-1).neg() * counts;
                var smooth = (logarithms * weight).sum(-1).neg() * target.ne(2).to(Double);
                return ((own * 0.9) + (smooth * (0.1 / 5))).sum() / counts.sum();
            });
        }
    }

    [Fact]
    public void CrossEntropyAlongTheChannelsOfAMap()
    {
        using var model = new Segmentation();
        using var x = randn(2, 4, 3, 5, dtype: Double, requires_grad: true);
        using var target = randint(0, 4, [2, 3, 5], dtype: ScalarType.Int64);
        using var loss = Handles.Exactly(1, () => model.Loss(x, target), x, target);
        using var scope = NewDisposeScope();
        Agreement.Assert(loss, x.relu().log_softmax(1).gather(1, target.unsqueeze(1)).squeeze(1).neg(), Agreement.Exact, "loss");
        loss.sum().backward();
        var expected = (x.relu().detach().softmax(1) - nn.functional.one_hot(target, 4).permute(0, 3, 1, 2)) * x.detach().gt(0);
        Agreement.Assert(x.grad!, expected, Agreement.Exact, "gradient");
    }

    [Fact]
    public void NegativeLogLikelihoodWithWeightsAndAnIgnoredClass()
    {
        using var factors = tensor(new[] { 1, 2, 0.5, 4, 0.25 });
        using var model = new LogProbabilities(dtype: Double);
        using var x = randn(4, 6, dtype: Double);
        using var target = tensor(new long[] { 0, 3, 4, 1 });
        try
        {
            foreach (var weights in new[] { null, factors })
            {
                LogProbabilities.ClassWeights = weights;
                Check(model, x, () => model.Loss(x, target), logarithms =>
                {
                    var weight = (weights ?? ones(5, dtype: Double)).index_select(0, target) * target.ne(3);
                    return (logarithms.gather(1, target.unsqueeze(1)).squeeze(1).neg() * weight).sum() / weight.sum();
                });
            }
        }
        finally
        {
            LogProbabilities.ClassWeights = null;
        }
    }

    [Theory]
    [InlineData(new long[0])]
    [InlineData(new long[] { 2 })]
    [InlineData(new long[] { 2, 4 })]
    public void NegativeLogLikelihoodAlongAnotherAxis(long[] leading)
    {
        using var model = new LogProbabilitiesAcross();
        using var x = randn([.. leading, 3, 5], dtype: Double);
        using var target = randint(0, 3, [.. leading, 5], dtype: ScalarType.Int64);
        using var loss = Handles.Exactly(1, () => model.Loss(x, target), x, target);
        using var scope = NewDisposeScope();
        Agreement.Assert(loss, x.log_softmax(-2).gather(-2, target.unsqueeze(-2)).sum().neg(), Agreement.Exact, "loss");
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Float32)]
    public void SquaredAndAbsoluteDifferences(ScalarType targets)
    {
        using var squares = new Squares(dtype: Double);
        using var absolutes = new Absolutes(dtype: Double);
        using var smooth = new SmoothAbsolutes(dtype: Double);
        using var x = randn(4, 6, dtype: Double);
        using var one = randn(4, 1, dtype: targets);
        using var two = randn(4, 2, dtype: targets);
        Check(squares, x, () => squares.Loss(x, one), y => (y - one.to(Double)).square().mean());
        Check(absolutes, x, () => absolutes.Loss(x, two), y => (y - two.to(Double)).abs().sum());
        Check(smooth, x, () => smooth.Loss(x, two), y =>
        {
            var difference = (y - two.to(Double)).abs();
            return where(difference < 0.5, difference.square(), difference - 0.25).mean();
        });
    }

    [Fact]
    public void BinaryCrossEntropyWithWeightsOfPositives()
    {
        using var model = new Labels(dtype: Double);
        using var x = randn(4, 6, dtype: Double);
        using var target = rand(4, 3, dtype: Double);
        Check(model, x, () => model.Loss(x, target), logits =>
        {
            var positive = tensor(new[] { 1.0, 2.0, 0.5 });
            return (positive * target * logits.sigmoid().log()).neg() - ((1 - target) * (1 - logits.sigmoid()).log());
        });
    }

    [Fact]
    public void KullbackLeiblerDivergence()
    {
        using var model = new Divergence(dtype: Double);
        using var logarithmic = new LogDivergence(dtype: Double);
        using var x = randn(4, 6, dtype: Double);
        using var target = randn(4, 3, dtype: Double).softmax(-1);
        using var logTarget = target.log();
        Check(model, x, () => model.Loss(x, target), y => (target * (target.log() - y)).sum() / 4);
        Check(logarithmic, x, () => logarithmic.Loss(x, logTarget), y => (target * (logTarget - y)).mean());
    }

    [Fact]
    public void OfOneOutputAmongSeveral()
    {
        using var model = new TwoHeads(dtype: Double);
        using var x = randn(4, 6, dtype: Double);
        using var target = randn(4, 1, dtype: Double);
        using var loss = Handles.Exactly(1, () => model.Loss(x, target), x, target);
        var (features, score) = model.call(x);
        using var scope = NewDisposeScope();
        Agreement.Assert(loss, (score - target).square().mean(), Agreement.Exact, "loss");
        features.Dispose();
        score.Dispose();
    }

    [Fact]
    public void NothingIsBroadcastInSilence()
    {
        using var model = new Squares();
        using var absolutes = new Absolutes();
        using var x = randn(4, 6);
        using var flat = randn(4);
        using var narrow = randn(4, 1);
        using var whole = zeros(4, 1, dtype: ScalarType.Int64);
        Assert.Equal(
            "Squares: input 'target' has 1 axis, expected 2 axes; got (4,) for the output's shape (4, 1): add the axis with .unsqueeze(1).",
            Assert.Throws<ShapeMismatchException>(() => model.Loss(x, flat)).Message);
        Assert.Equal(
            "Absolutes: input 'target' has size 1 along axis 1, expected 2; got (4, 1) for the output's shape (4, 2): "
                + "give one value per element of the output.",
            Assert.Throws<ShapeMismatchException>(() => absolutes.Loss(x, narrow)).Message);
        Assert.Equal(
            "Squares: input 'target' has dtype Int64, expected a floating-point dtype; got (4, 1): convert it with .to(torch.float32).",
            Assert.Throws<ShapeMismatchException>(() => model.Loss(x, whole)).Message);

        using var segmentation = new Segmentation();
        using var map = randn(2, 4, 3, 5);
        using var turned = zeros(2, 5, 3, dtype: ScalarType.Int64);
        Assert.Equal(
            "Segmentation: input 'target' has size 5 along axis 1, expected 3; "
                + "got (2, 5, 3) for the output's shape (2, 4, 3, 5) without axis 1: swap its axes with .transpose(1, 2).",
            Assert.Throws<ShapeMismatchException>(() => segmentation.Loss(map, turned)).Message);

        using var tagger = new WeightedTagger();
        using var weights = ones(4);
        using var words = randn(1, 2, 6);
        using var tags = zeros(1, 2, dtype: ScalarType.Int64);
        tagger.Weights = weights;
        Assert.Equal(
            "WeightedTagger: input 'Weights' has size 4 along axis 0 (C), expected 5; got (4,) for (C,): "
                + "give one weight per class of the output.",
            Assert.Throws<ShapeMismatchException>(() => tagger.Loss(words, tags)).Message);
    }

    // The loss of a model of one linear layer, and that layer's gradients, against the formula over the model's output.
    private static void Check<T>(T model, Tensor x, Func<Tensor> loss, Func<Tensor, Tensor> formula)
        where T : nn.Module<Tensor, Tensor>
    {
        using var actual = Handles.Exactly(1, loss, x);
        using var scope = NewDisposeScope();
        var expected = formula(model.call(x));
        Agreement.Assert(actual, expected, Agreement.Exact, "loss");
        var gradients = new[] { actual, expected }.Select(result =>
        {
            model.zero_grad();
            result.sum().backward();
            return model.parameters().Select(parameter => parameter.grad!.clone()).ToArray();
        }).ToArray();
        foreach (var (gradient, other) in gradients[0].Zip(gradients[1]))
        {
            Agreement.Assert(gradient, other, 1e-10, "gradient");
        }
    }
}
