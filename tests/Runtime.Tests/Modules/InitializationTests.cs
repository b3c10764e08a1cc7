using System;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

public sealed class InitializationTests
{
    private const long In = 300;
    private const long Out = 500;

    // Of a uniform distribution on (-b, b) the standard deviation is b/√3; of a normal one cut at two, 0.8796.
    [Theory]
    [InlineData(Init.XavierUniform, 0.0866025403784, 0.05)]
    [InlineData(Init.XavierNormal, double.PositiveInfinity, 0.05)]
    [InlineData(Init.KaimingUniform, 0.1414213562373, 0.0816496580928)]
    [InlineData(Init.KaimingNormal, double.PositiveInfinity, 0.0816496580928)]
    [InlineData(Init.Normal, double.PositiveInfinity, 0.03)]
    [InlineData(Init.TruncatedNormal, 0.06, 0.8796256610342 * 0.03)]
    [InlineData(Init.Zeros, 0, 0)]
    public void WeightsFollowTheScheme(Init scheme, double bound, double deviation)
    {
        using var quiet = no_grad();
        using var linear = nn.Linear(In, Out);
        using var bias = linear.bias!.clone();
        manual_seed(1);
        Handles.None(() => Initialization.Apply(linear, scheme, 0.03));

        using var largest = linear.weight.abs().max();
        using var spread = linear.weight.std();
        using var mean = linear.weight.mean();
        Assert.InRange(largest.item<float>(), 0.98 * Math.Min(bound, 3 * deviation), bound + 1e-6);
        Assert.InRange(spread.item<float>(), 0.99 * deviation, 1.01 * deviation);
        Assert.InRange(mean.item<float>(), -0.01 * deviation, 0.01 * deviation);
        Agreement.Assert(linear.bias!, bias, 0, "bias");
    }

    [Fact]
    public void The_vector_of_a_padding_id_stays_zero()
    {
        using var quiet = no_grad();
        using var embedding = nn.Embedding(5, 3, padding_idx: 2);
        Handles.None(() => Initialization.Apply(embedding, Init.Normal, 0.02, paddingIndex: 2));

        using var isZero = embedding.weight!.eq(Scalars.Of(0)).all(1);
        Assert.Equal([false, false, true, false, false], isZero.data<bool>().ToArray());
    }

    [Fact]
    public void XavierNormalIsNormal()
    {
        using var quiet = no_grad();
        using var linear = nn.Linear(In, Out);
        manual_seed(1);
        Initialization.Apply(linear, Init.XavierNormal);
        using var fourth = linear.weight.div(0.05).pow(4).mean();
        Assert.InRange(fourth.item<float>(), 2.9, 3.1);
    }

    [Fact]
    public void OrthogonalColumnsAreOrthonormal()
    {
        using var quiet = no_grad();
        using var linear = nn.Linear(In, Out);
        Initialization.Apply(linear, Init.Orthogonal);
        using var product = linear.weight.t().matmul(linear.weight);
        using var identity = eye(In);
        Agreement.Assert(product, identity, 1e-5, "WᵀW");
    }

    [Fact]
    public void DefaultLeavesEverythingAndChildrenAreReached()
    {
        using var quiet = no_grad();
        using var stage = new Stage("stage", ("linear", nn.Linear(3, 4)), ("lstm", nn.LSTM(4, 5)));
        using var before = stage.parameters().First().clone();
        Initialization.Apply(stage, Init.Default);
        Agreement.Assert(stage.parameters().First(), before, 0, "weight");

        Initialization.Apply(stage, Init.Zeros);
        Assert.All(stage.named_parameters(), named =>
        {
            using var largest = named.parameter.abs().max();
            Assert.Equal(named.parameter.dim() >= 2, largest.item<float>() == 0);
        });
        Assert.All(stage.parameters(), parameter => Assert.True(parameter.requires_grad));
    }
}
