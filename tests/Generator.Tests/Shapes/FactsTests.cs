using System;
using ModelGen.Generator.Shapes;
using Xunit;
using static ModelGen.Generator.Tests.Shapes.Dims;

namespace ModelGen.Generator.Tests.Shapes;

/// <summary>What follows from facts; several facts are separated by ", ".</summary>
public sealed class FactsTests
{
    [Theory]
    [InlineData("8*(D/8)", "D % 8", "D")]
    [InlineData("2*(D/2)", "D % 8", "D")]
    [InlineData("D/4", "D % 8", "D/4")]
    [InlineData("D/16", "D % 8", "D/16")]
    [InlineData("D % 8", "D % 8", "0")]
    [InlineData("D % 4", "D % 8", "0")]
    [InlineData("(D + 5)/2", "D % 8", "D/2 + 2")]
    [InlineData("(D + 5)/16", "D % 8", "D/16")]
    [InlineData("(D + 8)/16", "D % 8", "(D + 8)/16")]
    [InlineData("3*(D/8)", "D % 8", "3*(D/8)")]
    [InlineData("heads*(D/heads)", "D % heads", "D")]
    [InlineData("D % heads", "D % heads", "0")]
    [InlineData("D/heads", "D % heads", "D/heads")]
    [InlineData("3*heads*(D/heads)", "D % heads", "3*D")]
    [InlineData("(D + T*heads)/heads", "D % heads", "D/heads + T")]
    [InlineData("(D + heads - 1)/heads", "D % heads", "D/heads")]
    [InlineData("(3*D)/heads", "D % heads", "3*(D/heads)")]
    [InlineData("2*(D/2) + heads*(D/heads)", "D % heads, D % 2", "2*D")]
    [InlineData("2*heads*(D/heads/2)", "D % 2*heads", "D")]
    [InlineData("2*((D/heads)/2)", "D % 2*heads", "D/heads")]
    [InlineData("heads*(D/heads)", "D % heads, heads % 4", "D")]
    [InlineData("D/4*4", "D % heads, heads % 4", "D")]
    [InlineData("(a*b)/c", "a % c", "b*(a/c)")]
    [InlineData("D/4", "D % heads, heads % 4", "D/4")]
    [InlineData("groups*(C/groups) + heads*(C/heads)", "C % heads, C % groups", "2*C")]
    [InlineData("2*((H - 2)/2 + 1)", "H % 2", "H")]
    [InlineData("((H - 1)/2 + 1)*2", "H % 2", "H")]
    [InlineData("4*((((H - 1)/2 + 1) - 1)/2 + 1)", "H % 4", "H")]
    [InlineData("D/8", "D <= 7", "0")]
    [InlineData("D/8", "D >= 8, D <= 15", "1")]
    [InlineData("min(H, 64)", "H <= 64", "H")]
    [InlineData("max(H, 3)", "H >= 3", "H")]
    [InlineData("min(H, 64)", "H >= 64", "64")]
    [InlineData("(H - 1)/H", "H >= 2", "0")]
    [InlineData("D + 1", "D >= 8, D <= 8", "9")]
    [InlineData("k/(2*k)", "", "0")]
    public void Simplifies(string text, string facts, string expected)
    {
        var given = Of(facts);
        var simple = given.Simplify(D(text));
        Assert.Equal(D(expected).ToString(), simple.ToString());
        Assert.Equal(simple, given.Simplify(simple));
    }

