using System.Collections.Generic;
using System.Collections.Immutable;
using System.Numerics;

namespace ModelGen.Generator.Shapes;

/// <summary>
/// Puts remainders and maxima back where they make a polynomial shorter: <c>D - 8*(D/8)</c> reads <c>D % 8</c>, <c>H + W - min(H, W)</c>
/// reads <c>max(H, W)</c>. The result is for printing only: it is not a canonical form.
/// </summary>
internal static class Presentation
{
    /// <summary>The polynomial as it is printed. Its atoms keep their canonical operands.</summary>
    public static Dim Of(Dim dim)
    {
        foreach (var atom in dim.Atoms())
        {
            if (atom is not (FloorAtom or MinAtom))
            {
                continue;
            }

            dim.Split(atom, out var factor, out var rest);
            if (factor.DegreeIn(atom) > 0)
            {
                continue;
            }

            try
            {
                var shorter = atom is FloorAtom floor ? Remainder(floor, factor, rest) : Maximum((MinAtom)atom, factor, rest);
                dim = shorter is not null && shorter.Terms.Length < dim.Terms.Length ? shorter : dim;
            }
            catch (DimLimitException)
            {
                // It would be longer, not shorter.
            }
        }

        return dim;
    }

    /// <summary>
    /// <c>(H + 1)/2 - 1</c> as <c>(H - 1)/2</c>, <c>(H + W)/2 - W</c> as <c>(H - W)/2</c>: the division whose numerator takes up what is
    /// subtracted, and what is left of the sum.
    /// </summary>
    public static bool TryFold(Dim dim, out FloorAtom folded, out Dim rest)
    {
        folded = null!;
        rest = dim;
        foreach (var term in dim.Terms)
        {
            if (!term.Coefficient.IsOne || term.Monomial.Single is not FloorAtom floor || !floor.Divisor.TryGetConstant(out _))
            {
                continue;
            }

            var taken = Subtracted(dim, floor.Numerator);
            if (!taken.IsZero)
            {
                folded = new FloorAtom(floor.Numerator + (taken * floor.Divisor), floor.Divisor);
                rest = dim - taken - Dim.Of(floor);
                return true;
            }
        }

        return false;
    }

    // The negative terms whose monomial the numerator has.
    private static Dim Subtracted(Dim dim, Dim numerator)
    {
        var terms = new List<Term>();
        foreach (var term in dim.Terms)
        {
            foreach (var other in numerator.Terms)
            {
                if (term.Coefficient.Sign < 0 && other.Coefficient.Sign > 0 && term.Monomial.Equals(other.Monomial))
                {
                    terms.Add(term);
                }
            }
        }

        return Dim.FromTerms(terms);
    }

    // -q*d*(n/d) + rest is q*(n % d) + rest - q*n.
    private static Dim? Remainder(FloorAtom floor, Dim factor, Dim rest) =>
        floor.Divisor.IsZero || !Division.TryDivide(-factor, floor.Divisor, out var times)
            ? null
            : (times * Dim.Of(new ModAtom(floor.Numerator, floor.Divisor))) + rest - (times * floor.Numerator);

    // With s the greatest coefficient of each monomial, -min(a, b) is max(s - a, s - b) - s.
    private static Dim? Maximum(MinAtom min, Dim factor, Dim rest)
    {
        var greatest = new Dictionary<Monomial, BigInteger>();
        foreach (var operand in min.Operands)
        {
            foreach (var term in operand.Terms)
            {
                greatest.TryGetValue(term.Monomial, out var value);
                greatest[term.Monomial] = BigInteger.Max(value, term.Coefficient);
            }
        }

        var terms = new List<Term>();
        foreach (var pair in greatest)
        {
            terms.Add(new Term(pair.Value, pair.Key));
        }

        var sum = Dim.FromTerms(terms);
        var operands = ImmutableArray.CreateBuilder<Dim>(min.Operands.Length);
        foreach (var operand in min.Operands)
        {
            operands.Add(sum - operand);
        }

        operands.Sort(static (a, b) => a.CompareTo(b));
        return rest + (factor * sum) - (factor * Dim.Of(new MaxAtom(operands.ToImmutable())));
    }
}
