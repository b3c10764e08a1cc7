using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>
/// The order of a constructor's sizes, all of type <c>long</c>: what changes it silently changes the meaning of <c>new Net(5, 3)</c>.
/// </summary>
public sealed class ConstructorOrderTests
{
    [Fact]
    public void Sizes_appear_in_the_order_in_which_layers_name_them() => Has("hidden, horizon", """
        [Model, Input("B", "T", 3), Lstm("hidden"), Select(Axis = 1, Index = -1), Linear("horizon")]
        public partial class Net;
        """);

    [Fact]
    public void An_output_does_not_reorder_them() => Has("hidden, horizon", """
        [Model, Input("B", "T", 3), Lstm("hidden"), Select(Axis = 1, Index = -1), Linear("horizon"), Output("B", "horizon")]
        public partial class Net;
        """);

    [Fact]
    public void An_output_above_the_layers_does_not_reorder_them() => Has("hidden, horizon", """
        [Model, Output("B", "horizon"), Input("B", "T", 3)]
        public partial class Net
        {
            [Lstm("hidden"), Select(Axis = 1, Index = -1)] Stage encoded;
            [Linear("horizon")] Stage forecast;
        }
        """);

    [Fact]
    public void Declared_sizes_come_first_in_the_order_of_their_declaration() => Has("horizon, hidden, width", """
        [Model, Dim("horizon"), Dim("hidden"), Input("B", "T", 3)]
        public partial class Net
        {
            [Linear("width"), Lstm("hidden"), Select(Axis = 1, Index = -1)] Stage encoded;
            [Linear("horizon")] Stage forecast;
        }
        """);

    [Theory]
    [InlineData("""[Linear("left")] Stage a; [From("input"), Linear("right")] Stage b; [From(nameof(a), nameof(b)), Concat] Stage c;""")]
    [InlineData("""[From("input"), Linear("right")] Stage b; [From("input"), Linear("left")] Stage a; [From(nameof(a), nameof(b)), Concat] Stage c;""")]
    [InlineData("""[From(nameof(a), nameof(b)), Concat, Output] Stage c; [From("input"), Linear("right")] Stage b; [From("input"), Linear("left")] Stage a;""")]
    public void Moving_a_stage_does_not_reorder_declared_sizes(string stages) =>
        Has("left, right", $$"""[Model, Input("B", 4), Dim("left"), Dim("right")] public partial class Net { {{stages}} }""");

    [Fact]
    public void Moving_a_stage_does_not_reorder_sizes_of_the_input()
    {
        const string First = """[Input("B", "C"), Model] public partial class Net { [Linear("W")] Stage a; [From("input"), Linear("C"), Output] Stage b; [From(nameof(a)), Relu, Output] Stage c; }""";
        const string Moved = """[Input("B", "C"), Model] public partial class Net { [From("input"), Linear("C"), Output] Stage b; [From("input"), Linear("W")] Stage a; [From(nameof(a)), Relu, Output] Stage c; }""";
        Has("C, W", First);
        Has("C, W", Moved);
    }

    [Fact]
    public void A_stage_that_is_computed_earlier_than_written_does_not_reorder_them() => Has("width, hidden", """
        [Model, Input("B", 4)]
        public partial class Net
        {
            [From(nameof(second)), Linear("width"), Output] Stage first;
            [From("input"), Linear("hidden")] Stage second;
        }
        """);

    [Fact]
    public void A_layer_below_does_not_reorder_them() => Has("hidden, horizon, further", """
        [Model, Input("B", "T", 3), Lstm("hidden"), Select(Axis = 1, Index = -1), Linear("horizon"), Relu, Linear("further"), Linear("horizon"), Linear("hidden")]
        public partial class Net;
        """);

