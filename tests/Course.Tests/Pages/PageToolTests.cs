using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace Course.Tests;

/// <summary>What the checks of the pages find, and what they allow.</summary>
public sealed class PageToolTests
{
    private const string Source = "class A\n{\n    void B()\n    {\n        C();\n\n        D();\n        E();\n    }\n}\n";

    [Theory]
    [InlineData("void B()\n{\n    C();\n\n    D();\n", true)]
    [InlineData("C();\n\nD();\n", true)]
    [InlineData("C();\nD();\n", false)]
    [InlineData("void B()\n{\nC();\n", false)]
    [InlineData("();\n", false)]
    [InlineData("// …\nE();\n", false)]
    public void An_excerpt_is_consecutive_lines_with_one_indentation(string excerpt, bool expected) =>
        Assert.Equal(expected, Excerpt.IsIn(Source, excerpt));

    [Theory]
    [InlineData("void B()\n{\n    // …\n    E();\n}\n", true)]
    [InlineData("C();\n// …\nE();\n", true)]
    [InlineData("E();\n// …\nC();\n", false)]
    [InlineData("C();\n// …\nF();\n", false)]
    public void Lines_of_generated_code_may_be_omitted(string excerpt, bool expected) =>
        Assert.Equal(expected, Excerpt.IsIn(Source, excerpt, omits: true));

    [Theory]
    [InlineData("error 0.63", "error 0.64", 0, true)]
    [InlineData("error 0.63", "error 0.65", 0, false)]
    [InlineData("error 0.63", "error 0.65", 0.05, true)]
    [InlineData("error 0.63", "loss 0.63", 0.05, false)]
    [InlineData("98,816 parameters", "98,817 parameters", 0, false)]
    [InlineData("accuracy 99 %", "accuracy 100 %", 0, true)]
    [InlineData("accuracy 50 %", "accuracy 60 %", 0.05, false)]
    [InlineData("2.4e-30", "2.5e-30", 0, true)]
    [InlineData("2.4e-30", "2.4e-29", 0.05, false)]
    [InlineData("a   1.00", "a 1.01", 0, true)]
    [InlineData("1 2", "1", 0, false)]
    public void Outputs_have_the_same_words_and_close_numbers(string expected, string actual, double tolerance, bool close) =>
        Assert.Equal(close, Numbers.AreClose(expected, actual, tolerance));

    [Fact]
    public void An_output_is_divided_at_blank_lines()
    {
        var run = new Run("a\nb  \n\nc\n\nd\n\ne\n", new Dictionary<string, byte[]>());
        Block[] blocks = [new("text", "\n", 0), new("text", "1\n\n2\n", 0), new("text", "", 0)];

        Assert.Equal(["a\nb\n", "c\n\nd\n", "e\n"], run.Divide(blocks));
        Assert.Equal(["a\nb\n\nc\n\nd\n\ne\n"], run.Divide(blocks[..1]));
    }

    [Fact]
    public void Formulas_of_a_page_are_found_with_the_characters_around_them()
    {
        var formulas = CoursePage.Of("rnn").Formulas.ToList();

        Assert.Contains((' ', "$x_t$", ' '), formulas);
        Assert.Contains((' ', "$h_0 = 0$", '.'), formulas);
    }

    [Fact]
    public async Task The_compiler_reports_a_mistake_and_nothing_else()
    {
        const string Model = "[Model, Input(\"B\", \"T\", 64), MultiHeadAttention(HEADS)] public partial class M;";

        Assert.StartsWith("MG0105: ", Assert.Single(await Compiler.Diagnose(Model.Replace("HEADS", "6"))));
        Assert.Empty(await Compiler.Diagnose(Model.Replace("HEADS", "8")));
    }

    [Fact]
    public void The_generator_writes_a_file_for_a_model_of_the_course() =>
        Assert.Single(Compiler.Generated, source => source.Contains("partial class RnnLayer :"));
}
