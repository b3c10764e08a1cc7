using System;
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
    /// <summary>The code of the modules, then that of the steps, and then that of the loss.</summary>
    public static List<Code> CodeOf(IReadOnlyList<InferredLayer> layers, InferredLoss? loss)
    {
        var code = new List<Code>();
        foreach (var layer in layers)
        {
            foreach (var module in layer.Modules)
            {
                Add(module.Construct);
                Add(module.Initialize);
            }
        }

        foreach (var layer in layers)
        {
            foreach (var step in layer.Steps)
            {
                Add(step.Code);
                Add(step.Consuming);
                Add(step.State);
            }
        }

        Add(loss?.Call);
        return code;

        void Add(Code? one)
        {
            if (one is not null)
            {
                code.Add(one);
            }
        }
    }

    /// <summary>Checks of the divisors that are not proved to be at least 1.</summary>
    /// <param name="code">The code of the layers and of the loss.</param>
    /// <param name="dims">The sizes that are compared with those of inputs.</param>
    /// <param name="requirements">The conditions that are checked at run time.</param>
    /// <param name="facts">Returns what is known of the symbols, of which those of inputs may be 0.</param>
    public static IEnumerable<Requirement> Require(
        IEnumerable<Code> code, IEnumerable<Dim> dims, IReadOnlyCollection<Requirement> requirements, Func<Facts> facts)
    {
        // Most models divide by nothing.
        var quotients = WithOperations(code, dims, requirements);
        if (quotients.Count == 0)
        {
            return [];
        }

        var known = facts();
        return quotients
            .SelectMany(dim => Of(dim).Select(divisor => (Divisor: divisor, Dim: dim)))
            .GroupBy(use => use.Divisor, (divisor, uses) => (Divisor: divisor, uses.First().Dim))
            .Where(use => !IsPositive(use.Divisor, known))
            .Select(use => new Requirement(
                Code.Of($"{Dim.One} <= {use.Divisor}"),
                $"{use.Divisor} must be at least 1, since {use.Dim} divides by it",
                new DimRelation(Comparison.LessOrEqual, Dim.One, use.Divisor),
                Site.Class,
                IsOfDivisor: true));
    }

    // The dimensions that are more than polynomials of symbols, in the order in which they occur.
    private static List<Dim> WithOperations(
        IEnumerable<Code> code, IEnumerable<Dim> dims, IReadOnlyCollection<Requirement> requirements)
    {
        var found = new List<Dim>();
        foreach (var one in code)
        {
            AddParts(one);
        }

        foreach (var requirement in requirements)
        {
            AddParts(requirement.Condition);
        }

        foreach (var dim in dims)
        {
            Add(dim);
        }

        foreach (var requirement in requirements)
        {
            Add(requirement.Relation.Left);
            Add(requirement.Relation.Right);
        }

        return found;

        void AddParts(Code one)
        {
            foreach (var part in one.Parts)
            {
                Add(part.Dim);
            }
        }

        void Add(Dim? dim)
        {
            if (dim is { Depth: > 0 })
            {
                found.Add(dim);
            }
        }
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
