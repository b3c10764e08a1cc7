using System.Collections.Generic;
using System.Numerics;

namespace ModelGen.Generator.Shapes;

/// <summary>
/// Back from reduced symbols to those of the declaration: with D a multiple of 8, the reduced <c>8*D</c> is <c>D</c>
/// and <c>2*D</c> is <c>D/4</c>.
/// </summary>
internal sealed class Restoration
{
    private const int MaxRounds = 4;

    private readonly Assumptions _assumptions;
    private readonly Dictionary<Atom, Dim> _done = [];

    private Restoration(Assumptions assumptions) => _assumptions = assumptions;

    /// <summary>The dimension simplified, in the same symbols.</summary>
    public static Dim Of(Assumptions assumptions, Dim dim)
    {
        // Restoring the symbols may allow a shorter form. The second round rarely changes anything.
        for (var round = 0; round < MaxRounds; round++)
        {
            var before = dim;
            dim = new Restoration(assumptions).Apply(new Reduction(assumptions).Apply(dim));
            if (dim.Equals(before))
            {
                break;
            }
        }

        return dim;
    }

    private Dim Apply(Dim dim)
    {
        if (dim.Depth == 0 && !IsScaled(dim))
        {
            return dim;
        }

        var result = Dim.Zero;
        foreach (var term in dim.Terms)
        {
            var coefficient = term.Coefficient;
            var product = Dim.One;
            foreach (var factor in term.Monomial.Factors)
            {
                for (var i = 0; i < factor.Power; i++)
                {
                    product *= Apply(factor.Atom, ref coefficient);
                }
            }

            result += product * Dim.Constant(coefficient);
        }

        return result;
    }

    private bool IsScaled(Dim dim)
    {
        foreach (var symbol in dim.Symbols)
        {
            if (!_assumptions.Scale(symbol).IsOne)
            {
                return true;
            }
        }

        return false;
    }

    // A symbol of scale k (or a quotient by k*m that leaves no remainder) takes what it shares with k out of the coefficient.
    private Dim Apply(Atom atom, ref BigInteger coefficient)
    {
        if (atom is SymbolAtom symbol)
        {
            var scale = _assumptions.Scale(symbol.Name);
            return scale.IsOne ? Dim.Of(atom) : Dim.FloorDiv(Dim.Of(atom), Dim.Constant(scale / Take(scale, ref coefficient)));
        }

        foreach (var relation in _assumptions.Relations)
        {
            if (relation.Quotient.Equals(atom))
            {
                var taken = Take(relation, ref coefficient);
                return Dim.FloorDiv(Apply(Dim.Of(relation.Dividend) * Dim.Constant(taken)), Apply(relation.Divisor));
            }
        }

        if (!_done.TryGetValue(atom, out var result))
        {
            result = atom switch
            {
                FloorAtom floor => Dim.FloorDiv(Apply(floor.Numerator), Apply(floor.Divisor)),
                MinAtom min => Minimum.Of(Operands(min)),
                _ => Dim.Of(atom),
            };
            _done.Add(atom, result);
        }

        return result;
    }

    // Without a remainder, t*(n/d) is (t*n)/d, where t makes up for scales in n and for numbers in d.
    private BigInteger Take(Relation relation, ref BigInteger coefficient)
    {
        var scale = Division.Content(relation.Divisor);
        foreach (var factor in relation.Dividend.Monomial.Factors)
        {
            scale *= factor.Atom is SymbolAtom symbol ? BigInteger.Pow(_assumptions.Scale(symbol.Name), factor.Power) : BigInteger.One;
        }

        return Take(scale, ref coefficient);
    }

    private static BigInteger Take(BigInteger scale, ref BigInteger coefficient)
    {
        var taken = BigInteger.GreatestCommonDivisor(scale, coefficient);
        coefficient /= taken;
        return taken;
    }

    private List<Dim> Operands(MinAtom min)
    {
        var operands = new List<Dim>(min.Operands.Length);
        foreach (var operand in min.Operands)
        {
            operands.Add(Apply(operand));
        }

        return operands;
    }
}
