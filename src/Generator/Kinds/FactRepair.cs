using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Symbols;

namespace ModelGen.Generator.Kinds;

/// <summary>Finds the fact about one symbol that would prove an open comparison if its <c>[Dim]</c> stated it.</summary>
internal sealed class FactRepair
{
    // No bound above is worth a proof, and beyond this a product of sizes would be none.
    private const long Limit = 1 << 20;

    // What a comparison for equality may wait for: 8*(D/8) is D.
    private static readonly long[] UsualFactors = [2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 32, 64, 128, 256];

    private readonly Declaration _declaration;
    private readonly SymbolTable _symbols;
    private readonly DimRelation _relation;

    private FactRepair(Declaration declaration, SymbolTable symbols, DimRelation relation)
    {
        _declaration = declaration;
        _symbols = symbols;
        _relation = relation;
    }

    /// <summary>The repair and what it states, as a clause; null if no single fact proves the comparison.</summary>
    public static (Repair Repair, string Fact)? Find(Declaration declaration, SymbolTable symbols, DimRelation relation)
    {
        var search = new FactRepair(declaration, symbols, relation);
        return relation.Left.Symbols.Concat(relation.Right.Symbols)
            .Distinct().Select(search.About).FirstOrDefault(found => found is not null);
    }

    /// <summary>Declares a symbol without further facts.</summary>
    public static Repair Declare(BoundModel bound, string symbol) => Declare(bound.Declaration, bound.Symbols, symbol);

    /// <inheritdoc cref="Declare(BoundModel, string)"/>
    public static Repair Declare(Declaration declaration, SymbolTable symbols, string symbol) =>
        State(declaration, symbols, symbol, string.Empty, "Declare", $"Declare [Dim(\"{symbol}\")]");

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

        return divisor > Limit ? [] : Enumerable.Range(2, Math.Max(0, (int)divisor - 1))
            .Where(candidate => divisor % candidate == 0).Select(candidate => (Dim)candidate);
    }

    private (Repair Repair, string Fact)? Multiple(string symbol, IEnumerable<Dim> candidates)
    {
        if (candidates.FirstOrDefault(candidate => Proves(new SymbolFacts(symbol, MultipleOf: [candidate]))) is not { } factor)
        {
            return null;
        }

        var statement = _symbols.Statement(symbol);
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

        var least = FirstProved(bound => new SymbolFacts(symbol, Min: bound));

        var statement = _symbols.Statement(symbol);
        return statement?.Default < least || statement?.Facts.Max < least ? null
            : Stated(symbol, $"Min = {least}", "StateMin", $"{symbol} is at least {least}");
    }

    private (Repair Repair, string Fact)? Most(string symbol)
    {
        if (!Proves(new SymbolFacts(symbol, Max: 1)))
        {
            return null;
        }

        var most = FirstProved(bound => new SymbolFacts(symbol, Max: bound), isDescending: true);

        var statement = _symbols.Statement(symbol);
        return statement?.Default > most || statement?.Facts.Min > most ? null
            : Stated(symbol, $"Max = {most}", "StateMax", $"{symbol} is at most {most}");
    }

    // The loosest bound that proves the comparison: a tighter bound proves it as well, the tightest included. Most are small.
    private long FirstProved(Func<long, SymbolFacts> fact, bool isDescending = false)
    {
        var (open, proved) = isDescending ? (Limit, 1L) : (0L, Limit);
        for (var bound = 1L; bound < Limit; bound *= 2)
        {
            if (Proves(fact(bound)) != isDescending)
            {
                (open, proved) = isDescending ? (bound, proved) : (open, bound);
                break;
            }

            (open, proved) = isDescending ? (open, bound) : (bound, proved);
        }

        while (Math.Abs(open - proved) > 1)
        {
            var middle = open + ((proved - open) / 2);
            (open, proved) = Proves(fact(middle)) ? (open, middle) : (middle, proved);
        }

        return proved;
    }

    private bool Proves(SymbolFacts fact)
    {
        var facts = _symbols.Facts.With(fact);
        return _relation.Comparison switch
        {
            Comparison.Equal => facts.Equal(_relation.Left, _relation.Right),
            Comparison.LessOrEqual => facts.LessOrEqual(_relation.Left, _relation.Right),
            _ => facts.Divides(_relation.Left, _relation.Right),
        } == Truth.Proved;
    }

    private (Repair Repair, string Fact) Stated(string symbol, string text, string key, string fact) =>
        (State(_declaration, _symbols, symbol, text, key, "State that " + fact), fact);

    private static Repair State(Declaration declaration, SymbolTable symbols, string symbol, string text, string key, string title)
    {
        var attributes = declaration.Attributes;
        var place = attributes.LastOrDefault(use => use.Kind == "Dim")
            ?? attributes.LastOrDefault(use => use.Kind == "Input") ?? attributes.First();
        return new Repair(key, title, [new Edit(EditKind.State, place.Site, symbol, text, symbols.Statement(symbol)?.Use.Site)]);
    }
}
