using System;
using System.Threading.Tasks;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>
/// Blocks and methods whose symbols have the names of the model's own, blocks that change the shape from copy to copy, and
/// blocks that run several times.
/// </summary>
public sealed class BlockUnificationTests
{
    [Theory]
    [InlineData("7*h", "new global::Layer(h: h, device")]
    [InlineData("14*h", "new global::Layer(h: 2 * h, device")]
    [InlineData("7*h + 7", "new global::Layer(h: h + 1, device")]
    [InlineData("7*w", "new global::Layer(h: w, device")]
    public async Task A_symbol_of_a_block_is_not_the_models_symbol_of_that_name(string width, string expected)
    {
        string source = $$"""
            [Model, Input("B", "7*h"), Linear("h")] public partial class Layer;
            [Model, Input("B", "{{width}}"), Linear("{{width}}"), Block<Layer>] public partial class Net;
            """;
        await Diagnostics.Verify(source);
        Assert.Contains(expected, Compile.Run(source).Sources["Net.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Swapped_names_are_matched_by_place()
    {
        const string Source = """
            [Model, Input("B", "T", "D"), Linear("D")] public partial class Layer;
            [Model, Input("B", "D", "T"), Linear("T"), Block<Layer>] public partial class Net;
            """;
        await Diagnostics.Verify(Source);
        Assert.Contains("new global::Layer(D: T, device", Compile.Run(Source).Sources["Net.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public Task A_width_that_no_value_gives_is_still_reported() => Diagnostics.Verify(
        """
        [Model, Input("B", "7*h"), Linear("h")] public partial class Layer;
        [Model, Input("B", 15), {|MG0111:Block<Layer>|}] public partial class Net;
        """);

    [Fact]
    public async Task A_fact_of_the_model_is_none_of_the_blocks_symbol_of_that_name()
    {
        const string Source = """
            [Model, Input("B", "7*h"), Linear("h")] public partial class Layer;
            [Model, Input("B", "T", 21), Dim("h", MultipleOf = 2, Min = 2), Linear("7*h"), Linear(21), Block<Wide>] public partial class Net;
            [Model, Input("B", "T", "7*h"), Linear("h")] public partial class Wide;
            """;
        await Diagnostics.Verify(Source);
        Assert.Contains("new global::Wide(h: 3, device", Compile.Run(Source).Sources["Net.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_unknowns_in_one_width_become_the_models_parameters()
    {
        const string Source = """
            [Model, Input("B", "h*w"), Linear("h"), Linear("w")] public partial class Layer;
            [Model, Input("B", "h*w"), Block<Layer>] public partial class Net;
            """;
        await Diagnostics.Verify(Source);
        Assert.Contains("new global::Layer(h: h, w: w, device", Compile.Run(Source).Sources["Net.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public Task Defaults_are_not_taken_for_the_models_symbols_of_that_name() => Diagnostics.Verify(
        """
        [Model, Input("B", "h*w"), Dim("h", Default = 2), Dim("w", Default = 3), Linear("h"), Linear("w")] public partial class Layer;
        [Model, Input("B", 7), {|MG0111:Block<Layer>|}] public partial class Net;
        [Model, Input("B", 6), Block<Layer>] public partial class Other;
        """);

    [Fact]
    public Task Symbols_of_a_methods_shapes_are_its_own() => Diagnostics.Verify(
        """
        using static TorchSharp.torch;
        [Model, Input("B", "7*h"), Linear("7*h"), Apply(nameof(Fold))] public partial class Net
        {
            [return: Shape("B", "h", 7)] static Tensor Fold([Shape("B", "7*h")] Tensor x) => x.reshape(x.size(0), -1, 7);
        }
        [Model, Input("B", "14*h"), Linear("14*h"), Apply(nameof(Fold)), Output("B", "2*h", 7)] public partial class Other
        {
            [return: Shape("B", "h", 7)] static Tensor Fold([Shape("B", "7*h")] Tensor x) => x.reshape(x.size(0), -1, 7);
        }
        """);

    private const string DenseLayer = """
        [Model]
        public partial class DenseLayer
        {
            [Input("B", "C", "H", "W")] Stage map;
            [Conv("bottleneck", Kernel = 1), Relu, Conv("growth", Kernel = 3, Padding = 1)] Stage grown;
            [From(nameof(map), nameof(grown)), Concat(Axis = 1)] Stage joined;
        }

        """;

    [Fact]
    public async Task A_value_for_all_copies_serves_copies_that_grow()
    {
        const string Scalar = DenseLayer + """[Model, Input("B", 64, "H", "W"), Block<DenseLayer>(3, With = "bottleneck = 32, growth = 16"), Output("B", 112, "H", "W")] public partial class Net;""";
        const string Lists = DenseLayer + """[Model, Input("B", 64, "H", "W"), Block<DenseLayer>(3, With = "bottleneck = [32, 32, 32], growth = [16, 16, 16]"), Output("B", 112, "H", "W")] public partial class Net;""";
        await Diagnostics.Verify(Scalar);
        await Diagnostics.Verify(Lists);
        string code = Compile.Run(Scalar).Sources["Net.g.cs"];
        Assert.Equal(3, code.Split("new global::DenseLayer(").Length - 1);
        Assert.Contains("C: 96, bottleneck: 32, growth: 16", code, StringComparison.Ordinal);
        Compile.Run(Scalar).AssertCompilesWithoutWarnings();
    }

    [Fact]
    public Task Copies_that_do_not_fit_one_another_are_reported_despite_a_value() => Diagnostics.Verify(
        """
        [Model, Input("B", 8), Linear("width")] public partial class Layer;
        [Model, Input("B", 8), Block<Layer>({|MG0110:3|}, With = "width = 4")] public partial class Net;
        """,
        "Block<Layer>(3, With = \"width = 4\") repeats Layer, but it maps (B, 8) to (B, 4), so a second copy would not fit: "
            + "make Layer keep its input's shape, or use a single copy.");

    [Theory]
    [InlineData(257)]
    [InlineData(1_000_000)]
    public Task Copies_that_change_the_shape_are_limited(int copies) => Diagnostics.Verify(
        DenseLayer + $$"""[Model, Input("B", 64, "H", "W"), Block<DenseLayer>({|MG0027:{{copies}}|}, With = "bottleneck = 32, growth = 16")] public partial class Net;""",
        $"Block<DenseLayer>({copies}, With = \"bottleneck = 32, growth = 16\") changes the shape with each copy, "
            + "so each needs code of its own, which is limited to 256 copies: repeat them inside a model, and use that model as a block.");

    [Fact]
    public Task Copies_that_keep_the_shape_are_not_limited() => Diagnostics.Verify(
        """
        [Model, Input("B", 8), Linear("width"), Linear(8)] public partial class Layer;
        [Model, Input("B", 8), Block<Layer>(1000000, With = "width = 4")] public partial class Net;
        """);

    [Fact]
    public Task A_model_that_repeats_them_may_be_repeated() => Diagnostics.Verify(DenseLayer + """
        [Model, Input("B", "C", "H", "W"), Block<DenseLayer>(4, With = "bottleneck = 32, growth = 16")] public partial class Dense;
        [Model, Input("B", 64, "H", "W"), Block<Dense>, Block<Dense>, Output("B", 192, "H", "W")] public partial class Net;
        """);

    private const string EncoderLayer = """
        [Model, Input("B", "T", "D"), LayerNorm, MultiHeadAttention("heads", Causal = true), Residual] public partial class Layer;

        """;

    [Theory]
    [InlineData("11", "i < 11;")]
    [InlineData("\"depth\"", "i < _depth;")]
    public async Task One_block_runs_several_times_with_the_same_weights(string count, string loop)
    {
        string source = EncoderLayer + $$"""
            [Model, Input("B", "T", 64), Block<Layer>(Name = "first", With = "heads = 4"), Block<Layer>({{count}}, With = "heads = 4", Shared = "first")] public partial class Albert;
            """;
        await Diagnostics.Verify(source);
        var run = Compile.Run(source);
        run.AssertCompilesWithoutWarnings();
        string code = run.Sources["Albert.g.cs"];
        Assert.Equal(1, code.Split("new global::Layer(").Length - 1);
        Assert.Contains(loop, code, StringComparison.Ordinal);
        Assert.Contains("_first.call(", code, StringComparison.Ordinal);
        Assert.DoesNotContain("_first[", code, StringComparison.Ordinal);
    }

    [Fact]
    public void One_block_that_runs_several_times_is_decoded() => Compile.Run(EncoderLayer + """
        [Model, Autoregressive, Input("B", "T", Type = DType.Int64), Embedding(99, 64), Block<Layer>(Name = "first", With = "heads = 4"), Block<Layer>(3, With = "heads = 4", Shared = "first"), Linear(99)] public partial class Albert;
        """).AssertCompilesWithoutWarnings();

    [Fact]
    public Task Copies_with_other_arguments_do_not_share() => Diagnostics.Verify(
        EncoderLayer + """
        [Model, Input("B", "T", 64), Block<Layer>(Name = "first", With = "heads = 4"), Block<Layer>(11, With = "heads = 8", Shared = {|MG0115:"first"|})] public partial class Albert;
        """,
        "Block<Layer>(11, With = \"heads = 8\", Shared = \"first\") shares the weights of 'first', Block<Layer>(Name = \"first\", With = "
            + "\"heads = 4\") on line 2, which have other arguments: give both the same arguments, or let each have its own weights.");

    [Fact]
    public Task Twelve_copies_and_eleven_do_not_share() => Diagnostics.Verify(
        EncoderLayer + """
        [Model, Input("B", "T", 64), Block<Layer>(12, Name = "first", With = "heads = 4"), Block<Layer>(11, With = "heads = 4", Shared = {|MG0115:"first"|})] public partial class Net;
        """);
}