    [Theory]
    [InlineData("2*D", "512", "", "Open")]
    [InlineData("2*a", "2*b + 1", "", "Refuted")]
    [InlineData("6*a + 4*b", "8*c + 3", "", "Refuted")]
    [InlineData("D", "0", "", "Refuted")]
    [InlineData("p", "0", "p >= 0", "Open")]
    [InlineData("D", "D + 1", "", "Refuted")]
    [InlineData("D", "2*D", "", "Refuted")]
    [InlineData("D", "2*D", "D >= 0", "Open")]
    [InlineData("D", "512", "D <= 256", "Refuted")]
    [InlineData("2*(D/2)", "D", "", "Open")]
    [InlineData("2*(D/2)", "D", "D % 2", "Proved")]
    [InlineData("2*(D/2) + 1", "D", "D % 2", "Refuted")]
    [InlineData("heads*(D/heads)", "D", "", "Open")]
    [InlineData("heads*(D/heads)", "D", "D % heads", "Proved")]
    [InlineData("heads*(D/heads)", "D", "D % 2*heads", "Proved")]
    [InlineData("groups*(C/groups)", "heads*(C/heads)", "C % heads, C % groups", "Proved")]
    [InlineData("D/2 + D/2", "D", "D % 4", "Proved")]
    [InlineData("H - H/2", "(H + 1)/2", "", "Proved")]
    [InlineData("H/3 + (H + 1)/3 + (H + 2)/3", "H", "", "Proved")]
    [InlineData("(H/2 + H)/3", "H/2", "", "Proved")]
    [InlineData("H*(H + 1) % 2", "0", "", "Proved")]
    [InlineData("H % 2", "2", "", "Refuted")]
    [InlineData("H/2", "H", "", "Refuted")]
    [InlineData("(H - 1)/s + 1", "0", "", "Refuted")]
    [InlineData("min(H, W)", "H + 1", "", "Refuted")]
    [InlineData("D", "12", "D % 8", "Refuted")]
    [InlineData("D + E", "13", "D % 8, E % 4", "Refuted")]
    public void Equality(string left, string right, string facts, string expected)
    {
        Assert.Equal(expected, Of(facts).Equal(D(left), D(right)).ToString());
        Assert.Equal(expected, Of(facts).Equal(D(right), D(left)).ToString());
    }

    [Theory]
    [InlineData("1", "D", "", "Proved")]
    [InlineData("D", "0", "", "Refuted")]
    [InlineData("2", "D", "", "Open")]
    [InlineData("8", "D", "D % 8", "Proved")]
    [InlineData("H", "H*W", "", "Proved")]
    [InlineData("H", "H*W", "W >= 0", "Open")]
    [InlineData("H*W", "64*H", "W <= 64", "Proved")]
    [InlineData("H/2", "H", "", "Proved")]
    [InlineData("H/4", "H/2", "", "Proved")]
    [InlineData("H/s", "H", "", "Proved")]
    [InlineData("s*(H/s)", "H", "", "Proved")]
    [InlineData("H % s", "s - 1", "", "Proved")]
    [InlineData("0", "H % s", "", "Proved")]
    [InlineData("s", "H % s", "", "Refuted")]
    [InlineData("min(H, W)", "H", "", "Proved")]
    [InlineData("H", "max(H, W)", "", "Proved")]
    [InlineData("max(H, W)", "H + W", "", "Proved")]
    [InlineData("min(H, W)", "(H + W)/2", "", "Proved")]
    [InlineData("1", "(H + 2 - 3)/2 + 1", "", "Proved")]
    [InlineData("1", "(H - 3)/2 + 1", "", "Open")]
    [InlineData("1", "(H - 3)/2 + 1", "H >= 3", "Proved")]
    [InlineData("1", "(H - 3)/2 + 1", "H <= 2", "Refuted")]
    [InlineData("1", "((((H/2)/2)/2)/2)/2", "H <= 28", "Refuted")]
    [InlineData("1", "(H + 2*p - d*(k - 1) - 1)/s + 1", "", "Open")]
    [InlineData("1", "(H + 2*p - d*(k - 1) - 1)/s + 1", "p >= 0, H >= 7, k <= 4, d <= 2", "Proved")]
    public void AtMost(string left, string right, string facts, string expected) =>
        Assert.Equal(expected, Of(facts).LessOrEqual(D(left), D(right)).ToString());

    [Theory]
    [InlineData("H % s", "s", "", "Proved")]
    [InlineData("H/2", "H", "", "Proved")]
    [InlineData("H/2", "H", "H >= 0", "Open")]
    [InlineData("D", "D", "", "Refuted")]
    [InlineData("D", "D - D/2", "", "Refuted")]
    public void LessThan(string left, string right, string facts, string expected) =>
        Assert.Equal(expected, Of(facts).Less(D(left), D(right)).ToString());

    [Theory]
    [InlineData("8", "D", "", "Open")]
    [InlineData("8", "D", "D % 16", "Proved")]
    [InlineData("8", "512", "", "Proved")]
    [InlineData("12", "512", "", "Refuted")]
    [InlineData("2", "2*D + 1", "", "Refuted")]
    [InlineData("2", "H*(H + 1)", "", "Proved")]
    [InlineData("heads", "D", "D % heads", "Proved")]
    [InlineData("heads", "3*D*T", "D % heads", "Proved")]
    [InlineData("heads", "D + 1", "D % heads", "Open")]
    [InlineData("heads", "D + 1", "D % heads, heads >= 2", "Refuted")]
    [InlineData("D", "T*D", "", "Proved")]
    [InlineData("2*D", "D", "", "Refuted")]
    [InlineData("D + 1", "D", "", "Refuted")]
    [InlineData("D", "0", "", "Proved")]
    [InlineData("0", "D", "", "Refuted")]
    public void Divisibility(string divisor, string dividend, string facts, string expected) =>
        Assert.Equal(expected, Of(facts).Divides(D(divisor), D(dividend)).ToString());

