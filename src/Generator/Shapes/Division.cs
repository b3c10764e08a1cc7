using System.Collections.Generic;
using System.Numerics;
using ModelGen.Generator.Kinds;

namespace ModelGen.Generator.Shapes;

/// <summary>
/// The canonical form of a floor division. It cancels common factors, takes out whatever the divisor divides, joins nested divisions
/// (<c>(n/a + r)/b</c> is <c>(n + a*r)/(a*b)</c>) and drops a constant that cannot matter (<c>(4*H + 3)/8</c> is <c>H/2</c>).
/// </summary>
internal static class Division
{
    // Each step makes the division smaller. No reasonable dimension reaches this number of steps.
    private const int MaxSteps = 512;

    /// <summary>The quotient rounded down, in canonical form.</summary>
    public static Dim Floor(Dim dividend, Dim divisor)
    {
        var quotient = Floor(dividend, divisor, out var atom);
        return atom is null ? quotient : quotient + Dim.Of(atom);
    }

    /// <summary>The quotient rounded down as a polynomial and the irreducible division that is left, if any.</summary>
    public static Dim Floor(Dim n, Dim d, out FloorAtom? atom)
    {
        atom = null;
        var quotient = Dim.Zero;
        if (d.IsZero)
        {
            // A division by 0 has no value. Its form is kept, so that it equals no dimension with a value.
            atom = new FloorAtom(n, d);
            return quotient;
        }

        for (var step = 0; step < MaxSteps; step++)
        {
            if (n.IsZero)
            {
                return quotient;
            }

            if (d.Terms[0].Coefficient.Sign < 0)
            {
                n = -n;
                d = -d;
            }

            Cancel(ref n, ref d);
            if (d.IsOne)
            {
                return quotient + n;
            }

            var whole = Divide(n, d, out n);
            quotient += whole;
            if (n.IsZero)
            {
                return quotient;
            }

            if (d.TryGetConstant(out var constant))
            {
                if (DropConstant(ref n, ref d, constant))
                {
                    continue;
                }
            }
            else if (!whole.IsZero)
            {
                continue;
            }
            else if (d.IsNonNegative && Fold(n, d) is { } folded)
            {
                return quotient + folded;
            }

            if (!Join(ref n, ref d))
            {
                atom = new FloorAtom(n, d);
                return quotient;
            }
        }

        throw new DimLimitException("the dimension has a division that is too large");
    }

    /// <summary>
    /// Division of polynomials: <c>n = quotient*d + rest</c>, where no term of the rest is a multiple of the leading term of
    /// <paramref name="d"/>, coefficients rounded down. The leading coefficient of <paramref name="d"/> is positive.
    /// </summary>
    public static Dim Divide(Dim n, Dim d, out Dim rest)
    {
        var leading = d.Terms[0];
        List<Term> quotient = [], left = [];
        if (d.Terms.Length == 1)
        {
            foreach (var term in n.Terms)
            {
                Step(term, leading, quotient, left);
            }
        }
        else
        {
            for (var step = 0; !n.IsZero; step++)
            {
                if (step == MaxSteps)
                {
                    throw new DimLimitException("the dimension has a division that is too large");
                }

                var count = quotient.Count;
                var first = n.Terms[0];
                Step(first, leading, quotient, left);
                n = quotient.Count > count ? n - d.Scale(quotient[count]) : n;
                if (!n.IsZero && n.Terms[0].Monomial.Equals(first.Monomial))
                {
                    n -= Dim.Of(n.Terms[0]);
                }
            }
        }

        rest = Dim.FromTerms(left);
        return Dim.FromTerms(quotient);
    }

    /// <summary>Whether <paramref name="d"/> divides <paramref name="n"/> as a polynomial.</summary>
    public static bool TryDivide(Dim n, Dim d, out Dim quotient)
    {
        quotient = Dim.Zero;
        if (d.IsZero)
        {
            return false;
        }

        var negative = d.Terms[0].Coefficient.Sign < 0;
        quotient = Divide(negative ? -n : n, negative ? -d : d, out var rest);
        return rest.IsZero;
    }

