using System;
using ModelGen.Generator.Shapes;
using Xunit;

namespace ModelGen.Generator.Tests.Shapes;

/// <summary>Short forms for the tests of dimensions.</summary>
internal static class Dims
{
    /// <summary>The dimension written as in a declaration.</summary>
    public static Dim D(string text)
    {
        Assert.True(DimExpression.TryParse(text, out var dim, out _, out var error), $"{text}: {error.Message} at {error.Start}");
        return dim;
    }

    /// <summary>Facts written as "D % 8", "p >= 0" and "H &lt;= 64".</summary>
    public static Facts Given(params string[] facts)
    {
        var result = Facts.None;
        foreach (var fact in facts)
        {
            var parts = fact.Split([" % ", " >= ", " <= "], StringSplitOptions.None);
            result = result.With(
                fact.Contains('%') ? new SymbolFacts(parts[0], MultipleOf: [D(parts[1])])
                : fact.Contains(">=") ? new SymbolFacts(parts[0], Min: long.Parse(parts[1]))
                : new SymbolFacts(parts[0], Max: long.Parse(parts[1])));
        }

        return result;
    }
}
