using System;
using System.Numerics;

namespace ModelGen.Generator.Shapes;

/// <summary>The value of a dimension for given sizes.</summary>
internal static class Evaluation
{
    /// <summary>The value; null where a divisor is 0.</summary>
    public static BigInteger? Of(Dim dim, Func<string, BigInteger> value)
    {
        var sum = BigInteger.Zero;
        foreach (var term in dim.Terms)
        {
            var product = term.Coefficient;
            foreach (var factor in term.Monomial.Factors)
            {
                if (Of(factor.Atom, value) is not { } atom)
                {
                    return null;
                }

                product *= BigInteger.Pow(atom, factor.Power);
            }

            sum += product;
        }

        return sum;
    }

    private static BigInteger? Of(Atom atom, Func<string, BigInteger> value)
    {
        switch (atom)
        {
            case SymbolAtom symbol:
                return value(symbol.Name);
            case FloorAtom floor:
                return Of(floor.Numerator, value) is { } dividend && Of(floor.Divisor, value) is { IsZero: false } divisor
                    ? Integers.Floor(dividend, divisor)
                    : null;
            case MinAtom min:
                BigInteger? least = null;
                foreach (var operand in min.Operands)
                {
                    if (Of(operand, value) is not { } current)
                    {
                        return null;
                    }

                    least = least is null || current < least ? current : least;
                }

                return least;
            default:
                throw new InvalidOperationException("only printed dimensions have remainders and maxima");
        }
    }
}
