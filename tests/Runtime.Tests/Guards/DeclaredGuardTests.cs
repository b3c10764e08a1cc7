using System;
using System.Linq;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>What a generated model says when a size, a type or a tensor does not fit.</summary>
public sealed class DeclaredGuardTests
{
    [Fact]
    public void AConstructorNamesModelParameterValueAndRequirement()
    {
        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => new TransformerBlock(12));
        Assert.Equal("TransformerBlock: D must be a multiple of 8, got 12. (Parameter 'D')\nActual value was 12.",
            fault.Message.ReplaceLineEndings("\n"));
        Assert.Equal(("D", 12L), (fault.ParamName, fault.ActualValue));
        AssertStarts("Perceptron: in must be at least 1, got 0.", () => new Perceptron(0));
        AssertStarts("Tower: depth must be at most 3, got 4.", () => new Tower(8, 4));
        AssertStarts("CrossAttention: D must be a multiple of heads, got D = 7, heads = 2.",
            () => new CrossAttention(D: 7, heads: 2, E: 3));
        AssertStarts("WideHeads: classes must be at least 1, got -1.", () => new WideHeads(8, 2, 4, -1));

        static void AssertStarts(string expected, Func<object> create)
            => Assert.StartsWith(expected, Assert.Throws<ArgumentOutOfRangeException>(create).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AComparisonThatStayedOpenIsCheckedWhenTheModelIsMade()
    {
        using var fits = new OpenResidual(D: 3, H: 5, E: 3);
        using var x = randn(2, 3);
        fits.call(x).Dispose();
        var fault = Assert.Throws<ShapeMismatchException>(() => new OpenResidual(D: 3, H: 5, E: 4));
        Assert.Equal(
            "OpenResidual: Residual in the chain needs equal shapes, and the start is (B, D) and the end (B, E); got D = 3, E = 4: "
                + "choose the same size for D and E.",
            fault.Message);
        Assert.Equal("OpenResidual", fault.Model);
    }

    [Fact]
    public void AComparisonOfRunTimeSizesIsCheckedAtTheCall()
    {
        using var model = new SmallLanguageModel(vocabulary: 7, D: 8);
        using var ids = zeros(1, 13, dtype: ScalarType.Int64);
        Assert.Equal("SmallLanguageModel: T must be at most 12; got T = 13: give axis 1 (T) of input 'input' a size of at most 12.",
            Refusal(() => model.call(ids)).Message);

        using var gpt = new Gpt2();
        using var @long = zeros(1, 65, dtype: ScalarType.Int64);
        Assert.Equal(
            "Gpt2.positionEmbedding: the sequence has 65 positions along axis 1, expected at most 64; got (1, 65, 64) for (..., T, D): "
                + "shorten the sequence, or raise the maximum number of positions.",
            Refusal(() => gpt.call(@long)).Message);

        using var steps = new OpenAtTheCall();
        using var four = randn(2, 4, 3);
        using var five = randn(2, 5, 3);
        steps.call(four, four).Dispose();
        Assert.Equal(
            "OpenAtTheCall: Add(\"b\") needs equal shapes of input 'a' (B, T, D) and input 'b' (B, S, D); got T = 4, S = 5: "
                + "give axis 1 (T) of input 'a' and axis 1 (S) of input 'b' the same size.",
            Refusal(() => steps.call(four, five)).Message);
    }

    [Fact]
    public void ASizeNamesAxisSymbolExpectedAndActual()
    {
        using var block = new TransformerBlock(16);
        using var wide = randn(8, 4, 24);
        var fault = Refusal(() => block.call(wide));
        Assert.Equal(
            "TransformerBlock: input 'x' has size 24 along axis 2 (D), expected 16; got (8, 4, 24) for (B, T, D): "
                + "give it 16 along this axis, or create TransformerBlock with D = 24.",
            fault.Message);
        Assert.Equal(("TransformerBlock", "x", 2, "D", "16", "24"),
            (fault.Model, fault.Input, fault.Axis, fault.Symbol, fault.Expected, fault.Actual));
        Assert.Equal("x", fault.ParamName);

        using var recurrent = new ElmanModel();
        using var x = randn(2, 3, 127);
        Assert.Equal(
            "ElmanModel: input 'x' has size 127 along axis 2, expected 128; got (2, 3, 127) for (B, T, 128): "
                + "give it 128 along this axis, or declare it with 127.",
            Refusal(() => recurrent.call(x)).Message);
    }

    [Fact]
    public void TwoInputsThatDisagreeOnASymbolAreTold()
    {
        using var model = new TwoInputs(D: 4, vocabulary: 5);
        using var left = randn(2, 3, 4);
        using var longer = zeros(2, 5, dtype: ScalarType.Int64);
        var fault = Refusal(() => model.call(left, longer));
        Assert.Equal(
            "TwoInputs: input 'right' has size 5 along axis 1 (T), expected 3; got (2, 5) for (B, T): give 'right' and 'left' the same T.",
            fault.Message);
        Assert.Equal(("right", 1, "T"), (fault.Input, fault.Axis, fault.Symbol));

        using var related = new RelatedSizes();
        using var once = randn(2, 4);
        using var twice = randn(2, 8);
        using var more = randn(2, 7);
        related.call(twice, once, more).Dispose();
        Assert.Equal(
            "RelatedSizes: input 'twice' has size 7 along axis 1 (2*T), expected 8; got (2, 7) for (B, 2*T) with T = 4: "
                + "give 'twice' and 'once' the same T.",
            Refusal(() => related.call(more, once, more)).Message);
        Assert.Equal(
            "RelatedSizes: input 'more' has size 8 along axis 1 (T + 3), expected 7; got (2, 8) for (B, T + 3) with T = 4: "
                + "give 'more' and 'once' the same T.",
            Refusal(() => related.call(twice, once, twice)).Message);

        // Optional inputs are checked when they are there.
        using var masked = new MaskedSelfAttention(8);
        using var x = randn(2, 3, 8);
        using var mask = ones(1, 1, 3, 4, dtype: ScalarType.Bool);
        Assert.Equal(
            "MaskedSelfAttention: input 'mask' has size 4 along axis 3 (T), expected 3; got (1, 1, 3, 4) for (1, 1, T, T): "
                + "give 'mask' and 'x' the same T.",
            Refusal(() => masked.call(x, mask)).Message);
        using var state = randn(2, 3, 256);
        using var four = randn(4, 3, 128);
        using var elman = new ElmanModel();
        Assert.Equal(
            "ElmanModel: input 'h0' has size 3 along axis 1 (B), expected 4; got (2, 3, 256) for (2, B, 256): "
                + "give 'h0' and 'x' the same B.",
            Refusal(() => elman.call(four, state)).Message);
    }

    [Fact]
    public void RankTypeAndAbsenceAreTold()
    {
        using var block = new TransformerBlock(16);
        using var flat = randn(4, 16);
        var fault = Refusal(() => block.call(flat));
        Assert.Equal(
            "TransformerBlock: input 'x' has 2 axes, expected 3 axes; got (4, 16) for (B, T, D): add the axis B with .unsqueeze(0).",
            fault.Message);
        Assert.Equal(("3 axes", "2 axes", (int?)null), (fault.Expected, fault.Actual, fault.Axis));

        using var integers = zeros(1, 4, 16, dtype: ScalarType.Int64);
        Assert.Equal(
            "TransformerBlock: input 'x' has dtype Int64, expected Float32, the dtype of the model's weights; got (1, 4, 16): "
                + "convert it with .to(torch.float32).",
            Refusal(() => block.call(integers)).Message);
        Assert.Equal("TransformerBlock: input 'x' is null, expected a tensor: pass a tensor of shape (B, T, D).",
            Refusal(() => block.call(null!)).Message);

        using var model = new Gpt2();
        using var floats = zeros(1, 4);
        Assert.Equal("Gpt2: input 'input' has dtype Float32, expected Int64; got (1, 4): convert it with .to(torch.int64).",
            Refusal(() => model.call(floats)).Message);

        using var masked = new MaskedSelfAttention(8);
        using var x = randn(2, 3, 8);
        using var mask = ones(1, 1, 3, 3);
        Assert.Equal(
            "MaskedSelfAttention: input 'mask' has dtype Float32, expected Bool; got (1, 1, 3, 3): convert it with .to(torch.@bool).",
            Refusal(() => masked.call(x, mask)).Message);
    }

    [Fact]
    public void LeadingAxesMustAgree()
    {
        using var model = new CausalScaledDotProduct();
        using var q = randn(2, 3, 4, 5);
        using var k = randn(2, 4, 5);
        using var v = randn(3, 3, 4, 5);
        Assert.Equal(
            "CausalScaledDotProduct: input 'k' must have the leading axes (2, 3), as 'q' does; got (2, 4, 5) for (..., T, d): "
                + "give both the same leading axes.",
            Refusal(() => model.call(q, k, q)).Message);
        Assert.Equal(
            "CausalScaledDotProduct: input 'v' must have the leading axes (2, 3), as 'q' does; got (3, 3, 4, 5) for (..., T, v): "
                + "give both the same leading axes.",
            Refusal(() => model.call(q, q, v)).Message);

        using var perceptron = new Perceptron();
        using var scalar = randn(Array.Empty<long>());
        using var wide = randn(2, 2, 7);
        Assert.Equal("Perceptron: input 'input' has 0 axes, expected at least 1 axis; got () for (..., in): give it the shape (..., in).",
            Refusal(() => perceptron.call(scalar)).Message);
        Assert.Equal(
            "Perceptron: input 'input' has size 7 along axis 2 (in), expected 6; got (2, 2, 7) for (..., in): "
                + "give it 6 along this axis, or create Perceptron with in = 7.",
            Refusal(() => perceptron.call(wide)).Message);
    }

    [Fact]
    public void TheTargetOfALossIsChecked()
    {
        using var model = new Gpt2();
        using var ids = zeros(2, 4, dtype: ScalarType.Int64);
        using var shorter = zeros(2, 3, dtype: ScalarType.Int64);
        using var floats = zeros(2, 4);
        using var flat = zeros(8, dtype: ScalarType.Int64);
        var fault = Refusal(() => model.Loss(ids, shorter));
        Assert.Equal(
            "Gpt2: input 'target' has size 3 along axis 1, expected 4; "
                + "got (2, 3) for the output's shape (2, 4, 211) without its last axis: give one class index per item of the output.",
            fault.Message);
        Assert.Equal(("Gpt2", "target", 1), (fault.Model, fault.Input, fault.Axis));
        Assert.Equal("Gpt2: input 'target' has dtype Float32, expected Int64; got (2, 4): convert it with .to(torch.int64).",
            Refusal(() => model.Loss(ids, floats)).Message);
        Assert.Equal(
            "Gpt2: input 'target' has 1 axis, expected 2 axes; got (8,) for the output's shape (2, 4, 211) without its last axis: "
                + "give it this shape with .reshape(2, 4).",
            Refusal(() => model.Loss(ids, flat)).Message);
        Assert.Equal("Gpt2: input 'target' is null, expected a tensor: pass the target.", Refusal(() => model.Loss(ids, null!)).Message);
    }

    [Fact]
    public void ARefusedCallLeavesNothingBehind()
    {
        using var block = new TransformerBlock(16);
        using var wide = randn(8, 4, 24);
        Handles.None(() => Refusal(() => block.call(wide)));
        using var gpt = new Gpt2();
        using var ids = zeros(1, 4, dtype: ScalarType.Int64);
        using var shorter = zeros(1, 3, dtype: ScalarType.Int64);
        gpt.eval();
        Handles.None(() => Refusal(() => gpt.Loss(ids, shorter)));
    }

    private static ShapeMismatchException Refusal(Func<object> call) => Assert.Throws<ShapeMismatchException>(call);
}
