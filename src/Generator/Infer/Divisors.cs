using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Infer;

/// <summary>
/// What the generated code divides by and what may be 0, as <c>S</c> in <c>T/S</c>: it is checked before anything is computed with it.
/// </summary>
internal static class Divisors
{
    /// <summary>Checks of the divisors that are not proved to be at least 1.</summary>
    /// <param name="code">The code of the layers and of the loss.</param>
    /// <param name="dims">The sizes that are compared with those of inputs.</param>
    /// <param name="requirements">The conditions that are checked at run time.</param>
    /// <param name="facts">What is known of the symbols, of which those of inputs may be 0.</param>
    public static IEnumerable<Requirement> Require(
        IEnumerable<Code> code, IEnumerable<Dim> dims, IReadOnlyCollection<Requirement> requirements, Facts facts)
    {
        var all = code.Concat(requirements.Select(requirement => requirement.Condition))
            .SelectMany(one => one.Parts)
            .Select(part => part.Dim)
            .OfType<Dim>()
            .Concat(dims)
            .Concat(requirements.SelectMany(requirement => new[] { requirement.Relation.Left, requirement.Relation.Right }));
        return all
            .SelectMany(dim => Of(dim).Select(divisor => (Divisor: divisor, Dim: dim)))
            .GroupBy(use => use.Divisor, (divisor, uses) => (Divisor: divisor, uses.First().Dim))
            .Where(use => !IsPositive(use.Divisor, facts))
            .Select(use => new Requirement(
                Code.Of($"{Dim.One} <= {use.Divisor}"),
                $"{use.Divisor} must be at least 1, since {use.Dim} divides by it",
                new DimRelation(Comparison.LessOrEqual, Dim.One, use.Divisor),
                Site.Class,
                IsOfDivisor: true));
    }

    private static bool IsPositive(Dim divisor, Facts facts)
    {
        try
        {
            return facts.LessOrEqual(Dim.One, divisor) == Truth.Proved;
        }
        catch (DimLimitException)
        {
            return false;
        }
    }

    // The innermost come first: they are computed for the others.
    private static IEnumerable<Dim> Of(Dim dim)
    {
        foreach (var atom in dim.Terms.SelectMany(term => term.Monomial.Factors).Select(factor => factor.Atom))
        {
            switch (atom)
            {
                case QuotientAtom quotient:
                    foreach (var inner in Of(quotient.Numerator).Concat(Of(quotient.Divisor)))
                    {
                        yield return inner;
                    }

                    if (!quotient.Divisor.TryGetConstant(out _))
                    {
                        yield return quotient.Divisor;
                    }

                    break;
                case ExtremeAtom extreme:
                    foreach (var inner in extreme.Operands.SelectMany(Of))
                    {
                        yield return inner;
                    }

                    break;
            }
        }
    }
}
