using System.Collections.Generic;
using System.Numerics;

namespace ModelGen.Generator.Shapes;

/// <summary>Interval arithmetic on reduced dimensions: fast and sound, but it treats terms as independent.</summary>
internal static class Intervals
{
    /// <summary>A lower bound, or null.</summary>
    public static BigInteger? Lower(Assumptions assumptions, Dim dim) => Of(assumptions, dim).Min;

    private static (BigInteger? Min, BigInteger? Max) Of(Assumptions assumptions, Dim dim)
    {
        BigInteger? min = BigInteger.Zero;
        BigInteger? max = BigInteger.Zero;
        foreach (var term in dim.Terms)
        {
            (BigInteger? Min, BigInteger? Max) product = (term.Coefficient, term.Coefficient);
            foreach (var factor in term.Monomial.Factors)
            {
                var atom = Of(assumptions, factor.Atom);
                for (var i = 0; i < factor.Power; i++)
                {
                    product = Multiply(product, atom);
                }
            }

            min += product.Min;
            max += product.Max;
        }

        return (min, max);
    }

    private static (BigInteger? Min, BigInteger? Max) Of(Assumptions assumptions, Atom atom)
    {
        switch (atom)
        {
            case SymbolAtom symbol:
                return assumptions.Range(symbol.Name);
            case FloorAtom floor:
                return Quotient(Of(assumptions, floor.Numerator), Of(assumptions, floor.Divisor));
            case MinAtom min:
                var least = Of(assumptions, min.Operands[0]);
                for (var i = 1; i < min.Operands.Length; i++)
                {
                    var other = Of(assumptions, min.Operands[i]);
                    least = (
                        least.Min is { } a && other.Min is { } b ? BigInteger.Min(a, b) : null,
                        least.Max is { } c && other.Max is { } d ? BigInteger.Min(c, d) : least.Max ?? other.Max);
                }

                return least;
            default:
                return (null, null);
        }
    }

    private static (BigInteger? Min, BigInteger? Max) Quotient((BigInteger? Min, BigInteger? Max) n, (BigInteger? Min, BigInteger? Max) d)
    {
        if (d.Min is not { Sign: >= 0 } divisor)
        {
            return (null, null);
        }

        // A divisor is not 0.
        divisor = BigInteger.Max(divisor, BigInteger.One);
        if (d.Max is { Sign: <= 0 })
        {
            return (null, null);
        }

        BigInteger? min = n.Min is not { } low ? null
            : low.Sign < 0 ? Integers.Floor(low, divisor)
            : d.Max is { } most ? Integers.Floor(low, most) : BigInteger.Zero;
        BigInteger? max = n.Max is not { } high ? null
            : high.Sign >= 0 ? Integers.Floor(high, divisor)
            : d.Max is { } greatest ? Integers.Floor(high, greatest) : BigInteger.MinusOne;
        return (min, max);
    }

    private static (BigInteger? Min, BigInteger? Max) Multiply((BigInteger? Min, BigInteger? Max) a, (BigInteger? Min, BigInteger? Max) b)
    {
        if ((a.Min is { IsZero: true } && a.Max is { IsZero: true }) || (b.Min is { IsZero: true } && b.Max is { IsZero: true }))
        {
            return (BigInteger.Zero, BigInteger.Zero);
        }

        // With unbounded ends, only the cases where both signs are known matter for sizes.
        if (a.Min is { Sign: >= 0 } && b.Min is { Sign: >= 0 })
        {
            return (a.Min * b.Min, a.Max * b.Max);
        }

        if (a.Max is { Sign: <= 0 } && b.Min is { Sign: >= 0 })
        {
            return (a.Min * b.Max, a.Max * b.Min);
        }

        if (a.Min is { Sign: >= 0 } && b.Max is { Sign: <= 0 })
        {
            return (a.Max * b.Min, a.Min * b.Max);
        }

        if (a.Max is { Sign: <= 0 } && b.Max is { Sign: <= 0 })
        {
            return (a.Max * b.Max, a.Min * b.Min);
        }

        if (a.Min is { } a1 && a.Max is { } a2 && b.Min is { } b1 && b.Max is { } b2)
        {
            var min = BigInteger.Min(BigInteger.Min(a1 * b1, a1 * b2), BigInteger.Min(a2 * b1, a2 * b2));
            var max = BigInteger.Max(BigInteger.Max(a1 * b1, a1 * b2), BigInteger.Max(a2 * b1, a2 * b2));
            return (min, max);
        }

        return (null, null);
    }

    /// <summary>
    /// A lower bound, or null, of a polynomial in symbols, in terms of what each symbol has above its minimum: <c>D*D - D</c> is <c>d*d
    /// + d</c> with <c>d = D - 1</c>.
    /// </summary>
    public static BigInteger? Shifted(Assumptions assumptions, Dim dim)
    {
        var values = new Dictionary<string, Dim>();
        foreach (var symbol in dim.Symbols)
        {
            values[symbol] = Dim.Symbol(symbol) + Dim.Constant(assumptions.Range(symbol).Min);
        }

        var lower = BigInteger.Zero;
        foreach (var term in dim.Map(atom => values[((SymbolAtom)atom).Name]).Terms)
        {
            if (term.Coefficient.Sign > 0)
            {
                lower += term.Monomial.IsOne ? term.Coefficient : BigInteger.Zero;
                continue;
            }

            var product = term.Coefficient;
            foreach (var factor in term.Monomial.Factors)
            {
                var (min, max) = assumptions.Range(((SymbolAtom)factor.Atom).Name);
                if (max is not { } limit)
                {
                    return null;
                }

                product *= BigInteger.Pow(limit - min, factor.Power);
            }

            lower += product;
        }

        return lower;
    }
}
