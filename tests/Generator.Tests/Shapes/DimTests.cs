using System.Collections.Generic;
using ModelGen.Generator.Shapes;
using Xunit;
using static ModelGen.Generator.Tests.Shapes.Dims;

namespace ModelGen.Generator.Tests.Shapes;

/// <summary>Laws that hold without any facts, by canonical form alone.</summary>
public sealed class DimTests
{
    [Theory]
    [InlineData("2*(D + 1) - 2", "2*D")]
    [InlineData("(a + b)*(a - b)", "a*a - b*b")]
    [InlineData("D - D/2 + D/2", "D")]
    [InlineData("(H/2)/2", "H/4")]
    [InlineData("((H/2)/3)/k", "H/(6*k)")]
    [InlineData("(H/a)/b", "H/(a*b)")]
    [InlineData("((H + 1)/2 + 1)/2", "(H + 3)/4")]
    [InlineData("(2*D)/2", "D")]
    [InlineData("(a*D + b)/a", "D + b/a")]
    [InlineData("(T*D)/D", "T")]
    [InlineData("(T*D)/(D*4)", "T/4")]
    [InlineData("(6*D + 4)/4", "(3*D)/2 + 1")]
    [InlineData("(4*H + 3)/8", "H/2")]
    [InlineData("(4*H + 5)/8", "(H + 1)/2")]
    [InlineData("a/b*b + a % b", "a")]
    [InlineData("b*(a/b) + a % b", "a")]
    [InlineData("(a + 3*b) % b", "a % b")]
    [InlineData("(a % b) % b", "a % b")]
    [InlineData("(8*D) % 4", "0")]
    [InlineData("(8*D + 3) % 4", "3")]
    [InlineData("(H + 2*1 - 1*(3 - 1) - 1)/1 + 1", "H")]
    [InlineData("(H + 2*0 - 1*(1 - 1) - 1)/s + 1", "(H - 1)/s + 1")]
    [InlineData("(H + s - 1)/s", "(H - 1)/s + 1")]
    [InlineData("(H + 2*p - d*(2*p/d + 1 - 1) - 1)/1 + 1", "H + 2*p - d*(2*p/d)")]
    [InlineData("((H - 1)/1 + 1 - 1)/1 + 1", "H")]
    [InlineData("(2*H + 2*1 - 3)/2 + 1", "H")]
    [InlineData("((H + 2 - 3)/2 + 1 + 2 - 3)/2 + 1", "(H + 3)/4")]
    [InlineData("((H - 1)*2 - 2*1 + (4 - 1) + 0 + 1 + 2*1 - 4)/2 + 1", "H")]
    [InlineData("(H*H - 1)/(H - 1)", "H + 1")]
    [InlineData("(h - 1)/h", "0")]
    [InlineData("H/(H + 1)", "0")]
    [InlineData("H/(-2)", "(-H)/2")]
    [InlineData("(-H)/(-2)", "H/2")]
    [InlineData("min(H, H + 1)", "H")]
    [InlineData("max(H, H + 1)", "H + 1")]
    [InlineData("max(H, 0)", "H")]
    [InlineData("min(H, H)", "H")]
    [InlineData("min(H + 3, W + 3)", "min(H, W) + 3")]
    [InlineData("min(2*H, 2*W)", "2*min(H, W)")]
    [InlineData("min(T*H, T*W)", "T*min(H, W)")]
    [InlineData("min(H, W) + max(H, W)", "H + W")]
    [InlineData("min(a, min(b, c))", "min(min(c, a), b)")]
    [InlineData("max(a, max(b, c))", "max(c, b, a)")]
    [InlineData("-min(-a, -b)", "max(a, b)")]
    [InlineData("7/2", "3")]
    [InlineData("(-7)/2", "-4")]
    [InlineData("7/(-2)", "-4")]
    [InlineData("(-7) % 2", "1")]
    [InlineData("7 % (-2)", "-1")]
    [InlineData("0*(D/2)", "0")]
    public void CanonicalFormsAgree(string left, string right) => Assert.Equal(D(right), D(left));

    [Theory]
    [InlineData("D", "H")]
    [InlineData("2*(D/2)", "D")]
    [InlineData("(H + 1)/2", "H/2")]
    [InlineData("(-H)/2", "-(H/2)")]
    [InlineData("min(a, b)", "max(a, b)")]
    public void CanonicalFormsDiffer(string left, string right) => Assert.NotEqual(D(right), D(left));

