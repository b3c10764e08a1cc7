using System;
using System.Collections.Generic;
using System.Numerics;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Shapes;

/// <summary>The form of a dimension: what the rest of the shape engine works on.</summary>
internal sealed partial class Dim
{
    /// <summary>A total order of forms, which is independent of their values.</summary>
    internal int CompareTo(Dim other)
    {
        for (var i = 0; i < _terms.Length && i < other._terms.Length; i++)
        {
            var order = other._terms[i].Monomial.CompareTo(_terms[i].Monomial);
            order = order != 0 ? order : _terms[i].Coefficient.CompareTo(other._terms[i].Coefficient);
            if (order != 0)
            {
                return order;
            }
        }

        return _terms.Length.CompareTo(other._terms.Length);
    }

    /// <summary>A single atom, which must be irreducible.</summary>
    internal static Dim Of(Atom atom) => new([new Term(BigInteger.One, Monomial.Of(atom))]);

    /// <summary>A single term.</summary>
    internal static Dim Of(Term term) => term.Coefficient.IsZero ? Zero : new([term]);

    /// <summary>The sum of terms in any order.</summary>
    internal static Dim FromTerms(IReadOnlyList<Term> terms)
    {
        if (terms.Count < 2)
        {
            return terms.Count == 0 ? Zero : Of(terms[0]);
        }

        var sum = new Dictionary<Monomial, BigInteger>();
        foreach (var term in terms)
        {
            sum.TryGetValue(term.Monomial, out var coefficient);
            sum[term.Monomial] = coefficient + term.Coefficient;
        }

        return FromSum(sum);
    }

    /// <summary>The product with one term.</summary>
    internal Dim Scale(Term factor)
    {
        // A monomial order is kept by multiplication, so the terms stay sorted.
        var terms = new Term[_terms.Length];
        for (var i = 0; i < terms.Length; i++)
        {
            terms[i] = new Term(_terms[i].Coefficient * factor.Coefficient, _terms[i].Monomial * factor.Monomial);
        }

        return new Dim(terms);
    }

    /// <summary>The power of <paramref name="atom"/> in the polynomial itself, not inside its atoms.</summary>
    internal int DegreeIn(Atom atom)
    {
        var degree = 0;
        foreach (var term in _terms)
        {
            degree = Math.Max(degree, term.Monomial.PowerOf(atom));
        }

        return degree;
    }

    /// <summary>
    /// This dimension as <c>factor*atom + rest</c> where <paramref name="rest"/> is free of the atom (but for other atoms that contain it).
    /// </summary>
    internal void Split(Atom atom, out Dim factor, out Dim rest)
    {
        var count = 0;
        foreach (var term in _terms)
        {
            count += term.Monomial.PowerOf(atom) > 0 ? 1 : 0;
        }

        if (count == 0)
        {
            factor = Zero;
            rest = this;
            return;
        }

        var single = Monomial.Of(atom);
        var inside = new Term[count];
        var outside = new Term[_terms.Length - count];
        int i = 0, j = 0;
        foreach (var term in _terms)
        {
            if (term.Monomial.PowerOf(atom) > 0)
            {
                inside[i++] = new Term(term.Coefficient, term.Monomial.Divide(single)!);
            }
            else
            {
                outside[j++] = term;
            }
        }

        factor = new Dim(inside);
        rest = outside.Length == 0 ? Zero : new Dim(outside);
    }

    /// <summary>The distinct atoms of the polynomial itself, in their order.</summary>
    internal List<Atom> Atoms()
    {
        var atoms = new List<Atom>();
        foreach (var term in _terms)
        {
            foreach (var factor in term.Monomial.Factors)
            {
                if (!atoms.Contains(factor.Atom))
                {
                    atoms.Add(factor.Atom);
                }
            }
        }

        atoms.Sort(static (a, b) => a.CompareTo(b));
        return atoms;
    }

    /// <summary>The polynomial with every atom replaced.</summary>
    internal Dim Map(Func<Atom, Dim> replace)
    {
        if (IsUnchanged(replace))
        {
            return this;
        }

        var result = Zero;
        foreach (var term in _terms)
        {
            var product = Constant(term.Coefficient);
            foreach (var factor in term.Monomial.Factors)
            {
                var value = replace(factor.Atom);
                for (var i = 0; i < factor.Power; i++)
                {
                    product *= value;
                }
            }

            result += product;
        }

        return result;
    }

    private bool IsUnchanged(Func<Atom, Dim> replace)
    {
        foreach (var term in _terms)
        {
            foreach (var factor in term.Monomial.Factors)
            {
                if (!factor.Atom.Equals(replace(factor.Atom).SingleAtom))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static DimLimitException TooManyTerms() => new($"the dimension has more than {MaxTerms} terms");

    private static Dim Add(Dim left, Dim right, int sign)
    {
        if (right.IsZero || (left.IsZero && sign > 0))
        {
            return right.IsZero ? left : right;
        }

        var terms = new Term[left._terms.Length + right._terms.Length];
        int i = 0, j = 0, count = 0;
        while (i < left._terms.Length || j < right._terms.Length)
        {
            var order = i == left._terms.Length ? -1
                : j == right._terms.Length ? 1
                : left._terms[i].Monomial.CompareTo(right._terms[j].Monomial);
            if (order > 0)
            {
                terms[count++] = left._terms[i++];
                continue;
            }

            var term = right._terms[j++];
            var coefficient = sign < 0 ? -term.Coefficient : term.Coefficient;
            coefficient = order == 0 ? coefficient + left._terms[i++].Coefficient : coefficient;
            if (!coefficient.IsZero)
            {
                terms[count++] = new Term(coefficient, term.Monomial);
            }
        }

        return OfFirst(terms, count);
    }

    private static Dim OfFirst(Term[] terms, int count)
    {
        if (count == 0)
        {
            return Zero;
        }

        Array.Resize(ref terms, count);
        return new Dim(terms);
    }

    private static Dim FromSum(Dictionary<Monomial, BigInteger> sum)
    {
        var terms = new Term[sum.Count];
        var count = 0;
        foreach (var pair in sum)
        {
            if (!pair.Value.IsZero)
            {
                terms[count++] = new Term(pair.Value, pair.Key);
            }
        }

        Array.Resize(ref terms, count);
        Array.Sort(terms, static (a, b) => b.Monomial.CompareTo(a.Monomial));
        return OfFirst(terms, count);
    }

    private string[] CollectSymbols()
    {
        if (_terms.Length == 0 || _terms[0].Monomial.IsOne)
        {
            return [];
        }

        if (TryGetSymbol(out var only))
        {
            return [only];
        }

        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var atom in Atoms())
        {
            switch (atom)
            {
                case SymbolAtom symbol:
                    names.Add(symbol.Name);
                    break;
                case QuotientAtom quotient:
                    names.UnionWith(quotient.Numerator.Symbols);
                    names.UnionWith(quotient.Divisor.Symbols);
                    break;
                case ExtremeAtom extreme:
                    foreach (var operand in extreme.Operands)
                    {
                        names.UnionWith(operand.Symbols);
                    }

                    break;
            }
        }

        return [.. names];
    }
}