    [Theory]
    [InlineData("D", "", 1, null)]
    [InlineData("D", "D % 8, D <= 100", 8, 96)]
    [InlineData("2*D - 3", "D >= 4, D <= 10", 5, 17)]
    [InlineData("D % 8", "", 0, 7)]
    [InlineData("H - H/2", "H <= 9", 1, 5)]
    [InlineData("(H - 3)/2 + 1", "H <= 28", 0, 13)]
    [InlineData("min(H, 64)", "", 1, 64)]
    [InlineData("max(H, 64)", "", 64, null)]
    [InlineData("8 - D", "", null, 7)]
    [InlineData("5", "", 5, 5)]
    public void BoundsEnclose(string text, string facts, int? min, int? max)
    {
        var (low, high) = Of(facts).Bounds(D(text));
        Assert.Equal(min, (int?)low);
        Assert.Equal(max, (int?)high);
    }

    [Theory]
    [InlineData("2*D", "512", "", "Proved", "256")]
    [InlineData("2*D + 1", "512", "", "Refuted", null)]
    [InlineData("D", "4*h", "", "Proved", "4*h")]
    [InlineData("2*D", "4*h + 2", "", "Proved", "2*h + 1")]
    [InlineData("2*D", "h", "", "Open", "h/2")]
    [InlineData("2*D", "h", "h % 2", "Proved", "h/2")]
    [InlineData("heads*D", "E", "E % heads", "Proved", "E/heads")]
    [InlineData("D*D", "16", "", "Open", null)]
    [InlineData("D/2", "16", "", "Open", null)]
    [InlineData("E", "16", "", "Open", null)]
    public void SolvesLinearExpressions(string expression, string value, string facts, string expected, string? solution)
    {
        Assert.Equal(expected, Of(facts).Solve(D(expression), D(value), "D", out var found).ToString());
        Assert.Equal(solution is null ? null : D(solution), found);
    }

    [Fact]
    public void AreEqualByValue()
    {
        var one = Given("D % 8", "D % heads", "p >= 0");
        var other = Given("p >= 0", "D % 8", "D % heads");
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, Given("D % 8", "p >= 0"));
        Assert.NotEqual(one, Facts.None);
        Assert.Equal(Facts.None.With(new SymbolFacts("D", 4, 9)),
            Facts.None.With(new SymbolFacts("D", 4)).With(new SymbolFacts("D", 2, 9)));
    }

    [Fact]
    public void OddFactsDoNoHarm()
    {
        Assert.Equal(Truth.Open, Given("D % 0").Equal(D("D"), D("8")));
        Assert.Equal(Truth.Proved, Given("D % -4").Divides(4, D("D")));
        Assert.Equal(Truth.Open, Given("D % heads", "heads % D").Equal(D("2*D"), D("heads + 3")));
        Assert.Equal(Truth.Proved, Given("D % D").Equal(D("D*(D/D)"), D("D")));
        Assert.Equal(Truth.Open, Facts.None.With(new SymbolFacts("D", -5)).Less(0, D("D")));
        Assert.Equal(Truth.Proved, Facts.None.With(new SymbolFacts("D", -5)).LessOrEqual(0, D("D")));
    }

    [Fact]
    public void WhatIsTooLargeStaysOpen()
    {
        var large = Dim.Zero;
        for (var i = 0; i < 250; i++)
        {
            large += Dim.FloorDiv(Dim.Symbol("s" + i), 7) - Dim.Symbol("t" + (i % 3));
        }

        var other = Dim.Zero;
        for (var i = 0; i < 250; i++)
        {
            other += Dim.Symbol("u" + i);
        }

        Assert.Equal(Truth.Open, Facts.None.Equal(large, other));
        Assert.Equal(Truth.Open, Facts.None.LessOrEqual(large, other));
        Assert.Equal(large, Facts.None.Simplify(large));
    }

    private static Facts Of(string facts) => Given(facts.Split(", ", StringSplitOptions.RemoveEmptyEntries));
}
