using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using static TorchSharp.torch;

namespace Course;

/// <summary>Dates in two languages: <c>1969-07-20</c> and <c>20 july 1969</c>, as ids of symbols.</summary>
internal static class DateTexts
{
    /// <summary>The id that begins a target.</summary>
    public const long Start = 0;

    /// <summary>The id that ends a target.</summary>
    public const long End = 1;

    /// <summary>A label that does not count.</summary>
    public const long Ignored = -100;

    private const string Characters = " -0123456789abcdefghijlmnoprstuvy";
    private const int FirstYear = 1900;
    private const int HeldOutEvery = 400;

    private static readonly int _days = new DateOnly(2100, 1, 1).DayNumber - new DateOnly(FirstYear, 1, 1).DayNumber;

    /// <summary>The number of ids.</summary>
    public static int Symbols => Characters.Length + 2;

    /// <summary>The dates that no training step has.</summary>
    public static IReadOnlyList<DateOnly> HeldOut { get; } =
        [.. Enumerable.Range(0, _days).Where(day => day % HeldOutEvery == 0).Select(Date)];

    /// <summary>A date as it is read.</summary>
    public static string Source(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A date as it is written.</summary>
    public static string Target(DateOnly date) => date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture).ToLowerInvariant();

    /// <summary>Draws dates of training.</summary>
    /// <param name="count">The number of dates.</param>
    public static IReadOnlyList<DateOnly> Draw(int count)
    {
        using var days = randint(0, _days, 2 * count, dtype: int64);
        return [.. days.data<long>().Where(day => day % HeldOutEvery != 0).Take(count).Select(day => Date((int)day))];
    }

    /// <summary>Encodes dates for training, in which the decoder reads each symbol and predicts the next one.</summary>
    /// <returns>
    /// The sources <c>(B, 10)</c>; the targets with the start mark in front, filled with end marks, <c>(B, T)</c>; the labels
    /// <c>(B, T)</c>, each the next symbol, with <see cref="Ignored"/> after the end.
    /// </returns>
    public static (Tensor Source, Tensor Target, Tensor Labels) Encode(IReadOnlyList<DateOnly> dates)
    {
        List<long[]> written = [.. dates.Select(date => Ids(Target(date)))];
        var length = written.Max(ids => ids.Length) + 1;
        return (
            Ids([.. dates.Select(Source)]),
            Stack(written.Select(ids => Padded(ids.Prepend(Start), End))),
            Stack(written.Select(ids => Padded(ids.Append(End), Ignored))));

        IEnumerable<long> Padded(IEnumerable<long> ids, long filler) =>
            ids.Concat(Enumerable.Repeat(filler, length)).Take(length);

        Tensor Stack(IEnumerable<IEnumerable<long>> rows) => tensor(rows.SelectMany(row => row).ToArray(), [dates.Count, length]);
    }

    /// <summary>The ids of texts of the same length, <c>(B, T)</c>.</summary>
    public static Tensor Ids(IReadOnlyList<string> texts) =>
        tensor(texts.SelectMany(Ids).ToArray(), [texts.Count, texts[0].Length]);

    /// <summary>The ids of a text.</summary>
    public static long[] Ids(string text) => [.. text.Select(character => (long)Characters.IndexOf(character) + 2)];

    /// <summary>The text of ids without marks.</summary>
    public static string Text(IEnumerable<long> ids) => string.Concat(ids.Select(id => Characters[(int)id - 2]));

    private static DateOnly Date(int day) => new DateOnly(FirstYear, 1, 1).AddDays(day);
}