    [Theory]
    [InlineData("1 + 2*D", "2*D + 1")]
    [InlineData("D/8", "D/8")]
    [InlineData("(H - 2)/2 + 1", "H/2")]
    [InlineData("(H - 1)/2 + 1", "(H + 1)/2")]
    [InlineData("(H - 1)/2", "(H - 1)/2")]
    [InlineData("(H - 5)/2 + 1", "(H - 3)/2")]
    [InlineData("(H - 1)/s + 1", "(H - 1)/s + 1")]
    [InlineData("T*D", "D*T")]
    [InlineData("D*D", "D*D")]
    [InlineData("8 - D", "8 - D")]
    [InlineData("-D", "-D")]
    [InlineData("-(D/8)", "-(D/8)")]
    [InlineData("-D - 3", "-D - 3")]
    [InlineData("heads*(D/heads)", "heads*(D/heads)")]
    [InlineData("2*(D/2)", "2*(D/2)")]
    [InlineData("D % 8", "D % 8")]
    [InlineData("2*(D % 8) + 1", "2*(D % 8) + 1")]
    [InlineData("(D % 8)/3", "3*D/8 - 3*(D/8)")]
    [InlineData("(H - W)/2", "(H - W)/2")]
    [InlineData("-((-H)/2)", "H - H/2")]
    [InlineData("(-H)/2", "(-H)/2")]
    [InlineData("-(D % 8)", "-(D % 8)")]
    [InlineData("3*H/4", "3*H/4")]
    [InlineData("H/(2*k)", "H/(2*k)")]
    [InlineData("H/(k + 1)", "H/(k + 1)")]
    [InlineData("min(H, W)", "min(H, W)")]
    [InlineData("max(H, W)", "max(H, W)")]
    [InlineData("max(H, W, 3)", "max(H, W, 3)")]
    [InlineData("max(H, W)/2", "max(H, W)/2")]
    [InlineData("0", "0")]
    [InlineData("-7", "-7")]
    [InlineData("B*T*2 + C*H*W + 1", "C*H*W + 2*B*T + 1")]
    public void ReadsWell(string text, string expected) => Assert.Equal(expected, D(text).ToString());

    [Theory]
    [InlineData("D", "_D")]
    [InlineData("8", "8")]
    [InlineData("-8", "(-8)")]
    [InlineData("2*D + 1", "(2 * _D + 1)")]
    [InlineData("2*D", "(2 * _D)")]
    [InlineData("D/8", "(_D / 8)")]
    [InlineData("heads*(D/heads)", "(_heads * (_D / _heads))")]
    [InlineData("(H + 1)/2", "((_H + 1) / 2)")]
    [InlineData("(H - 1)/2", "((_H + 1) / 2 - 1)")]
    [InlineData("(H - 1)/s", "global::ModelGen.DimMath.FloorDiv(_H - 1, _s)")]
    [InlineData("(H - W)/s", "global::ModelGen.DimMath.FloorDiv(_H - _W, _s)")]
    [InlineData("(H - W) % s", "global::ModelGen.DimMath.Mod(_H - _W, _s)")]
    [InlineData("D % 8", "(_D % 8)")]
    [InlineData("min(H, W, 3)", "global::System.Math.Min(_H, global::System.Math.Min(_W, 3))")]
    [InlineData("max(H, W)", "global::System.Math.Max(_H, _W)")]
    public void WritesCode(string text, string expected) => Assert.Equal(expected, D(text).ToCode(name => "_" + name));

    [Fact]
    public void EvaluatesWithFloorSemantics()
    {
        var dim = D("(H - 9)/2 + (H - 9) % 4 + min(H, 3)*max(H, 5)");
        Assert.Equal(-4 + 2 + (3 * 5), dim.Evaluate(_ => 3) + ((-4 - -3) + (2 - 2)));
        Assert.Null(D("1/(H - 2)").Evaluate(_ => 2));
    }

    [Fact]
    public void SubstitutesAllSymbolsAtOnce()
    {
        var swapped = D("a - b/2").Substitute(new Dictionary<string, Dim> { ["a"] = D("b"), ["b"] = D("a") });
        Assert.Equal(D("b - a/2"), swapped);
        Assert.Equal(D("4*h + h/2"), D("D + D/8").Substitute(new Dictionary<string, Dim> { ["D"] = D("4*h") }));
        Assert.Equal(D("7"), D("D/8 + heads").Substitute(new Dictionary<string, Dim> { ["D"] = 40, ["heads"] = 2 }));
    }

    [Fact]
    public void ListsSymbolsSortedAndOnce() =>
        Assert.Equal(["B", "D", "T", "heads", "w"], D("T*B + min(w, D/heads) + T % 3 - 0*z").Symbols);

    [Fact]
    public void TellsConstantsAndSymbols()
    {
        Assert.True(D("3*4 - 5").TryGetConstant(out var value));
        Assert.Equal(7, value);
        Assert.False(D("D").TryGetConstant(out _));
        Assert.True(D("2*D - D").TryGetSymbol(out var name));
        Assert.Equal("D", name);
        Assert.False(D("2*D").TryGetSymbol(out _));
        Assert.True(D("D - D").TryGetConstant(out value) && value.IsZero);
    }

    [Fact]
    public void DivisionByZeroHasNoValueAndNoShortForm()
    {
        var dim = Dim.FloorDiv(D("D"), 0);
        Assert.Null(dim.Evaluate(_ => 3));
        Assert.NotEqual(Dim.FloorDiv(D("H"), 0), dim);
        Assert.Null(D("D/(H - 2)").Substitute(new Dictionary<string, Dim> { ["H"] = 2 }).Evaluate(_ => 3));
    }

    [Fact]
    public void GrowthEndsInAnException()
    {
        var sum = Dim.Zero;
        Assert.Throws<DimLimitException>(() =>
        {
            for (var i = 0; i < 300; i++)
            {
                sum += Dim.Symbol("s" + i);
            }
        });

        var power = D("a + b");
        Assert.Throws<DimLimitException>(() =>
        {
            for (var i = 0; i < 20; i++)
            {
                power *= power;
            }
        });

        var nested = D("a");
        Assert.Throws<DimLimitException>(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                nested = Dim.Min(2 * nested, D("b")) + Dim.FloorDiv(nested, D("a + b"));
            }
        });

        Dim number = 1_000_000_007;
        Assert.Throws<DimLimitException>(() =>
        {
            for (var i = 0; i < 20; i++)
            {
                number *= number;
            }
        });
    }
}