    [Fact]
    public void A_fact_about_another_size_does_not_reorder_them() => Has("D, layers, heads", """
        [Model, Input("B", "T", "D"), Dim("D", MultipleOf = "heads")]
        public partial class Net
        {
            [Linear("layers"), Linear("D")] Stage a;
            [MultiHeadAttention("heads")] Stage b;
        }
        """);

    [Fact]
    public void Sizes_of_one_attribute_follow_its_text() => Has("C, H, W, k", """
        [Model, Input("B", "H*W + C", Name = "x"), Dim("C")]
        public partial class Net
        {
            [From("x"), Linear("H"), Linear("W"), Linear("2*k + H")] Stage a;
        }
        """);

    [Fact]
    public void Sizes_with_a_default_come_last() => Has("hidden, layers, width = 8, horizon = 3", """
        [Model, Input("B", 4), Dim("width", Default = 8), Dim("hidden"), Dim("horizon", Default = 3)]
        [Linear("layers"), Linear("width"), Linear("hidden"), Linear("horizon")]
        public partial class Net;
        """);

    [Fact]
    public void Sizes_that_only_a_block_names_stand_where_the_block_does() => Has("first, heads, hidden, last", """
        [Model, Input("B", "T", 64), Linear("first"), Linear(64), Block<Layer>(2), Linear("last")]
        public partial class Net;

        [Model, Input("B", "T", "D")]
        public partial class Layer
        {
            [MultiHeadAttention("heads"), Residual] Stage attention;
            [FeedForward("hidden"), Residual] Stage feedForward;
        }
        """);

    [Fact]
    public void Sizes_that_only_a_block_names_follow_those_that_its_attribute_names() => Has("width, heads, last", """
        [Model, Input("B", "T", 64), Block<Layer>(2, With = "hidden = width"), Linear("last")]
        public partial class Net;

        [Model, Input("B", "T", "D")]
        public partial class Layer
        {
            [MultiHeadAttention("heads"), Residual] Stage attention;
            [FeedForward("hidden"), Residual] Stage feedForward;
        }
        """);

    [Fact]
    public void An_adapted_model_has_the_order_of_its_model() => Has("hidden, horizon", """
        [Model, Input("B", "T", 3), Lstm("hidden"), Select(Axis = 1, Index = -1), Linear("horizon"), Output("B", "horizon")]
        public partial class Base;

        [Lora<Base>(2)]
        public partial class Net;
        """);

    [Fact]
    public void A_failed_check_of_the_constructor_names_every_size()
    {
        var code = Compile.Run("""
            [Model, Input("B", "T", "D"), Dim("D", MultipleOf = "2*heads")]
            [MultiHeadAttention("heads"), Linear("D"), Linear("hidden")]
            public partial class Net;
            """).Sources["Net.g.cs"];
        Assert.Contains("""nameof(D), D, "a multiple of 2*heads", ("heads", heads));""", code, System.StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_check_of_the_call_names_every_size()
    {
        var code = Compile.Run("""
            [Model, Input("B", "T", "D"), Input("B", "S", "D*S", Name = "other"), Linear("D")]
            public partial class Net { }
            """).Sources["Net.g.cs"];
        Assert.Contains("""Guard.Size(other, 2, _D * S, "Net", "other", "D*S", "(B, S, D*S)", "D", _D, "S", S, other: "other");""", code, System.StringComparison.Ordinal);
    }

    private static void Has(string parameters, string source)
    {
        var run = Compile.Run(source);
        run.AssertCompilesWithoutWarnings();
        var constructor = run.Output.GetTypeByMetadataName("Net")!.InstanceConstructors
            .Single(one => one.Parameters.All(parameter => parameter.Name != "model"));
        Assert.Equal(
            parameters,
            string.Join(", ", constructor.Parameters
                .Where(parameter => parameter.Type.SpecialType == SpecialType.System_Int64)
                .Select(parameter => parameter.HasExplicitDefaultValue
                    ? $"{parameter.Name} = {parameter.ExplicitDefaultValue}"
                    : parameter.Name)));
    }
}
