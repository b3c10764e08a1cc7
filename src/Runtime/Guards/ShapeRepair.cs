using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ModelGen;

/// <summary>Finds the operation that gives a tensor its declared shape.</summary>
internal static class ShapeRepair
{
    /// <summary>Returns the repair for a tensor with a wrong number of axes.</summary>
    /// <param name="actual">The sizes of the tensor.</param>
    /// <param name="declared">The declared shape: <c>(B, T, 8)</c>.</param>
    public static string OfRank(long[] actual, string declared)
    {
        if (Parse(declared) is not { } dims)
        {
            return $"give it the shape {declared}";
        }

        for (var axis = 0; axis < dims.Length; axis++)
        {
            if (actual.Length + 1 == dims.Length && (Number(dims[axis]) ?? 1) == 1 && Fits(actual, [.. dims.Where((_, i) => i != axis)]))
            {
                return $"add {(Number(dims[axis]) is null ? $"the axis {dims[axis]}" : "the axis")} with .unsqueeze({axis})";
            }
        }

        for (var axis = 0; axis < actual.Length; axis++)
        {
            if (actual.Length == dims.Length + 1 && actual[axis] == 1 && Fits([.. actual.Where((_, i) => i != axis)], dims))
            {
                return $"remove an axis with .squeeze({axis})";
            }
        }

        return $"give it the shape {declared}";
    }

    /// <summary>Returns the permutation of axes after which all declared numbers match; null if there is none.</summary>
    /// <param name="actual">The sizes of the tensor.</param>
    /// <param name="declared">The declared shape: <c>(B, 3, 8, 8)</c>.</param>
    public static string? OfOrder(long[] actual, string? declared)
    {
        var last = actual.Length - 1;
        if (Parse(declared) is not { } dims || dims.Length != actual.Length || last < 2)
        {
            return null;
        }

        // The most frequent case first: channels-last instead of channels-first.
        long[] channelsFirst = [0, last, .. Enumerable.Range(1, last - 1).Select(axis => (long)axis)];
        if (Fits([.. channelsFirst.Select(axis => actual[axis])], dims))
        {
            return last == 2
                ? "swap its axes with .transpose(1, 2)"
                : $"move its last axis to position 1 with .permute({string.Join(", ", channelsFirst)})";
        }

        for (var first = 0; first < last; first++)
        {
            for (var second = first + 1; second <= last; second++)
            {
                var swapped = actual.ToArray();
                (swapped[first], swapped[second]) = (swapped[second], swapped[first]);
                if (Fits(swapped, dims))
                {
                    return $"swap its axes with .transpose({first}, {second})";
                }
            }
        }

        return null;
    }

    // The axes of a declared shape without "..."; null if it has one.
    private static string[]? Parse(string? declared) =>
        declared is ['(', .. var inside, ')']
            && !inside.Contains("...", System.StringComparison.Ordinal)
            && !inside.Contains(')', System.StringComparison.Ordinal)
            ? inside.TrimEnd(',').Split(", ")
            : null;

    private static bool Fits(IReadOnlyList<long> sizes, string[] dims) =>
        sizes.Count == dims.Length && dims.Zip(sizes).All(pair => (Number(pair.First) ?? pair.Second) == pair.Second);

    private static long? Number(string dim) =>
        long.TryParse(dim, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
