using System.Collections.Generic;
using System.Numerics;

namespace ModelGen.Generator.Shapes;

/// <summary>
/// Lower bounds of reduced dimensions. Atoms are eliminated from the outside in, each by what bounds it (<c>n - d + 1 &lt;= d*(n/d) &lt;=
/// n</c>, a minimum is one of its operands), until a polynomial in symbols is left, which is bounded by their ranges. The effort is
/// limited: a bound that is not found within the limit is unknown.
/// </summary>
internal sealed class Prover(Assumptions assumptions)
{
    private const int MaxEffort = 120;
    private const int MaxDepth = 24;

    private readonly Dictionary<Dim, BigInteger?> _lower = [];
    private readonly Dictionary<Dim, bool> _nonNegative = [];
    private int _effort;
    private int _depth;

    /// <summary>Whether it can be shown that the value is never negative.</summary>
    public bool IsNonNegative(Dim dim)
    {
        if (Lower(dim) is { Sign: >= 0 })
        {
            return true;
        }

        // If all divisors are numbers, elimination finds no more than the bounds did.
        if (!HasSymbolicDivisor(dim) || _depth >= MaxDepth || _effort > MaxEffort)
        {
            return false;
        }

        if (!_nonNegative.TryGetValue(dim, out var result))
        {
            _depth++;
            result = EliminateSymbolically(dim);
            _depth--;
            _nonNegative[dim] = result;
        }

        return result;
    }

    /// <summary>The greatest lower bound that can be shown, or null.</summary>
    public BigInteger? Lower(Dim dim)
    {
        // Adding a constant shifts the bound by it, so one search is enough for all constants.
        var constant = dim.ConstantPart;
        return dim.TryGetConstant(out _) ? constant : Search(constant.IsZero ? dim : dim - Dim.Constant(constant)) + constant;
    }

    private BigInteger? Search(Dim dim)
    {
        if (_depth == 0)
        {
            _effort = 0;
        }

        if (_lower.TryGetValue(dim, out var known))
        {
            return known;
        }

        if (++_effort > MaxEffort || _depth >= MaxDepth)
        {
            return Intervals.Lower(assumptions, dim);
        }

        _depth++;
        var best = Best(Intervals.Lower(assumptions, dim),
            dim.Depth > 0 ? Eliminate(dim) : ByRange(dim) ?? Intervals.Shifted(assumptions, dim));
        _depth--;
        _lower[dim] = best;
        return best;
    }

    private static BigInteger? Best(BigInteger? a, BigInteger? b) =>
        a is { } left && b is { } right ? BigInteger.Max(left, right) : a ?? b;

    private static BigInteger? Worst(BigInteger? a, BigInteger? b) =>
        a is { } left && b is { } right ? BigInteger.Min(left, right) : null;

    private static bool HasSymbolicDivisor(Dim dim)
    {
        if (dim.Depth == 0)
        {
            return false;
        }

        foreach (var term in dim.Terms)
        {
            foreach (var factor in term.Monomial.Factors)
            {
                if (factor.Atom is FloorAtom floor
                    && (!floor.Divisor.TryGetConstant(out _) || HasSymbolicDivisor(floor.Numerator)))
                {
                    return true;
                }

                if (factor.Atom is MinAtom min)
                {
                    foreach (var operand in min.Operands)
                    {
                        if (HasSymbolicDivisor(operand))
                        {
                            return true;
                        }
                    }
                }
            }
        }

        return false;
    }

    // The atom with the most operations inside: the others may be in its operands, never the other way round.
    private static Atom? Outermost(Dim dim)
    {
        Atom? outermost = null;
        foreach (var term in dim.Terms)
        {
            foreach (var factor in term.Monomial.Factors)
            {
                if (factor.Atom.Depth > (outermost?.Depth ?? 0))
                {
                    outermost = factor.Atom;
                }
            }
        }

        return outermost;
    }

