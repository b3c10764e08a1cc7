using System;
using System.Collections.Generic;

namespace ModelGen.Training;

/// <summary>Packs documents of any length into rows of equal length, to avoid padding.</summary>
public static class Packing
{
    /// <summary>Concatenates the documents and cuts them into rows; a document can continue in the next row.</summary>
    /// <param name="documents">The tokens of the documents; enumerated lazily.</param>
    /// <param name="length">The number of tokens per row.</param>
    /// <param name="separator">The token after each document; none when null.</param>
    /// <param name="padding">The token that fills the last row; when null, an incomplete last row is dropped.</param>
    /// <returns>The rows, new arrays of <paramref name="length"/> tokens.</returns>
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
