using System;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

public sealed class GuardTests
{
    [Fact]
    public void SizeNamesModelInputAxisSymbolExpectedAndActual()
    {
        using var input = zeros(8, 16, 100);
        var fault = Assert.Throws<ShapeMismatchException>(() => Guard.Size(input, 2, 128, "TransformerBlock", "input", "D", "(B, T, D)"));
        Assert.Equal(
            "TransformerBlock: input 'input' has size 100 along axis 2 (D), expected 128; got (8, 16, 100) for (B, T, D): "
                + "give it 128 along this axis, or create TransformerBlock with D = 100.",
            fault.Message);
        Assert.Equal(("TransformerBlock", "input", 2, "D", "128", "100"),
            (fault.Model, fault.Input, fault.Axis, fault.Symbol, fault.Expected, fault.Actual));
        Assert.Equal("input", fault.ParamName);
    }

    [Fact]
    public void SizeCountsANegativeAxisFromTheStartAndDoesNotRepeatANumber()
    {
        using var input = zeros(8, 16, 100);
        var fault = Assert.Throws<ShapeMismatchException>(() => Guard.Size(input, -1, 128, "Net", "x", "128"));
        Assert.Equal(
            "Net: input 'x' has size 100 along axis 2, expected 128; got (8, 16, 100): "
                + "give it 128 along this axis, or declare it with 100.",
            fault.Message);
        Assert.Null(fault.Symbol);
    }

    [Fact]
    public void RankNamesTheDeclaredShape()
    {
        using var input = zeros(7);
        var fault = Assert.Throws<ShapeMismatchException>(() => Guard.Rank(input, 3, "Net", "x", "(B, T, D)"));
        Assert.Equal("Net: input 'x' has 1 axis, expected 3 axes; got (7,) for (B, T, D): give it the shape (B, T, D).", fault.Message);
        Assert.Null(fault.Axis);

        fault = Assert.Throws<ShapeMismatchException>(() => Guard.RankAtLeast(input, 2, "Net", "x", "(..., T, D)"));
        Assert.Equal(
            "Net: input 'x' has 1 axis, expected at least 2 axes; got (7,) for (..., T, D): give it the shape (..., T, D).", fault.Message);
    }

    [Fact]
    public void AnAbsentTensorIsNamed()
    {
        var fault = Assert.Throws<ShapeMismatchException>(() => Guard.Rank(null, 3, "Net", "source", "(B, T, D)"));
        Assert.Equal("Net: input 'source' is null, expected a tensor: pass a tensor of shape (B, T, D).", fault.Message);
    }

