using System.Collections.Generic;
using System.Collections.Immutable;
using System.Numerics;
using ModelGen.Generator.Kinds;

namespace ModelGen.Generator.Shapes;

/// <summary>
/// The canonical form of a minimum. What all operands share is taken out, so that every coefficient inside is positive or 0 and the
/// least of each is 0: <c>min(a + c, b + c)</c> is <c>min(a, b) + c</c>, and <c>max(a, b)</c>, which is <c>-min(-a, -b)</c>,
/// becomes <c>a + b - min(a, b)</c>.
/// </summary>
internal static class Minimum
{
    private const int MaxOperands = 32;

    // Nested minima may expand to the same operands repeatedly.
    private const int MaxSteps = 512;

    /// <summary>The least of at least one dimension.</summary>
    public static Dim Of(List<Dim> operands)
    {
        var shift = Dim.Zero;
        var scale = Dim.One;
        while (true)
        {
            operands = Flatten(operands);
            DropDominated(operands);
            if (operands.Count == 1)
            {
                return shift + (scale * operands[0]);
            }

            var shared = Shared(operands);
            shift += scale * shared;
            for (var i = 0; i < operands.Count; i++)
            {
                operands[i] -= shared;
            }

            CommonFactor(operands, out var number, out var product);
            if (!number.IsOne || !product.IsOne)
            {
                scale = scale.Scale(new Term(number, product));
                for (var i = 0; i < operands.Count; i++)
                {
                    operands[i] = Division.Reduce(operands[i], number, product);
                }
            }
            else if (shared.IsZero)
            {
                operands.Sort(static (a, b) => a.CompareTo(b));
                return shift + (scale * Dim.Of(new MinAtom(operands.ToImmutableArray())));
            }
        }
    }

    private static List<Dim> Flatten(List<Dim> operands)
    {
        var flat = new List<Dim>(operands.Count);
        var more = new Stack<Dim>();
        var steps = 0;
        foreach (var operand in operands)
        {
            more.Push(operand);
            while (more.Count > 0)
            {
                var current = more.Pop();
                if (Inner(current) is { } term)
                {
                    var (min, times) = Opened(term);
                    var rest = current - Dim.Of(term);
                    foreach (var part in min.Operands)
                    {
                        more.Push(part.Scale(times) + rest);
                    }
                }
                else if (!flat.Contains(current))
                {
                    flat.Add(current);
                }

                if (flat.Count > MaxOperands || ++steps > MaxSteps)
                {
                    throw new DimLimitException($"the dimension has a minimum or maximum of more than {MaxOperands} operands");
                }
            }
        }

        return flat;
    }

    // The only term with a minimum, if its other factors are not negative; with two of them there is no one way to open it.
    private static Term? Inner(Dim dim)
    {
        Term? inner = null;
        foreach (var term in dim.Terms)
        {
            if (term.Coefficient.Sign > 0 && Opened(term).Min is not null)
            {
                if (inner is not null)
                {
                    return null;
                }

                inner = term;
            }
        }

        return inner;
    }

    private static (MinAtom Min, Term Times) Opened(Term term)
    {
        MinAtom? min = null;
        foreach (var factor in term.Monomial.Factors)
        {
            if (factor.Atom is MinAtom atom)
            {
                if (min is not null || factor.Power > 1)
                {
                    return default;
                }

                min = atom;
            }
        }

        if (min is null)
        {
            return default;
        }

        var times = term.Monomial.Divide(Monomial.Of(min))!;
        return times.IsNonNegative ? (min, new Term(term.Coefficient, times)) : default;
    }

    private static void DropDominated(List<Dim> operands)
    {
        for (var i = operands.Count - 1; i >= 0; i--)
        {
            for (var j = 0; j < operands.Count; j++)
            {
                if (i != j && (operands[i] - operands[j]).IsNonNegative)
                {
                    operands.RemoveAt(i);
                    break;
                }
            }
        }
    }

    private static Dim Shared(List<Dim> operands)
    {
        var least = new Dictionary<Monomial, (BigInteger Value, int Count)>();
        foreach (var operand in operands)
        {
            foreach (var term in operand.Terms)
            {
                var known = least.TryGetValue(term.Monomial, out var current);
                least[term.Monomial] = (known ? BigInteger.Min(current.Value, term.Coefficient) : term.Coefficient, current.Count + 1);
            }
        }

        var terms = new List<Term>();
        foreach (var pair in least)
        {
            var value = pair.Value.Count < operands.Count ? BigInteger.Min(pair.Value.Value, BigInteger.Zero) : pair.Value.Value;
            terms.Add(new Term(value, pair.Key));
        }

        return Dim.FromTerms(terms);
    }

    private static void CommonFactor(List<Dim> operands, out BigInteger number, out Monomial product)
    {
        number = BigInteger.Zero;
        Monomial? common = null;
        foreach (var operand in operands)
        {
            number = BigInteger.GreatestCommonDivisor(number, Division.Content(operand));
            foreach (var term in operand.Terms)
            {
                common = common is null ? term.Monomial : Monomial.Common(common, term.Monomial);
            }
        }

        product = common is { IsNonNegative: true } ? common : Monomial.One;
        number = number.IsZero ? BigInteger.One : number;
    }
}
