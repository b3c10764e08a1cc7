using System;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>Sizes by which others are divided, and which are 0.</summary>
public sealed class DivisorTests
{
    [Fact]
    public void Parameter_of_zero_is_refused_by_the_constructor()
    {
        var refusal = Assert.Throws<ShapeMismatchException>(() => new DividedByParameter(k: 0, D: 8));
        Assert.StartsWith("DividedByParameter: k must be at least 1, since D/k divides by it; got k = 0", refusal.Message);

        using var model = new DividedByParameter(k: 2, D: 8);
        using var x = zeros(3, 8);
        using var result = model.call(x);
        Assert.Equal([3, 4], result.shape);
    }

    [Fact]
    public void Expression_of_parameters_that_is_zero_is_refused_by_the_constructor()
    {
        var refusal = Assert.Throws<ShapeMismatchException>(() => new DividedByDifference(D: 8, k: 1));
        Assert.StartsWith(
            "DividedByDifference: k - 1 must be at least 1, since D/(k - 1) divides by it; got k - 1 = 0, k = 1", refusal.Message);
    }

    [Fact]
    public void Stated_divisor_of_zero_is_refused_by_the_constructor() =>
        Assert.IsAssignableFrom<ArgumentException>(Record.Exception(() => new MultipleOfParameter(k: 0, D: 8)));

    [Fact]
    public void Empty_axis_is_refused_where_another_is_divided_by_it()
    {
        using var model = new DividedByInput();
        using var x = zeros(2, 6);
        using var none = zeros(2, 0);
        var refusal = Assert.Throws<ShapeMismatchException>(() => model.call(x, none));
        Assert.StartsWith("DividedByInput: S must be at least 1", refusal.Message);

        using var parts = zeros(2, 3);
        using var result = model.call(x, parts);
        Assert.Equal([2, 3], result.shape);
    }
}

[DrawnByHand]
[Model, Input("B", "D"), Dim("k", Min = 0)]
[Linear("D/k")]
public partial class DividedByParameter;

[DrawnByHand]
[Model, Input("B", "D")]
[Linear("D/(k - 1)")]
public partial class DividedByDifference;

[DrawnByHand]
[Model, Input("B", "D"), Dim("k", Min = 0), Dim("D", MultipleOf = "k")]
[Linear("D + k")]
public partial class MultipleOfParameter;

[DrawnByHand]
[Model]
public partial class DividedByInput
{
    [Input("B", "T")] Stage x;
    [Input("B", "S")] Stage parts;

    [From(nameof(x)), Reshape("B", "S", "T/S"), Mean(Axis = 2), Add(nameof(parts))]
    Stage sums;
}