    [Fact]
    public void TypeNamesBothTypes()
    {
        using var input = zeros(2, 3);
        var fault = Assert.Throws<ShapeMismatchException>(() => Guard.Type(input, DType.Int64, "Net", "ids"));
        Assert.Equal("Net: input 'ids' has dtype Float32, expected Int64; got (2, 3): convert it with .to(torch.int64).", fault.Message);

        using var ids = zeros(2, 3, dtype: ScalarType.Int64);
        fault = Assert.Throws<ShapeMismatchException>(() => Guard.Type(ids, DType.Float, "Net", "x"));
        Assert.Equal("Net: input 'x' has dtype Int64, expected a floating-point dtype; got (2, 3): convert it with .to(torch.float32).",
            fault.Message);
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void EveryFloatingPointTypeIsAFloat(ScalarType type)
    {
        using var input = zeros(2, dtype: type);
        Guard.Type(input, DType.Float, "Net", "x");
        Assert.Throws<ShapeMismatchException>(() => Guard.Type(input, DType.Bool, "Net", "x"));
    }

    [Fact]
    public void LeadingAxesMustAgreeInNumberAndSize()
    {
        using var reference = zeros(4, 5, 6);
        using var same = zeros(4, 5);
        using var larger = zeros(4, 7);
        using var fewer = zeros(4);
        Guard.Leading(same, 0, reference, 1, "Net", "y", "(...)");
        var fault = Assert.Throws<ShapeMismatchException>(() => Guard.Leading(larger, 0, reference, 1, "Net", "y", "(...)"));
        Assert.Equal(
            "Net: input 'y' must have the leading axes (4, 5), as the other input does; got (4, 7) for (...): "
                + "give both the same leading axes.",
            fault.Message);
        fault = Assert.Throws<ShapeMismatchException>(() => Guard.Leading(larger, 0, reference, 1, "Net", "y", "(...)", "x"));
        Assert.Equal(
            "Net: input 'y' must have the leading axes (4, 5), as 'x' does; got (4, 7) for (...): give both the same leading axes.",
            fault.Message);
        Assert.Throws<ShapeMismatchException>(() => Guard.Leading(fewer, 0, reference, 1, "Net", "y", "(...)"));
    }

    [Fact]
    public void ConditionAndParameterCarryTheirSentence()
    {
        var fault = Assert.Throws<ShapeMismatchException>(() => Guard.Condition(false, "Net", "T is not a multiple of 4."));
        Assert.Equal("Net: T is not a multiple of 4.", fault.Message);
        Assert.Null(fault.ParamName);
        fault = Assert.Throws<ShapeMismatchException>(() =>
            Guard.Condition(false, "Net", "T must equal 2*S", "choose T and S so that T is 2*S", "T", 7, "S", 3));
        Assert.Equal("Net: T must equal 2*S; got T = 7, S = 3: choose T and S so that T is 2*S.", fault.Message);

        var range = Assert.Throws<ArgumentOutOfRangeException>(() => Guard.Parameter(false, "Block", "D", 12, "a multiple of 8"));
        Assert.StartsWith("Block: D must be a multiple of 8, got 12.", range.Message, StringComparison.Ordinal);
        Assert.Equal(("D", 12L), (range.ParamName, range.ActualValue));
    }

    [Fact]
    public void Messages_name_every_size()
    {
        var range = Assert.Throws<ArgumentOutOfRangeException>(() =>
            Guard.Parameter(false, "Block", "D", 24, "a multiple of heads", ("heads", 40)));
        Assert.StartsWith("Block: D must be a multiple of heads, got D = 24, heads = 40.", range.Message, StringComparison.Ordinal);
        Assert.Equal(("D", 24L), (range.ParamName, range.ActualValue));

        var fault = Assert.Throws<ShapeMismatchException>(() =>
            Guard.Condition(false, "Net", "2*T must equal S + U", "choose other sizes", "2*T", 6, "S + U", 7, "T", 3, "S", 4, "U", 3));
        Assert.Equal("Net: 2*T must equal S + U; got 2*T = 6, S + U = 7, T = 3, S = 4, U = 3: choose other sizes.", fault.Message);

        using var input = zeros(2, 5);
        fault = Assert.Throws<ShapeMismatchException>(() => Guard.Size(input, 1, 12, "Net", "x", "T + S", "(B, T + S)", "T", 7, "S", 5));
        Assert.Equal(
            "Net: input 'x' has size 5 along axis 1 (T + S), expected 12; got (2, 5) for (B, T + S) with T = 7, S = 5: "
                + "give it 12 along this axis, or create Net with another T or S.",
            fault.Message);
    }

    [Fact]
    public void GuardsThatHoldAllocateNothing()
    {
        using var input = zeros(8, 16, 128);
        Check(input);
        Handles.None(() =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var call = 0; call < 1000; call++)
            {
                Check(input);
            }

            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        });
    }

    [Theory]
    [InlineData(7, 2, 3, 1)]
    [InlineData(-7, 2, -4, 1)]
    [InlineData(7, -2, -4, -1)]
    [InlineData(-7, -2, 3, -1)]
    [InlineData(-6, 2, -3, 0)]
    [InlineData(0, 5, 0, 0)]
    public void DivisionRoundsDown(long a, long b, long quotient, long remainder)
    {
        Assert.Equal(quotient, DimMath.FloorDiv(a, b));
        Assert.Equal(remainder, DimMath.Mod(a, b));
    }

    private static void Check(Tensor input)
    {
        Guard.Rank(input, 3, "Net", "x", "(B, T, D)");
        Guard.RankAtLeast(input, 2, "Net", "x", "(..., T, D)");
        Guard.Size(input, 2, 128, "Net", "x", "D", "(B, T, D)");
        Guard.Size(input, -1, 128, "Net", "x", "D", "(B, T, D)");
        Guard.Type(input, DType.Float, "Net", "x");
        Guard.Leading(input, 1, input, 1, "Net", "x", "(..., D)");
        Guard.Positions(input, 16, "positions");
        Guard.Condition(true, "Net", "never");
        Guard.Condition(true, "Net", "never", "nothing", "T", 1);
        Guard.Parameter(true, "Net", "D", 8, "at least 1");
    }
}
