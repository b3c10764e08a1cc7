using System;
using System.Collections.Generic;

namespace ModelGen.Training;

/// <summary>Documents of any length, one after the other in rows of one length, so that no place in a batch is wasted on padding.</summary>
public static class Packing
{
    /// <summary>Cuts the documents into rows. A document that does not fit goes on in the next row.</summary>
    /// <param name="documents">The documents' tokens; read as the rows are asked for.</param>
    /// <param name="length">The length of a row.</param>
    /// <param name="separator">A token after each document; none when null.</param>
    /// <param name="padding">What fills the last row up; without it an incomplete last row is left out.</param>
    /// <returns>The rows, each of <paramref name="length"/> tokens and new.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is less than 1.</exception>
    public static IEnumerable<long[]> Rows(
        IEnumerable<IEnumerable<long>> documents, int length, long? separator = null, long? padding = null)
    {
        ArgumentNullException.ThrowIfNull(documents);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        return Cut(documents, length, separator, padding);
    }

    private static IEnumerable<long[]> Cut(IEnumerable<IEnumerable<long>> documents, int length, long? separator, long? padding)
    {
        var row = new long[length];
        var filled = 0;
        foreach (var token in Tokens(documents, separator))
        {
            row[filled++] = token;
            if (filled == length)
            {
                yield return row;
                row = new long[length];
                filled = 0;
            }
        }

        if (filled > 0 && padding is { } filler)
        {
            Array.Fill(row, filler, filled, length - filled);
            yield return row;
        }
    }

    private static IEnumerable<long> Tokens(IEnumerable<IEnumerable<long>> documents, long? separator)
    {
        foreach (var document in documents)
        {
            foreach (var token in document)
            {
                yield return token;
            }

            if (separator is { } end)
            {
                yield return end;
            }
        }
    }
}
