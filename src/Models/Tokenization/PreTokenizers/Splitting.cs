using System;
using System.Collections.Generic;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary>Where the separator between two words goes.</summary>
internal enum SplitBehavior
{
    /// <summary>It is removed.</summary>
    Removed,

    /// <summary>It is a word.</summary>
    Isolated,

    /// <summary>It belongs to the word before it.</summary>
    MergedWithPrevious,

    /// <summary>It belongs to the word after it.</summary>
    MergedWithNext,

    /// <summary>Adjacent separators are one word.</summary>
    Contiguous,
}

/// <summary>Splits texts at separators.</summary>
internal static class Splitting
{
    /// <summary>Reads the option <c>behavior</c>.</summary>
    public static SplitBehavior Behavior(JsonPart part, SplitBehavior byDefault) =>
        Enum.Parse<SplitBehavior>(part.Choice("behavior", byDefault.ToString(), Enum.GetNames<SplitBehavior>()));

    /// <summary>Finds the characters of a class.</summary>
    public static List<(int Start, int Length)> Matches(ReadOnlySpan<char> text, Func<Rune, bool> isMember)
    {
        List<(int Start, int Length)> matches = [];
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (isMember(rune))
            {
                matches.Add((at, rune.Utf16SequenceLength));
            }

            at += rune.Utf16SequenceLength;
        }

        return matches;
    }

    /// <summary>Splits a piece.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="matches">The separators in their order.</param>
    /// <param name="behavior">Where they go.</param>
    /// <param name="words">The list to which the words are added.</param>
    /// <param name="inverted">Whether the texts between the matches are the separators.</param>
    public static void Split(
        TextPiece piece, List<(int Start, int Length)> matches, SplitBehavior behavior, List<TextPiece> words, bool inverted = false)
    {
        // All parts with their ends, and whether each is a separator. The part that is open can still grow.
        var (start, end, separated) = (0, 0, false);
        var position = 0;
        foreach (var (at, length) in matches)
        {
            if (position < at)
            {
                Add(position, at, inverted);
            }

            Add(at, at + length, !inverted);
            position = at + length;
        }

        if (position < piece.Length)
        {
            Add(position, piece.Length, inverted);
        }

        if (end > start)
        {
            words.Add(piece.Slice(start, end - start));
        }

        void Add(int from, int to, bool separates)
        {
            var joins = behavior switch
            {
                SplitBehavior.Contiguous => separates == separated,
                SplitBehavior.MergedWithPrevious => separates && !separated,
                SplitBehavior.MergedWithNext => separated && !separates,
                _ => false,
            };
            if (!joins)
            {
                if (end > start)
                {
                    words.Add(piece.Slice(start, end - start));
                }

                start = from;
            }

            end = to;
            if (behavior == SplitBehavior.Removed && separates)
            {
                start = to;
            }

            separated = separates;
        }
    }
}
