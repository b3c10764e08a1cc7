using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ModelGen.Inference;

/// <summary>The maximum size of an axis of an input, by the positions that a model has.</summary>
/// <param name="Axis">The axis, counted from the back: -1 for the last one.</param>
/// <param name="Symbol">The declared name of its size.</param>
/// <param name="Maximum">The maximum size.</param>
internal sealed record PositionLimit(int Axis, string Symbol, long Maximum)
{
    private const char Separator = ';';

    /// <summary>The limits of an input, as a file states them.</summary>
    public static string Format(IEnumerable<PositionLimit> limits) => string.Join(
        Separator, limits.Select(limit => FormattableString.Invariant($"{limit.Axis} {limit.Symbol} {limit.Maximum}")));

    /// <summary>Reads the limits of an input. What a newer version states in another way is left out.</summary>
    /// <param name="text">The text, as <see cref="Format"/> returns it.</param>
    public static IReadOnlyList<PositionLimit> Parse(string text) => [.. text.Split(Separator).Select(One).OfType<PositionLimit>()];

    /// <summary>The message for a larger size, without the name of the model.</summary>
    /// <param name="input">The name of the input.</param>
    /// <param name="size">The size.</param>
    public string Message(string input, long size) => FormattableString.Invariant(
        $"input '{input}' has {Symbol} = {size}, expected at most {Maximum}, the number of positions: shorten the sequence, or ")
        + "raise the maximum number of positions.";

    private static PositionLimit? One(string text) =>
        text.Split(' ') is [var axis, var symbol, var maximum]
        && int.TryParse(axis, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var place) && place < 0
        && long.TryParse(maximum, NumberStyles.None, CultureInfo.InvariantCulture, out var most)
            ? new PositionLimit(place, symbol, most)
            : null;
}
