using System;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>Methods and modules of the user's own compute what they say, and are held to what they promised.</summary>
public sealed class EscapeTests
{
    [Theory]
    [MemberData(nameof(GradientModes.All), MemberType = typeof(GradientModes))]
    public void MethodsCompute(GradientMode mode)
    {
        using var model = new Methods();
        using var entered = mode.Enter(model);
        using var x = randn(2, 3, 4, dtype: ScalarType.Float64);
        using var mean = randn(2, 4, dtype: ScalarType.Float64);
        var (a, m) = (new Elements(x), new Elements(mean));
        var (flipped, centred, same, isLarge) = Handles.Exactly(4, () => model.call(x, mean), x, mean);
        Elements.Agree(flipped, [2, 3, 4], i => a[i[0], 2 - i[1], i[2]], "flipped");
        Elements.Agree(centred, [2, 3, 4], i => Math.Max(a[i] - m[i[0], i[2]], 0), "centred");
        Elements.Agree(same, [2, 3, 4], i => Math.Max(a[i], 0), "same");
        Assert.Equal(ScalarType.Bool, isLarge.dtype);
        Elements.Agree(isLarge.to(ScalarType.Float64), [2], i => Elements.Sum(4, d => m[i[0], d]) > 0 ? 1 : 0, "isLarge");
    }

    [Fact]
    public void AMethodThatBreaksItsPromiseIsNamed()
    {
        using var model = new UnkeptPromise();
        using var x = randn(2, 3);
        string Refusal(Tensor? returned)
        {
            model.Returned = returned;
            return Assert.Throws<ShapeMismatchException>(() => model.call(x)).Message;
        }

        Assert.Equal(
            "UnkeptPromise: the result of Double has size 3 along axis 1, expected 6; got (2, 3) for (B, 2*D): "
                + "return what is declared, or declare what is returned.",
            Refusal(randn(2, 3)));
        Assert.Equal(
            "UnkeptPromise: the result of Double has 3 axes, expected 2 axes; got (2, 6, 1) for (B, 2*D): "
                + "return what is declared, or declare what is returned.",
            Refusal(randn(2, 6, 1)));
        Assert.Equal(
            "UnkeptPromise: the result of Double has dtype Int64, expected a floating-point dtype; got (2, 6): "
                + "convert it with .to(torch.float32).",
            Refusal(zeros(2, 6, dtype: ScalarType.Int64)));
        Assert.Equal(
            "UnkeptPromise: the result of Double is null, expected a tensor: return what is declared, or declare what is returned.",
            Refusal(null));
        model.Returned = randn(2, 6);
        model.call(x).Dispose();
    }

    [Fact]
    public void AModuleThatBreaksItsPromiseIsNamed()
    {
        using var model = new UnkeptModule();
        using var x = randn(2, 6);
        Assert.Equal(
            "UnkeptModule: the result of Narrow has size 3 along axis 1, expected 4; got (2, 3) for (B, 4): "
                + "return what is declared, or declare what is returned.",
            Assert.Throws<ShapeMismatchException>(() => model.call(x)).Message);
    }
}
