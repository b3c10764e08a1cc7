using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

public sealed class OwnedTests
{
    public static TheoryData<GradientMode, string> Unary
    {
        get
        {
            var data = new TheoryData<GradientMode, string>();
            foreach (var mode in Enum.GetValues<GradientMode>())
            {
                foreach (var name in Operations.Keys)
                {
                    data.Add(mode, name);
                }
            }

            return data;
        }
    }

    private static Dictionary<string, (Func<Tensor, Tensor> owned, Func<Tensor, Tensor> plain)> Operations { get; } = new()
    {
        ["Relu"] = (Owned.Relu, x => x.relu()),
        ["Gelu"] = (x => Owned.Gelu(x), x => x.gelu()),
        ["GeluTanh"] = (x => Owned.Gelu(x, tanh: true), x => x.gelu(TorchSharp.Modules.GELU.Approximate.tanh)),
        ["Silu"] = (Owned.Silu, x => x.silu()),
        ["Tanh"] = (Owned.Tanh, x => x.tanh()),
        ["Sigmoid"] = (Owned.Sigmoid, x => x.sigmoid()),
    };

    [Theory]
    [MemberData(nameof(Unary))]
    public void AUnaryOperationConsumesItsArgument(GradientMode mode, string name)
    {
        var (operation, plain) = Operations[name];
        using var entered = mode.Enter();
        using var x = randn(3, 5, requires_grad: true);
        using var expected = plain(x);
        var result = Handles.Exactly(1, () => operation(x.mul(1)));
        Agreement.Assert(result, expected, 1e-6, name);
        result.Dispose();

        var owned = x.mul(1);
        result = operation(owned);
        AssertConsumed(owned, result, inPlace: mode is GradientMode.NoGrad or GradientMode.Inference);
        result.Dispose();
    }

    [Theory]
    [MemberData(nameof(GradientModes.All), MemberType = typeof(GradientModes))]
    public void AddConsumesItsFirstArgumentOnly(GradientMode mode)
    {
        using var entered = mode.Enter();
        using var a = randn(4, 5, requires_grad: true);
        using var b = randn(4, 5);
        using var before = b.clone();
        var owned = a.mul(2);
        var sum = Owned.Add(owned, b);
        AssertConsumed(owned, sum, inPlace: mode is GradientMode.NoGrad or GradientMode.Inference);
        using var twice = a.mul(2);
        using var expected = twice.add(b);
        Agreement.Assert(sum, expected, 0, "sum");
        Agreement.Assert(b, before, 0, "other");
        sum.Dispose();
    }

    [Theory]
    [InlineData(new long[] { 4, 5 }, new long[] { 5 }, true)]
    [InlineData(new long[] { 4, 5 }, new long[] { 1, 5 }, true)]
    [InlineData(new long[] { 4, 5 }, new long[] { 4, 1 }, true)]
    [InlineData(new long[] { 4, 5 }, new long[] { }, true)]
    [InlineData(new long[] { 1, 5 }, new long[] { 4, 5 }, false)]
    [InlineData(new long[] { 5 }, new long[] { 4, 5 }, false)]
    [InlineData(new long[] { 5 }, new long[] { 1, 5 }, false)]
    public void AddGivesTheBroadcastShapeAndWorksInPlaceOnlyWhereItFits(long[] owned, long[] other, bool inPlace)
    {
        using var quiet = no_grad();
        using var a = randn(owned);
        using var b = randn(other);
        using var expected = a.add(b);
        var temporary = a.clone();
        var sum = Owned.Add(temporary, b);
        AssertConsumed(temporary, sum, inPlace);
        Agreement.Assert(sum, expected, 0, "sum");
        sum.Dispose();
    }

    [Fact]
    public void AddPromotesTypesAsAddDoes()
    {
        using var quiet = no_grad();
        using var other = ones(3, dtype: ScalarType.Float64);
        using var sum = Owned.Add(ones(3), other);
        Assert.Equal(ScalarType.Float64, sum.dtype);
    }

    [Theory]
    [MemberData(nameof(GradientModes.All), MemberType = typeof(GradientModes))]
    public void DropoutConsumesItsArgumentAndIsTheIdentityInEvaluation(GradientMode mode)
    {
        using var entered = mode.Enter();
        var training = mode == GradientMode.Training;
        var owned = ones(1000);
        var result = Handles.Exactly(0, () => Owned.Dropout(owned, 0.25, training));
        AssertConsumed(owned, result, inPlace: !training);
        using var zeros = result.eq(0).sum();
        Assert.InRange(zeros.item<long>(), training ? 150 : 0, training ? 350 : 0);
        result.Dispose();
    }

    [Fact]
    public void GradientsFlowThroughConsumedTensors()
    {
        using var x = randn(6, requires_grad: true);
        using (var squared = x.mul(x))
        using (var sum = Owned.Add(Owned.Tanh(Owned.Gelu(x.mul(2))), squared))
        using (var loss = sum.sum())
        {
            loss.backward();
        }

        using var actual = x.grad;
        using var y = x.detach().requires_grad_();
        using (var plain = y.mul(2).gelu().tanh().add(y.mul(y)).sum())
        {
            plain.backward();
        }

        using var expected = y.grad;
        Agreement.Assert(actual!, expected!, 1e-6, "gradient");
    }

    [Theory]
    [InlineData(Activation.Relu, "Relu")]
    [InlineData(Activation.Gelu, "Gelu")]
    [InlineData(Activation.GeluTanh, "GeluTanh")]
    [InlineData(Activation.Silu, "Silu")]
    public void ActivateIsTheActivation(Activation activation, string name)
    {
        using var x = randn(10);
        using var expected = Operations[name].plain(x);
        using var actual = Owned.Activate(x.clone(), activation);
        Agreement.Assert(actual, expected, 1e-6, name);
    }

    private static void AssertConsumed(Tensor owned, Tensor result, bool inPlace)
    {
        Assert.Equal(inPlace, ReferenceEquals(owned, result));
        Assert.Equal(!inPlace, owned.IsInvalid);
        Assert.False(result.IsInvalid);
    }
}
