using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Models.Tokenization;

/// <summary>A set of Unicode code points, immutable, as ranges in ascending order.</summary>
internal sealed class CodePointSet
{
    private const int End = 0x110000;

    // Members are the code points from each even entry up to the following odd entry, which is not a member.
    private readonly int[] _bounds;

    private CodePointSet(int[] bounds) => _bounds = bounds;

    /// <summary>The set without members.</summary>
    public static CodePointSet Empty { get; } = new([]);

    /// <summary>The ranges, each with its first and last member.</summary>
    public IEnumerable<(int First, int Last)> Ranges
    {
        get
        {
            for (var i = 0; i < _bounds.Length; i += 2)
            {
                yield return (_bounds[i], _bounds[i + 1] - 1);
            }
        }
    }

    /// <summary>Creates a set of one range.</summary>
    public static CodePointSet Of(int first, int last) => new([first, last + 1]);

    /// <summary>Creates a set of ranges in any order.</summary>
    public static CodePointSet Of(IEnumerable<(int First, int Last)> ranges)
    {
        List<int> bounds = [];
        foreach (var (first, last) in ranges.OrderBy(range => range.First))
        {
            if (bounds.Count > 0 && first <= bounds[^1])
            {
                bounds[^1] = Math.Max(bounds[^1], last + 1);
            }
            else
            {
                bounds.AddRange([first, last + 1]);
            }
        }

        return new([.. bounds]);
    }

    /// <summary>Returns whether a code point is a member.</summary>
    public bool Contains(int value)
    {
        var found = Array.BinarySearch(_bounds, value);
        return ((found >= 0 ? found + 1 : ~found) & 1) == 1;
    }

    /// <summary>Returns the code points that are in either set.</summary>
    public CodePointSet Union(CodePointSet other) => Of(Ranges.Concat(other.Ranges));

    /// <summary>Returns the code points that are in both sets.</summary>
    public CodePointSet Intersect(CodePointSet other) => Complement().Union(other.Complement()).Complement();

    /// <summary>Returns the code points that are only in this set.</summary>
    public CodePointSet Except(CodePointSet other) => Complement().Union(other).Complement();

    /// <summary>Returns all other code points.</summary>
    public CodePointSet Complement()
    {
        IEnumerable<int> start = _bounds is [0, ..] ? [] : [0];
        IEnumerable<int> end = _bounds is [.., End] ? [] : [End];
        return new([.. start.Concat(_bounds.Where(bound => bound is not (0 or End))).Concat(end)]);
    }
}
