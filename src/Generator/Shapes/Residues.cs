using System;
using System.Collections.Generic;
using System.Numerics;

namespace ModelGen.Generator.Shapes;

/// <summary>
/// Proof by cases: where all divisors are numbers, each symbol in a division is replaced by <c>L*t + r</c> for every remainder
/// r, and the divisions go away.
/// </summary>
internal static class Residues
{
    private const int MaxCases = 48;

    /// <summary>What all cases agree on; open if they do not, or if there are too many of them.</summary>
    public static Truth Decide(Assumptions assumptions, Dim dim, Func<Assumptions, Dim, Truth> decide)
    {
        var moduli = new SortedDictionary<string, BigInteger>(StringComparer.Ordinal);
        if (!Collect(dim, moduli) || moduli.Count == 0)
        {
            return Truth.Open;
        }

        var count = BigInteger.One;
        foreach (var modulus in moduli.Values)
        {
            count *= modulus;
        }

        if (count > MaxCases)
        {
            return Truth.Open;
        }

        Truth? agreed = null;
        for (var index = 0; index < (int)count; index++)
        {
            if (Case(assumptions, moduli, index, out var values) is not { } ranges)
            {
                continue;
            }

            var inner = assumptions.WithRanges(ranges);
            var reduced = new Reduction(inner).Apply(dim.Substitute(values));
            var truth = decide(inner, reduced);
            if (truth == Truth.Open || (agreed is not null && agreed != truth))
            {
                return Truth.Open;
            }

            agreed = truth;
        }

        return agreed ?? Truth.Open;
    }

    // The ranges of the t for one choice of remainders; null if no size has them.
    private static Dictionary<string, (BigInteger Min, BigInteger? Max)>? Case(
        Assumptions assumptions, SortedDictionary<string, BigInteger> moduli, int index, out Dictionary<string, Dim> values)
    {
        values = [];
        var ranges = new Dictionary<string, (BigInteger Min, BigInteger? Max)>();
        foreach (var pair in moduli)
        {
            var remainder = new BigInteger(index % (int)pair.Value);
            index /= (int)pair.Value;
            var (min, max) = assumptions.Range(pair.Key);
            var first = BigInteger.Max(Integers.Ceiling(min - remainder, pair.Value), BigInteger.Zero);
            BigInteger? last = max is { } limit ? Integers.Floor(limit - remainder, pair.Value) : null;
            if (last < first)
            {
                return null;
            }

            ranges[pair.Key] = (first, last);
            values[pair.Key] = (Dim.Constant(pair.Value) * Dim.Symbol(pair.Key)) + Dim.Constant(remainder);
        }

        return ranges;
    }

    private static bool Collect(Dim dim, SortedDictionary<string, BigInteger> moduli)
    {
        foreach (var atom in dim.Atoms())
        {
            switch (atom)
            {
                case FloorAtom floor:
                    if (!floor.Divisor.TryGetConstant(out var divisor) || divisor.IsZero || !Collect(floor.Numerator, moduli))
                    {
                        return false;
                    }

                    foreach (var symbol in floor.Numerator.Symbols)
                    {
                        var known = moduli.TryGetValue(symbol, out var current) ? current : BigInteger.One;
                        moduli[symbol] = known / BigInteger.GreatestCommonDivisor(known, divisor) * divisor;
                    }

                    break;
                case MinAtom min:
                    foreach (var operand in min.Operands)
                    {
                        if (!Collect(operand, moduli))
                        {
                            return false;
                        }
                    }

                    break;
            }
        }

        return true;
    }
}
