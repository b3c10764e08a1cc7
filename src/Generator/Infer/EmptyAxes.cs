using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Infer;

/// <summary>
/// Comparisons that were proved because a symbol is at least 1. A symbol that is read from an input is 0 where that axis is empty, as for a
/// sequence of no steps: what then fails is checked at run time.
/// </summary>
internal sealed class EmptyAxes(ModelContext model)
{
    private readonly List<(DimRelation Relation, Func<string> Message, Site Site)> _proved = new();

    /// <summary>Notes a proved comparison.</summary>
    public void Add(DimRelation relation, Func<string> message, Site site)
    {
        if (relation.Comparison == Comparison.LessOrEqual && (relation.Left.Symbols.Length > 0 || relation.Right.Symbols.Length > 0))
        {
            _proved.Add((relation, message, site));
        }
    }

    /// <summary>Leaves to run time what fails for an empty axis and is not implied by what is checked anyway.</summary>
    /// <param name="symbols">The symbols that are read from inputs.</param>
    /// <param name="known">What is checked anyway.</param>
    /// <param name="require">Leaves a comparison to run time.</param>
    public void Require(IReadOnlyCollection<string> symbols, IEnumerable<DimRelation> known, Action<DimRelation, string, Site> require)
    {
        if (_proved.Count == 0)
        {
            return;
        }

        var mayBeZero = new HashSet<string>(symbols);
        ExceptPositive(mayBeZero, known);
        Facts? facts = null;
        foreach (var (relation, message, site) in _proved)
        {
            var symbolsOfRelation = Symbols(relation, mayBeZero);
            if (symbolsOfRelation.Count == 0)
            {
                continue;
            }

            facts ??= model.Facts.FromZero(mayBeZero);
            if (facts.LessOrEqual(relation.Left, relation.Right) == Truth.Proved
                || symbolsOfRelation is [var one] && HoldsForZero(relation, one, facts))
            {
                continue;
            }

            if (symbolsOfRelation is [var symbol])
            {
                // Whatever the expression, the symbol alone decides.
                require(new DimRelation(Comparison.LessOrEqual, Dim.One, Dim.Symbol(symbol)), message(), site);
                mayBeZero.Remove(symbol);
                facts = null;
            }
            else
            {
                require(relation, message(), site);
            }
        }
    }

    /// <summary>The symbol and the number of a comparison such as <c>3 &lt;= T</c>; null of any other.</summary>
    public static (string Symbol, long Least)? LeastSize(DimRelation relation) =>
        relation.Comparison == Comparison.LessOrEqual && relation.Left.TryGetConstant(out var least)
            && least >= 1 && least <= long.MaxValue && relation.Right.TryGetSymbol(out var symbol)
            ? (symbol, (long)least)
            : null;

    // A symbol with a least size that is stated or checked is never 0.
    private void ExceptPositive(HashSet<string> symbols, IEnumerable<DimRelation> known)
    {
        foreach (var relation in known)
        {
            if (LeastSize(relation) is { } least)
            {
                symbols.Remove(least.Symbol);
            }
        }

        foreach (var statement in model.Symbols.Statements)
        {
            if (statement.IsLeastStated)
            {
                symbols.Remove(statement.Symbol);
            }
        }
    }

    // The symbols of both sides that are among these, each once.
    private static List<string> Symbols(DimRelation relation, HashSet<string> among)
    {
        var found = new List<string>();
        Add(relation.Left);
        Add(relation.Right);
        return found;

        void Add(Dim side)
        {
            foreach (var symbol in side.Symbols)
            {
                if (among.Contains(symbol) && !found.Contains(symbol))
                {
                    found.Add(symbol);
                }
            }
        }
    }

    private static bool HoldsForZero(DimRelation relation, string symbol, Facts facts)
    {
        var zero = new Dictionary<string, Dim> { [symbol] = Dim.Zero };
        try
        {
            return facts.LessOrEqual(relation.Left.Substitute(zero), relation.Right.Substitute(zero)) == Truth.Proved;
        }
        catch (Exception exception) when (exception is DimLimitException or DivideByZeroException)
        {
            return false;
        }
    }
}
