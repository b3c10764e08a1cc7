using System.Linq;
using CsCheck;
using ModelGen.Generator.Shapes;
using Xunit;
using static ModelGen.Generator.Tests.Shapes.Dims;

namespace ModelGen.Generator.Tests.Shapes;

/// <summary>What is read, and what is said about what cannot be.</summary>
public sealed class DimExpressionTests
{
    [Theory]
    [InlineData("D", "D")]
    [InlineData("  D  ", "D")]
    [InlineData("2 * D + 1", "2*D + 1")]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("10 - 4 - 3", "3")]
    [InlineData("100 / 10 / 2", "5")]
    [InlineData("100 / (10 / 2)", "20")]
    [InlineData("17 % 10 % 4", "3")]
    [InlineData("2 * 7 / 4", "3")]
    [InlineData("2 * (7 / 4)", "2")]
    [InlineData("-7 / 2", "-4")]
    [InlineData("-(7 / 2)", "-3")]
    [InlineData("- - 3", "3")]
    [InlineData("+3", "3")]
    [InlineData("2 - -3", "5")]
    [InlineData("2*-3", "-6")]
    [InlineData("min(3, 5) + max(3, 5)", "8")]
    [InlineData("min(1 + 1, max(7, 9), 4)", "2")]
    [InlineData("min", "min")]
    [InlineData("min + max", "max + min")]
    [InlineData("class * int", "class*int")]
    [InlineData("größe + 単位 + _x1", "_x1 + größe + 単位")]
    [InlineData("00012", "12")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("(((D)))", "D")]
    [InlineData("H\t/\n2", "H/2")]
    public void Reads(string text, string expected) => Assert.Equal(expected, D(text).ToString());

    [Theory]
    [InlineData("", "expected a dimension: a name, an integer or an expression such as 2*D", 0, 0)]
    [InlineData("   ", "expected a dimension: a name, an integer or an expression such as 2*D", 0, 3)]
    [InlineData("2*", "expected a dimension after '*'", 1, 1)]
    [InlineData("2 * ", "expected a dimension after '*'", 2, 1)]
    [InlineData("2 * )", "expected a dimension after '*'", 2, 3)]
    [InlineData("D + * T", "expected a dimension after '+'", 2, 3)]
    [InlineData("-", "expected a dimension after '-'", 0, 1)]
    [InlineData("*D", "expected a dimension before '*'", 0, 1)]
    [InlineData(")", "expected a dimension before ')'", 0, 1)]
    [InlineData("()", "expected a dimension after '('", 0, 2)]
    [InlineData("(D", "this parenthesis is not closed: expected ')'", 0, 1)]
    [InlineData("2*(D + (H - 1)", "this parenthesis is not closed: expected ')'", 2, 1)]
    [InlineData("D)", "this parenthesis closes nothing: remove it or add '('", 1, 1)]
    [InlineData("2D", "a product needs '*': write 2*D", 0, 2)]
    [InlineData("2.5", "'2.5' is not an integer", 0, 3)]
    [InlineData("0x10", "'0x10' is not an integer: write decimal digits only", 0, 4)]
    [InlineData("1_000", "'1_000' is not an integer: write decimal digits only", 0, 5)]
    [InlineData("D T", "expected an operator: a product needs '*'", 2, 1)]
    [InlineData("2 (D)", "expected an operator: a product needs '*'", 2, 1)]
    [InlineData("(D)(T)", "expected an operator: a product needs '*'", 3, 1)]
    [InlineData("D(T)", "'D' is not a function of dimensions: only min and max are; a product needs '*'", 0, 1)]
    [InlineData("ceil(D)", "'ceil' is not a function of dimensions: only min and max are; a product needs '*'", 0, 4)]
    [InlineData("D, T", "a comma is allowed only between the dimensions of min and max", 1, 1)]
    [InlineData("min(D)", "min needs at least two dimensions", 0, 6)]
    [InlineData("1 + max( D ) + 2", "max needs at least two dimensions", 4, 8)]
    [InlineData("min(D,", "expected a dimension after ','", 5, 1)]
    [InlineData("min()", "expected a dimension after 'min('", 3, 2)]
    [InlineData("min(D, T", "this parenthesis is not closed: expected ')'", 3, 1)]
    [InlineData("D/0", "division by zero", 2, 1)]
    [InlineData("D % (3 - 3) + 1", "division by zero", 4, 7)]
    [InlineData("D/(H - H)", "division by zero", 2, 7)]
    [InlineData("D**2", "a power is written as a product: D*D", 1, 2)]
    [InlineData("D//2", "'/' rounds down already: write it once", 1, 2)]
    [InlineData("D^2", "'^' is not an operator of dimensions: a power is written as a product, D*D", 1, 1)]
    [InlineData("@class", "a dimension writes names without '@', keywords too", 0, 1)]
    [InlineData("D $ 2", "'$' has no meaning in a dimension: use names, integers, + - * / % ( ), min and max", 2, 1)]
    [InlineData("... ", "'.' has no meaning in a dimension: sizes are integers, and '...' is allowed only at the front of a shape", 0, 1)]
    [InlineData("D × 2", "'×' is not an operator of dimensions: a product needs '*'", 2, 1)]
    [InlineData("D \0", "'U+0000' has no meaning in a dimension: use names, integers, + - * / % ( ), min and max", 2, 1)]
    [InlineData("D + 😀", "'😀' has no meaning in a dimension: use names, integers, + - * / % ( ), min and max", 4, 2)]
    public void Explains(string text, string message, int start, int length)
    {
        Assert.False(DimExpression.TryParse(text, out var dim, out var symbols, out var error));
        Assert.Equal(new DimSyntaxError(message, start, length), error);
        Assert.Equal(Dim.Zero, dim);
        Assert.Empty(symbols);
    }

    [Fact]
    public void TellsEveryUseOfASymbol()
    {
        Assert.True(DimExpression.TryParse(" D*heads + min(D, 3)", out _, out var symbols, out var error));
        Assert.Equal([new SymbolUse("D", 1, 1), new SymbolUse("heads", 3, 5), new SymbolUse("D", 15, 1)], symbols);
        Assert.Equal(default, error);
    }

    [Fact]
    public void DepthAndLengthEndInAnError()
    {
        Assert.Equal(D("D"), D(new string('(', 64) + "D" + new string(')', 64)));
        AssertFails(new string('(', 65) + "D" + new string(')', 65), "the dimension is nested more than 64 levels deep");
        AssertFails(new string('-', 100) + "D", "the dimension is nested more than 64 levels deep");
        AssertFails(new string('(', 9_000), "the dimension is nested more than 64 levels deep");
        AssertFails(new string('1', 2_000), "the number is too large");
        AssertFails(new string('D', 20_000), "the dimension is longer than 10,000 characters");
        AssertFails(string.Join(" + ", Enumerable.Range(0, 300).Select(static i => "s" + i)), "the dimension has more than 256 terms");
        AssertFails(string.Join("*", Enumerable.Repeat("D", 100)), "the dimension has a product of more than 64 factors");
        AssertFails(string.Join("*", Enumerable.Repeat(new string('9', 900), 10)), "the dimension has a number that is too large");
        AssertFails($"min({string.Join(", ", Enumerable.Range(0, 40).Select(static i => "s" + i))})",
            "the dimension has a minimum or maximum of more than 32 operands");
    }

    [Fact]
    public void NoTextMakesItThrow()
    {
        var random = new PCG(6, 20_240_517);
        var texts =
            Gen.OneOf('D', 'H', '2', '0', '+', '-', '*', '/', '%', '(', ')', '(', ')', ',', ' ', 'm', '.', '@', 'é', '\uD83D').Array[0, 24];
        var words = Gen.OneOf("min(", "max(", "D", "12", "heads", "/", "*", " - ", "+", "%", "(", ")", ")", ",", "0", "\0").Array[0, 16];
        for (var i = 0; i < 100_000; i++)
        {
            var text = i % 2 == 0 ? new string(texts.Generate(random, null, out _)) : string.Concat(words.Generate(random, null, out _));
            if (!DimExpression.TryParse(text, out _, out _, out var error))
            {
                Assert.NotEmpty(error.Message);
                Assert.True(error.Start >= 0 && error.Length >= 0 && error.Start + error.Length <= text.Length, $"'{text}': {error}");
            }
        }
    }

    private static void AssertFails(string text, string message)
    {
        Assert.False(DimExpression.TryParse(text, out _, out _, out var error));
        Assert.Equal(message, error.Message);
        Assert.InRange(error.Start + error.Length, 0, text.Length);
    }
}