    private BigInteger? Eliminate(Dim dim)
    {
        var atom = Outermost(dim);
        if (atom is null)
        {
            return null;
        }

        dim.Split(atom, out var factor, out var rest);
        if (factor.DegreeIn(atom) > 0)
        {
            return null;
        }

        var sign = Sign(factor);
        if (atom is MinAtom min)
        {
            return Least(min, factor, rest, sign);
        }

        if (atom is not FloorAtom floor || !floor.Divisor.TryGetConstant(out var divisor) || divisor.Sign <= 0 || sign == 0)
        {
            return null;
        }

        var bound = sign > 0 ? floor.Numerator - floor.Divisor + Dim.One : floor.Numerator;
        return Lower((factor * bound) + (floor.Divisor * rest)) is { } lower ? Integers.Ceiling(lower, divisor) : null;
    }

    private BigInteger? Least(MinAtom min, Dim factor, Dim rest, int sign)
    {
        BigInteger? result = null;
        for (var i = 0; i < min.Operands.Length; i++)
        {
            var lower = Lower((factor * min.Operands[i]) + rest);
            result = i == 0 ? lower : sign < 0 ? Best(result, lower) : Worst(result, lower);
        }

        // The least is at most the mean.
        return sign < 0 && Lower(WithMean(min, factor, rest)) is { } mean
            ? Best(result, Integers.Ceiling(mean, min.Operands.Length))
            : result;
    }

    // The dimension times the number of operands, with the mean in place of the minimum.
    private static Dim WithMean(MinAtom min, Dim factor, Dim rest)
    {
        var sum = Dim.Zero;
        foreach (var operand in min.Operands)
        {
            sum += operand;
        }

        return (factor * sum) + (rest * Dim.Constant(min.Operands.Length));
    }

    // As Eliminate, but without asking for a number in between, so that divisors may be symbols: with d > 0, p >= 0 if d*p > -d.
    private bool EliminateSymbolically(Dim dim)
    {
        var atom = Outermost(dim);
        if (atom is null)
        {
            return false;
        }

        dim.Split(atom, out var factor, out var rest);
        if (factor.DegreeIn(atom) > 0)
        {
            return false;
        }

        if (atom is MinAtom min)
        {
            var negative = Sign(factor) < 0;
            foreach (var operand in min.Operands)
            {
                if (IsNonNegative((factor * operand) + rest) == negative)
                {
                    return negative;
                }
            }

            return !negative || IsNonNegative(WithMean(min, factor, rest) + Dim.Constant(min.Operands.Length - 1));
        }

        if (atom is not FloorAtom floor || !IsPositive(floor.Divisor))
        {
            return false;
        }

        var exact = IsExact(floor);
        var sign = exact ? 1 : Sign(factor);
        if (sign == 0)
        {
            return false;
        }

        var bound = exact || sign < 0 ? floor.Numerator : floor.Numerator - floor.Divisor + Dim.One;
        return IsNonNegative((factor * bound) + (floor.Divisor * rest) + floor.Divisor - Dim.One);
    }

    // Whether a relation says that the quotient leaves no remainder.
    private bool IsExact(FloorAtom floor)
    {
        foreach (var relation in assumptions.Relations)
        {
            if (relation.Quotient.Equals(floor))
            {
                return true;
            }
        }

        return false;
    }

    // A divisor is not 0, so it is positive where it is not negative.
    private bool IsPositive(Dim divisor) => divisor.IsNonNegative || Lower(divisor) is { Sign: >= 0 };

    private int Sign(Dim dim)
    {
        if (dim.TryGetConstant(out var value))
        {
            return value.Sign;
        }

        return dim.IsNonNegative || Lower(dim) is { Sign: >= 0 } ? 1 : Lower(-dim) is { Sign: >= 0 } ? -1 : 0;
    }

    // A polynomial in symbols: where it is linear in one with a factor of known sign, the end of the range is the least.
    private BigInteger? ByRange(Dim dim)
    {
        foreach (var atom in dim.Atoms())
        {
            dim.Split(atom, out var factor, out var rest);
            if (factor.DegreeIn(atom) > 0)
            {
                continue;
            }

            var (min, max) = assumptions.Range(((SymbolAtom)atom).Name);
            var sign = Sign(factor);
            if (sign > 0)
            {
                return Lower((factor * Dim.Constant(min)) + rest);
            }

            if (max is { } limit && sign < 0)
            {
                return Lower((factor * Dim.Constant(limit)) + rest);
            }
        }

        return null;
    }
}
