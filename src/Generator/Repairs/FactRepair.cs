using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Parse;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Repairs;

/// <summary>Finds what, stated of one symbol in its <c>[Dim]</c>, would prove a comparison that is open.</summary>
internal sealed class FactRepair
{
    // No bound above is worth a proof, and beyond this a product of sizes would be none.
    private const long Limit = 1 << 20;

    // What a comparison for equality may wait for: 8*(D/8) is D.
    private static readonly long[] UsualFactors = [2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 32, 64, 128, 256];

    private readonly BoundModel _bound;
    private readonly DimRelation _relation;

    private FactRepair(BoundModel bound, DimRelation relation)
    {
        _bound = bound;
        _relation = relation;
    }

    /// <summary>The repair and what it states, as a clause; null if no single fact proves the comparison.</summary>
    public static (Repair Repair, string Fact)? Find(BoundModel bound, DimRelation relation)
    {
        var search = new FactRepair(bound, relation);
        return relation.Left.Symbols.Concat(relation.Right.Symbols).Distinct().Select(search.About).FirstOrDefault(found => found is not null);
    }

    /// <summary>Declares a symbol of which nothing else is said.</summary>
    public static Repair Declare(BoundModel bound, string symbol) => State(bound, symbol, string.Empty, "Declare", $"Declare [Dim(\"{symbol}\")]");

    private (Repair Repair, string Fact)? About(string symbol) => _relation.Comparison switch
    {
        Comparison.Divides => Multiple(symbol, Divisors(symbol)),
        Comparison.Equal => Multiple(symbol, UsualFactors.Select(factor => (Dim)factor)),
        _ => Least(symbol) ?? Most(symbol),
    };

    private IEnumerable<Dim> Divisors(string symbol)
    {
        if (!_relation.Left.TryGetConstant(out var divisor))
        {
            return _relation.Right == Dim.Symbol(symbol) ? [_relation.Left] : [];
        }

        return divisor > Limit ? [] : Enumerable.Range(2, Math.Max(0, (int)divisor - 1)).Where(candidate => divisor % candidate == 0).Select(candidate => (Dim)candidate);
    }

    private (Repair Repair, string Fact)? Multiple(string symbol, IEnumerable<Dim> candidates)
    {
        if (candidates.FirstOrDefault(candidate => Proves(new SymbolFacts(symbol, MultipleOf: [candidate]))) is not { } factor)
        {
            return null;
        }

        var statement = _bound.Symbols.Statement(symbol);
        var known = statement?.Facts.MultipleOf ?? EquatableArray<Dim>.Empty;
        var stated = factor;
        if (known.Count > 0)
        {
            // One [Dim] states one factor.
            if (!known[0].TryGetConstant(out var first) || !factor.TryGetConstant(out var second))
            {
                return null;
            }

            stated = Dim.Constant(first / BigInteger.GreatestCommonDivisor(first, second) * second);
        }

        return stated.TryGetConstant(out var number) && statement?.Default % number is { IsZero: false }
            ? null
            : Stated(symbol, $"MultipleOf = {Repair.Written(stated)}", "StateMultiple", $"{symbol} is a multiple of {factor}");
    }

    private (Repair Repair, string Fact)? Least(string symbol)
    {
        if (!Proves(new SymbolFacts(symbol, Min: Limit)))
        {
            return null;
        }

        // What a bound proves, a tighter one proves as well.
        var (below, least) = (0L, Limit);
        while (least - below > 1)
        {
            var middle = below + ((least - below) / 2);
            (below, least) = Proves(new SymbolFacts(symbol, Min: middle)) ? (below, middle) : (middle, least);
        }

        var statement = _bound.Symbols.Statement(symbol);
        return statement?.Default < least || statement?.Facts.Max < least ? null
            : Stated(symbol, $"Min = {least}", "StateMin", $"{symbol} is at least {least}");
    }

    private (Repair Repair, string Fact)? Most(string symbol)
    {
        if (!Proves(new SymbolFacts(symbol, Max: 1)))
        {
            return null;
        }

        var (most, above) = (1L, Limit);
        while (above - most > 1)
        {
            var middle = most + ((above - most) / 2);
            (most, above) = Proves(new SymbolFacts(symbol, Max: middle)) ? (middle, above) : (most, middle);
        }

        var statement = _bound.Symbols.Statement(symbol);
        return statement?.Default > most || statement?.Facts.Min > most ? null
            : Stated(symbol, $"Max = {most}", "StateMax", $"{symbol} is at most {most}");
    }

    private bool Proves(SymbolFacts fact)
    {
        var facts = _bound.Symbols.Facts.With(fact);
        return _relation.Comparison switch
        {
            Comparison.Equal => facts.Equal(_relation.Left, _relation.Right),
            Comparison.LessOrEqual => facts.LessOrEqual(_relation.Left, _relation.Right),
            _ => facts.Divides(_relation.Left, _relation.Right),
        } == Truth.Proved;
    }

    private (Repair Repair, string Fact) Stated(string symbol, string text, string key, string fact) => (State(_bound, symbol, text, key, "State that " + fact), fact);

    private static Repair State(BoundModel bound, string symbol, string text, string key, string title)
    {
        var attributes = bound.Declaration.Attributes;
        var place = attributes.LastOrDefault(use => use.Kind == "Dim") ?? attributes.LastOrDefault(use => use.Kind == "Input") ?? attributes.First();
        return new Repair(key, title, [new Edit(EditKind.State, place.Site, symbol, text, bound.Symbols.Statement(symbol)?.Use.Site)]);
    }
}
