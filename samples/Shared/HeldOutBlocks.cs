using System;
using System.Collections.Generic;
using System.Linq;

namespace Samples.Shared;

/// <summary>The characters from <see cref="Start"/> up to but not including <see cref="End"/>.</summary>
internal readonly record struct Stretch(int Start, int End)
{
    /// <summary>The number of characters.</summary>
    public int Length => End - Start;
}

/// <summary>
/// Splits a text into what is trained on and what is held out. The text is cut into blocks of 2048 characters and of every ten the
/// sixth is held out: a tenth of the text, spread over all of it, so that neither side gets a part of another kind.
/// </summary>
internal static class HeldOutBlocks
{
    /// <summary>The number of characters of a block.</summary>
    public const int Length = 2048;

    /// <summary>The shortest text, in characters.</summary>
    public const int ShortestText = Every * Length;

    private const int Every = 10;
    private const int Place = 5;

    /// <summary>Splits a text.</summary>
    /// <param name="length">The number of its characters.</param>
    /// <param name="cut">Moves the end of a block to a place where the text can be cut.</param>
    /// <returns>Both sides in order; neighbouring blocks of the training part are one stretch.</returns>
    public static (IReadOnlyList<Stretch> Training, IReadOnlyList<Stretch> HeldOut) Split(int length, Func<int, int> cut)
    {
        var training = new List<Stretch>();
        var heldOut = new List<Stretch>();
        for (var (block, start) = (0, 0); start < length; block++)
        {
            var end = int.Min(cut(int.Min(start + Length, length)), length);
            if (block % Every == Place)
            {
                heldOut.Add(new(start, end));
            }
            else if (training.Count > 0 && training[^1].End == start)
            {
                training[^1] = training[^1] with { End = end };
            }
            else
            {
                training.Add(new(start, end));
            }

            start = end;
        }

        return (training, heldOut);
    }

    /// <summary>All blocks, or as many as the limit, spread evenly.</summary>
    public static IReadOnlyList<Stretch> Spread(IReadOnlyList<Stretch> blocks, int limit)
    {
        var count = int.Min(blocks.Count, limit);
        return Enumerable.Range(0, count).Select(i => blocks[(int)((long)i * blocks.Count / count)]).ToList();
    }
}