    /// <summary>The greatest number that divides every coefficient; 0 for the size 0.</summary>
    public static BigInteger Content(Dim dim, bool withConstant = true)
    {
        var content = BigInteger.Zero;
        foreach (var term in dim.Terms)
        {
            if (content.IsOne)
            {
                break;
            }

            if (withConstant || !term.Monomial.IsOne)
            {
                content = BigInteger.GreatestCommonDivisor(content, term.Coefficient);
            }
        }

        return content;
    }

    /// <summary>Divides both by the number and the product that every term of both has.</summary>
    public static void Cancel(ref Dim n, ref Dim d)
    {
        var number = BigInteger.GreatestCommonDivisor(Content(n), Content(d));
        var product = d.Terms[0].Monomial;
        foreach (var dim in new[] { d, n })
        {
            foreach (var term in dim.Terms)
            {
                product = product.IsOne ? product : Monomial.Common(product, term.Monomial);
            }
        }

        if (!number.IsOne || !product.IsOne)
        {
            n = Reduce(n, number, product);
            d = Reduce(d, number, product);
        }
    }

    /// <summary>The exact quotient by a number and a product that divide every term.</summary>
    public static Dim Reduce(Dim dim, BigInteger number, Monomial product)
    {
        var terms = new Term[dim.Terms.Length];
        for (var i = 0; i < terms.Length; i++)
        {
            terms[i] = new Term(dim.Terms[i].Coefficient / number, dim.Terms[i].Monomial.Divide(product)!);
        }

        return Dim.FromTerms(terms);
    }

    private static void Step(Term term, Term divisor, List<Term> quotient, List<Term> rest)
    {
        if (term.Monomial.Divide(divisor.Monomial) is not { } monomial)
        {
            rest.Add(term);
            return;
        }

        var times = Integers.Floor(term.Coefficient, divisor.Coefficient);
        if (!times.IsZero)
        {
            quotient.Add(new Term(times, monomial));
        }

        var left = term.Coefficient - (times * divisor.Coefficient);
        if (!left.IsZero)
        {
            rest.Add(new Term(left, term.Monomial));
        }
    }

    // floor((g*x + c)/(g*m)) is floor((x + floor(c/g))/m).
    private static bool DropConstant(ref Dim n, ref Dim d, BigInteger divisor)
    {
        var common = BigInteger.GreatestCommonDivisor(divisor, Content(n, withConstant: false));
        if (common.IsOne)
        {
            return false;
        }

        var constant = n.ConstantPart;
        n = Reduce(n - Dim.Constant(constant), common, Monomial.One) + Dim.Constant(Integers.Floor(constant, common));
        d = Dim.Constant(divisor / common);
        return true;
    }

    // 0 <= n < d gives 0, -d <= n < 0 gives -1; d is at least 1 since it is neither negative nor 0.
    private static Dim? Fold(Dim n, Dim d)
    {
        if (n.IsNonNegative)
        {
            return (d - n - Dim.One).IsNonNegative ? Dim.Zero : null;
        }

        return (-n - Dim.One).IsNonNegative && ((n + Dim.One).IsNonNegative || (n + d).IsNonNegative) ? -Dim.One : null;
    }

    private static bool Join(ref Dim n, ref Dim d)
    {
        FloorAtom? inner = null;
        foreach (var term in n.Terms)
        {
            if (term.Coefficient.IsOne && term.Monomial.Single is FloorAtom floor)
            {
                if (inner is not null)
                {
                    return false;
                }

                inner = floor;
            }
        }

        if (inner is null || !d.IsNonNegative || !inner.Divisor.IsNonNegative || inner.Divisor.IsZero)
        {
            return false;
        }

        n = inner.Numerator + (inner.Divisor * (n - Dim.Of(inner)));
        d *= inner.Divisor;
        return true;
    }
}
