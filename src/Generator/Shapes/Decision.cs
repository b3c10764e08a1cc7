using System.Collections.Generic;
using System.Numerics;

namespace ModelGen.Generator.Shapes;

/// <summary>
/// Decides comparisons of a reduced dimension with 0: by form, by common divisors, by bounds, and then by cases of remainders.
/// </summary>
internal static class Decision
{
    /// <summary>Whether the value is 0.</summary>
    public static Truth IsZero(Assumptions assumptions, Dim dim)
    {
        var truth = IsZeroAsIs(assumptions, dim);
        return truth == Truth.Open ? Residues.Decide(assumptions, dim, IsZeroAsIs) : truth;
    }

    /// <summary>Whether the value is at least 0.</summary>
    public static Truth IsNonNegative(Assumptions assumptions, Dim dim)
    {
        var truth = IsNonNegativeAsIs(assumptions, dim);
        return truth == Truth.Open ? Residues.Decide(assumptions, dim, IsNonNegativeAsIs) : truth;
    }

    private static Truth IsNonNegativeAsIs(Assumptions assumptions, Dim dim)
    {
        if (dim.TryGetConstant(out var value))
        {
            return value.Sign >= 0 ? Truth.Proved : Truth.Refuted;
        }

        var prover = new Prover(assumptions);
        return prover.IsNonNegative(dim) ? Truth.Proved
            : prover.IsNonNegative(-dim - Dim.One) ? Truth.Refuted
            : Truth.Open;
    }

    private static Truth IsZeroAsIs(Assumptions assumptions, Dim dim)
    {
        dim = ClearExact(assumptions, dim);
        if (dim.TryGetConstant(out var value))
        {
            return value.IsZero ? Truth.Proved : Truth.Refuted;
        }

        // 2*x + 1 is never 0.
        if (!(dim.ConstantPart % Division.Content(dim, withConstant: false)).IsZero)
        {
            return Truth.Refuted;
        }

        var prover = new Prover(assumptions);
        if (prover.IsNonNegative(dim - Dim.One) || prover.IsNonNegative(-dim - Dim.One))
        {
            return Truth.Refuted;
        }

        return prover.IsNonNegative(dim) && prover.IsNonNegative(-dim) ? Truth.Proved : Truth.Open;
    }

    // Where n/d leaves no remainder, p is 0 where d*p is, and there d*(n/d) is n.
    private static Dim ClearExact(Assumptions assumptions, Dim dim)
    {
        foreach (var relation in assumptions.Relations)
        {
            while (dim.DegreeIn(relation.Quotient) > 0)
            {
                dim = Clear(dim, relation);
            }
        }

        return dim;
    }

    private static Dim Clear(Dim dim, Relation relation)
    {
        dim.Split(relation.Quotient, out var factor, out var rest);
        return (factor * Dim.Of(relation.Dividend)) + (relation.Divisor * rest);
    }
}
