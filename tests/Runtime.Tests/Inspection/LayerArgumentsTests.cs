using System.Collections.Generic;
using Xunit;

namespace ModelGen.Runtime.Tests;

/// <summary>The typed arguments of layers in <c>Architecture</c>.</summary>
public sealed class LayerArgumentsTests
{
    private static readonly LayerArguments _some = LayerArguments.None.Size("features", "4*D")
        .Flag("Bias", false).Tensors("stages", "a", "b.linear");

    [Fact]
    public void Arguments_are_found_by_name()
    {
        Assert.Equal(new ArgumentValue.Size("4*D"), _some["features"]);
        Assert.True(_some.TryGetValue("Bias", out ArgumentValue? bias));
        Assert.Equal(new ArgumentValue.Flag(false), bias);
        Assert.False(_some.ContainsKey("Init"));
        Assert.Throws<KeyNotFoundException>(() => _some["Init"]);
        Assert.Equal(["features", "Bias", "stages"], _some.Keys);
    }

    [Fact]
    public void Arguments_with_the_same_names_and_values_are_equal()
    {
        LayerArguments same = LayerArguments.None.Size("features", "4*D").Flag("Bias", false).Tensors("stages", "a", "b.linear");

        Assert.Equal(same, _some);
        Assert.Equal(same.GetHashCode(), _some.GetHashCode());
        Assert.NotEqual(same.Flag("Causal", true), _some);
        Assert.NotEqual(LayerArguments.None.Size("features", "4").Flag("Bias", false).Tensors("stages", "a", "b.linear"), _some);
    }

    [Fact]
    public void A_model_shows_the_arguments_that_its_layers_are_given()
    {
        Assert.Equal(LayerArguments.None.Size("features", "5"), WeightedTagger.Architecture.Layers[0].Arguments);
        Assert.Equal(LayerArguments.None, Triplets.Architecture.Layers[0].Arguments);
    }

    [Fact]
    public void Adding_an_argument_changes_no_other_arguments()
    {
        LayerArguments more = _some.Number("Dropout", 0.1);

        Assert.Equal(3, _some.Count);
        Assert.Equal("features = 4*D, Bias = false, stages = a, b.linear, Dropout = 0.1", more.ToString());
    }

    [Theory]
    [InlineData("512", 512L)]
    [InlineData("-1", -1L)]
    [InlineData("4*D", null)]
    public void A_size_is_a_constant_if_it_names_no_symbol(string expression, long? expected) =>
        Assert.Equal(expected, new ArgumentValue.Size(expression).Constant);

    [Fact]
    public void Values_of_different_types_differ()
    {
        Assert.NotEqual<ArgumentValue>(new ArgumentValue.Size("2"), new ArgumentValue.Integer(2));
        Assert.Equal<ArgumentValue>(new ArgumentValue.Sizes(["2", "-1"]), new ArgumentValue.Sizes(["2", "-1"]));
        Assert.NotEqual<ArgumentValue>(new ArgumentValue.Integers([0, 1]), new ArgumentValue.Integers([1, 0]));
    }
}
