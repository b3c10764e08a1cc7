using System;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace Course.Tests;

/// <summary>Compares texts whose numbers may differ a little.</summary>
internal static partial class Numbers
{
    /// <summary>
    /// Whether two texts have the same words, and numbers that differ by at most one unit of their last digit or a relative tolerance.
    /// Whole numbers, other than percentages, are not rounded.
    /// </summary>
    public static bool AreClose(string expected, string actual, double tolerance)
    {
        var (numbers, others) = (Number().Matches(expected), Number().Matches(actual));
        return Words(expected) == Words(actual)
            && numbers.Count == others.Count
            && numbers.Zip(others).All(pair => AreClose(pair.First, pair.Second, tolerance));
    }

    // Columns move with the width of numbers.
    private static string Words(string text) => Spaces().Replace(Number().Replace(text, "#"), " ").Trim();

    private static bool AreClose(Match expected, Match actual, double tolerance)
    {
        var (value, other) = (Value(expected), Value(actual));
        var isRounded = expected.Groups["decimals"].Success || expected.Groups["exponent"].Success || expected.Groups["percent"].Success;
        var unit = isRounded ? Math.Pow(10, Exponent(expected) - expected.Groups["decimals"].Length) : 0;
        return Math.Abs(value - other) <= 1.001 * unit || Math.Abs(value - other) <= tolerance * Math.Abs(value);
    }

    private static double Value(Match match) => double.Parse(match.Value.Replace(",", ""), CultureInfo.InvariantCulture);

    private static int Exponent(Match match) =>
        match.Groups["exponent"] is { Success: true } exponent ? int.Parse(exponent.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"(?<![\w.])-?\d+(?:,\d{3})*(?:\.(?<decimals>\d+))?(?:[eE](?<exponent>[+-]?\d+))?(?=(?<percent> ?%)?)")]
    private static partial Regex Number();

    [GeneratedRegex(@"[\s─-]+")]
    private static partial Regex Spaces();
}
