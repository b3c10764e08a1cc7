using System;
using System.Threading.Tasks;
using ModelGen.Layers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

public sealed class PositionTests
{
    [Fact]
    public void TheSinusoidalTableAgreesWithPyTorch()
    {
        using var reference = Reference.Load("sinusoidal");
        using var exact = Handles.Exactly(1, () => SinusoidalPositions.Table(50, 512, ScalarType.Float64));
        reference.AssertAgrees(exact, "pe");

        // Rounded once from the exact value, it is closer than PyTorch's table, which is computed in float32.
        using var single = SinusoidalPositions.Table(50, 512);
        Agreement.Assert(single, reference.Expected64["pe"], 6e-8, "pe");
    }

    [Fact]
    public void AnOddNumberOfFeaturesEndsWithASine()
    {
        using var table = SinusoidalPositions.Table(3, 5, ScalarType.Float64);
        Assert.Equal([3L, 5L], table.shape);
        Assert.Equal(Math.Sin(2 * Math.Pow(10000, -4.0 / 5)), table[2, 4].item<double>(), 15);
        Assert.Equal(Math.Cos(2 * Math.Pow(10000, -2.0 / 5)), table[2, 3].item<double>(), 15);
    }

    [Theory]
    [MemberData(nameof(GradientModes.All), MemberType = typeof(GradientModes))]
    public void SinusoidalPositionsGrowAndFollowTheTypeOfTheInput(GradientMode mode)
    {
        using var positions = new SinusoidalPositions(6);
        Assert.Empty(positions.state_dict());
        using (mode.Enter(positions))
        {
            foreach (var (length, type) in new[]
            {
                (4, ScalarType.Float32), (300, ScalarType.Float32), (300, ScalarType.Float64), (5, ScalarType.Float64),
                (7, ScalarType.BFloat16), (500, ScalarType.Float32),
            })
            {
                using var x = zeros(2, length, 6, dtype: type);
                using var expected = SinusoidalPositions.Table(length, 6, type).unsqueeze(0).expand(2, length, 6);
                using var actual = Handles.Exactly(1, () => positions.call(x), x);
                Assert.Equal(type, actual.dtype);
                Agreement.Assert(actual, expected, 0, "positions");
            }
        }

        // A table made in inference mode or in a dispose scope serves training afterwards.
        using (NewDisposeScope())
        using (inference_mode())
        {
            positions.call(zeros(1, 2000, 6));
        }

        using var input = zeros(1, 1500, 6, requires_grad: true);
        using var trained = positions.call(input);
        using var loss = trained.square().sum();
        loss.backward();
        using var gradient = input.grad;
        Assert.NotNull(gradient);
    }

    [Fact]
    public async Task ThreadsMayShareSinusoidalPositions()
    {
        using var positions = new SinusoidalPositions(8);
        await Parallel.ForAsync(0, 200, (call, _) =>
        {
            using var quiet = no_grad();
            var type = call % 2 == 0 ? ScalarType.Float32 : ScalarType.Float64;
            using var x = zeros(1, 10 + call, 8, dtype: type);
            using var sum = positions.call(x);
            using var expected = SinusoidalPositions.Table(10 + call, 8, type).unsqueeze(0);
            Agreement.Assert(sum, expected, 0, "positions");
            return ValueTask.CompletedTask;
        });
    }

    [Theory]
    [MemberData(nameof(GradientModes.All), MemberType = typeof(GradientModes))]
    public void PositionEmbeddingAddsItsFirstRows(GradientMode mode)
    {
        using var embedding = new PositionEmbedding(10, 6);
        using var entered = mode.Enter(embedding);
        using var x = randn(2, 4, 6);
        using var rows = embedding.get_parameter("weight")!.narrow(0, 0, 4);
        using var expected = x.add(rows);
        using var actual = Handles.Exactly(1, () => embedding.call(x), x);
        Agreement.Assert(actual, expected, 0, "positions");
        if (mode == GradientMode.Training)
        {
            using var loss = actual.sum();
            loss.backward();
            using var gradient = embedding.get_parameter("weight")!.grad;
            using var perRow = gradient!.sum(1);
            using var counted = tensor(new float[] { 12, 12, 12, 12, 0, 0, 0, 0, 0, 0 });
            Agreement.Assert(perRow, counted, 0, "gradient");
        }
    }

    [Theory]
    [MemberData(nameof(GradientModes.All), MemberType = typeof(GradientModes))]
    public void LearnedTokensStandBeforeEverySequence(GradientMode mode)
    {
        using var tokens = new LearnedTokens(2, 6);
        using var entered = mode.Enter(tokens);
        using var x = randn(3, 5, 4, 6);
        using var actual = Handles.Exactly(1, () => tokens.call(x), x);
        Assert.Equal([3L, 5L, 6L, 6L], actual.shape);
        var (weight, before) = (new Elements(tokens.get_parameter("weight")!), new Elements(x));
        Elements.Agree(actual, [3, 5, 6, 6], i => i[2] < 2 ? weight[i[2], i[3]] : before[i[0], i[1], i[2] - 2, i[3]], "tokens");
        using var wider = zeros(2, 10, 7);
        Assert.Throws<ShapeMismatchException>(() => tokens.call(wider));
    }

    [Fact]
    public void TooManyPositionsAreExplained()
    {
        using var embedding = new PositionEmbedding(10, 6, name: "Gpt2.positionEmbedding");
        using var longer = zeros(2, 11, 6);
        using var wider = zeros(2, 10, 7);
        var fault = Assert.Throws<ShapeMismatchException>(() => embedding.call(longer));
        Assert.Equal(
            "Gpt2.positionEmbedding: the sequence has 11 positions along axis 1, expected at most 10; got (2, 11, 6) for (..., T, D): "
                + "shorten the sequence, or raise the maximum number of positions.", fault.Message);
        Assert.Equal((1, "T", "11"), (fault.Axis, fault.Symbol, fault.Actual));
        Assert.Throws<ShapeMismatchException>(() => embedding.call(wider));
    }

    [Fact]
    public void PositionEmbeddingFollowsItsType()
    {
        using var embedding = new PositionEmbedding(10, 6);
        var original = embedding.get_parameter("weight")!;
        using var before = original.to(ScalarType.Float64);
        embedding.to(ScalarType.Float64);
        Assert.True(original.IsInvalid);
        using var x = zeros(1, 10, 6, dtype: ScalarType.Float64);
        using var sum = embedding.call(x);
        using var expected = before.unsqueeze(0);
        Agreement.Assert(sum, expected, 0, "weight");
        Assert.True(embedding.get_parameter("weight")!.requires_grad);
    }
}
