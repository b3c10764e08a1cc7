using System.Collections.Generic;
using System.Numerics;

namespace ModelGen.Generator.Shapes;

/// <summary>Rewrites a dimension in reduced symbols and in the shortest form that the assumptions allow.</summary>
internal sealed class Reduction(Assumptions assumptions)
{
    private readonly Dictionary<Atom, Dim> _done = [];
    private readonly Prover _prover = new(assumptions);

    /// <summary>The dimension in reduced symbols.</summary>
    public Dim Apply(Dim dim)
    {
        var result = dim.Map(Apply);
        return assumptions.Relations.Count == 0 || result.Depth == 0 ? result : Multiply(result);
    }

    private Dim Apply(Atom atom)
    {
        if (!_done.TryGetValue(atom, out var result))
        {
            result = atom switch
            {
                FloorAtom floor => Floor(Apply(floor.Numerator), Apply(floor.Divisor)),
                MinAtom min => Least(min),
                SymbolAtom symbol => assumptions.Replacement(symbol.Name) ?? Dim.Of(atom),
                _ => Dim.Of(atom),
            };
            _done.Add(atom, result);
        }

        return result;
    }

    private Dim Floor(Dim n, Dim d)
    {
        var quotient = Division.Floor(n, d, out var atom);
        if (atom is null || atom.Divisor.IsZero)
        {
            return atom is null ? quotient : quotient + Dim.Of(atom);
        }

        var rest = TakeExact(atom.Numerator, atom.Divisor, out var exact);
        if (!exact.IsZero)
        {
            return quotient + exact + Floor(rest, atom.Divisor);
        }

        return quotient + (Fold(atom) ?? Dim.Of(atom));
    }

    // The terms of which a relation says that the divisor divides them.
    private Dim TakeExact(Dim n, Dim d, out Dim exact)
    {
        exact = Dim.Zero;
        var rest = n;
        foreach (var term in n.Terms)
        {
            foreach (var relation in assumptions.Relations)
            {
                if (TryDivide(term, d, relation, out var quotient))
                {
                    exact += quotient;
                    rest -= Dim.Of(term);
                    break;
                }
            }
        }

        return rest;
    }

    // With m | e, the term e*q is divisible by d if d divides m*q, and the quotient is (e/m) * (m*q/d).
    private static bool TryDivide(Term term, Dim d, Relation relation, out Dim quotient)
    {
        quotient = Dim.Zero;
        if (term.Monomial.Divide(relation.Dividend.Monomial) is not { } monomial)
        {
            return false;
        }

        var number = BigInteger.DivRem(term.Coefficient, relation.Dividend.Coefficient, out var left);
        if (!left.IsZero || !Division.TryDivide(relation.Divisor.Scale(new Term(number, monomial)), d, out var times))
        {
            return false;
        }

        quotient = times * Dim.Of(relation.Quotient);
        return true;
    }

    // A quotient whose bounds leave one value.
    private Dim? Fold(FloorAtom atom)
    {
        if (atom.Divisor.TryGetConstant(out var divisor))
        {
            return _prover.Lower(atom.Numerator) is { } low && -_prover.Lower(-atom.Numerator) is { } high
                && Integers.Floor(low, divisor) is var value && value == Integers.Floor(high, divisor)
                ? Dim.Constant(value)
                : null;
        }

        if (_prover.IsNonNegative(atom.Numerator))
        {
            return _prover.IsNonNegative(atom.Divisor - atom.Numerator - Dim.One) ? Dim.Zero : null;
        }

        return _prover.IsNonNegative(-atom.Numerator - Dim.One) && _prover.IsNonNegative(atom.Numerator + atom.Divisor)
            && _prover.IsNonNegative(atom.Divisor)
            ? -Dim.One
            : null;
    }

    private Dim Least(MinAtom min)
    {
        var operands = new List<Dim>(min.Operands.Length);
        foreach (var operand in min.Operands)
        {
            operands.Add(Apply(operand));
        }

        for (var i = operands.Count - 1; i >= 0; i--)
        {
            for (var j = 0; j < operands.Count; j++)
            {
                if (i != j && _prover.IsNonNegative(operands[i] - operands[j]))
                {
                    operands.RemoveAt(i);
                    break;
                }
            }
        }

        return Minimum.Of(operands);
    }

    // Where a quotient leaves no remainder, divisor*quotient is the numerator.
    private Dim Multiply(Dim dim)
    {
        foreach (var relation in assumptions.Relations)
        {
            dim.Split(relation.Quotient, out var factor, out var rest);
            if (factor.IsZero)
            {
                continue;
            }

            var times = Division.Divide(factor, relation.Divisor, out var left);
            if (!times.IsZero)
            {
                dim = rest + (times * Dim.Of(relation.Dividend)) + (left * Dim.Of(relation.Quotient));
            }
        }

        return dim;
    }
}
