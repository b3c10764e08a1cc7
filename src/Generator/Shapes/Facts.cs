using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Numerics;

namespace ModelGen.Generator.Shapes;

/// <summary>
/// What is known of the symbols, and what follows from it. Immutable and equal by value. A symbol of which nothing is said is at least
/// 1. Every comparison is <see cref="Truth.Proved"/>, <see cref="Truth.Refuted"/> or <see cref="Truth.Open"/>: the first two are about
/// every assignment that satisfies the facts and for which both sides have a value. No method raises <see cref="DimLimitException"/>:
/// what is too large stays open.
/// </summary>
internal sealed class Facts : IEquatable<Facts>
{
    private readonly ImmutableSortedDictionary<string, SymbolFacts> _symbols;
    private Assumptions? _assumptions;

    private Facts(ImmutableSortedDictionary<string, SymbolFacts> symbols) => _symbols = symbols;

    /// <summary>No facts, except that every symbol is at least 1.</summary>
    public static Facts None { get; } = new(ImmutableSortedDictionary.Create<string, SymbolFacts>(StringComparer.Ordinal));

    private Assumptions Assumptions => _assumptions ??= new Assumptions(_symbols.Values);

    /// <summary>These facts and those of one symbol. Several facts of one symbol all hold.</summary>
    public Facts With(SymbolFacts facts)
    {
        if (_symbols.TryGetValue(facts.Symbol, out var known))
        {
            var multiples = new List<Dim>(known.MultipleOf);
            foreach (var multiple in facts.MultipleOf)
            {
                if (!multiples.Contains(multiple))
                {
                    multiples.Add(multiple);
                }
            }

            facts = new SymbolFacts(
                facts.Symbol,
                Math.Max(known.Min, facts.Min),
                known.Max is { } a && facts.Max is { } b ? Math.Min(a, b) : known.Max ?? facts.Max,
                multiples.ToEquatableArray());
        }

        return new Facts(_symbols.SetItem(facts.Symbol, facts));
    }

    /// <summary>These facts, but with 0 as the least value of the symbols whose least value is 1.</summary>
    public Facts FromZero(IEnumerable<string> symbols)
    {
        var changed = _symbols;
        foreach (var symbol in symbols)
        {
            var known = _symbols.TryGetValue(symbol, out var facts) ? facts : new SymbolFacts(symbol);
            changed = known.Min == 1 ? changed.SetItem(symbol, known with { Min = 0 }) : changed;
        }

        return new Facts(changed);
    }

    /// <summary>
    /// The same value in the shortest form that the facts allow: <c>8*(D/8)</c> is <c>D</c> if D is a multiple of 8, <c>(h -
    /// 1)/h</c> is 0 if h is at least 1.
    /// </summary>
    public Dim Simplify(Dim dim)
    {
        try
        {
            return Assumptions.IsPlain(dim) ? dim : Restoration.Of(Assumptions, dim);
        }
        catch (DimLimitException)
        {
            return dim;
        }
    }

    /// <summary>Whether both have the same value.</summary>
    public Truth Equal(Dim left, Dim right) =>
        left.Equals(right) ? Truth.Proved : IsZero(left, right, static (a, b) => a - b);

    /// <summary>Whether <paramref name="left"/> is at most <paramref name="right"/>.</summary>
    public Truth LessOrEqual(Dim left, Dim right) =>
        left.Equals(right) || IsAtMostLeast(left, right) ? Truth.Proved : IsNonNegative(right, left, Dim.Zero);

    /// <summary>Whether <paramref name="left"/> is less than <paramref name="right"/>.</summary>
    public Truth Less(Dim left, Dim right) =>
        left.Equals(right) ? Truth.Refuted : IsNonNegative(right, left, Dim.One);

    /// <summary>
    /// Whether <paramref name="dividend"/> is a multiple of <paramref name="divisor"/>; refuted for the divisor 0, where it has no value.
    /// </summary>
    public Truth Divides(Dim divisor, Dim dividend) =>
        divisor.IsZero ? Truth.Refuted : IsZero(dividend, divisor, Dim.Mod);

    /// <summary>
    /// The least and the greatest value that can be shown; null where none can. They enclose every value and need not be reached.
    /// </summary>
    public (BigInteger? Min, BigInteger? Max) Bounds(Dim dim)
    {
        try
        {
            var reduced = Reduce(dim);
            var prover = new Prover(Assumptions);
            return (prover.Lower(reduced), -prover.Lower(-reduced));
        }
        catch (DimLimitException)
        {
            return (null, null);
        }
    }

    /// <summary>
    /// The value of <paramref name="symbol"/> for which <paramref name="expression"/> is <paramref name="value"/>: <c>2*D</c> is
    /// <c>512</c> for <c>D = 256</c>. Proved: <paramref name="solution"/> is the one solution. Open: it is one if <c>expression</c> with
    /// it equals <c>value</c>, which has to be checked; null if the expression is not linear in the symbol. Refuted: there is no solution,
    /// since the division leaves a remainder.
    /// </summary>
    public Truth Solve(Dim expression, Dim value, string symbol, out Dim? solution)
    {
        solution = null;
        try
        {
            return SolveLinear(expression, value, symbol, ref solution);
        }
        catch (DimLimitException)
        {
            return Truth.Open;
        }
    }

    /// <summary>Whether both contain the same facts, in any order of the symbols.</summary>
    public bool Equals(Facts? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is null || _symbols.Count != other._symbols.Count)
        {
            return false;
        }

        foreach (var pair in _symbols)
        {
            if (!other._symbols.TryGetValue(pair.Key, out var facts) || !facts.Equals(pair.Value))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Facts other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = 19;
        foreach (var pair in _symbols)
        {
            hash = unchecked((hash * 31) + pair.Value.GetHashCode());
        }

        return hash;
    }

    // The most frequent comparison: a number, and a symbol whose least value is not smaller.
    private bool IsAtMostLeast(Dim number, Dim dim) =>
        dim.TryGetSymbol(out var symbol) && number.TryGetConstant(out var value)
            && value <= Assumptions.Range(symbol).Min * Assumptions.Scale(symbol);

    private Truth IsZero(Dim left, Dim right, Func<Dim, Dim, Dim> operation)
    {
        try
        {
            return Decision.IsZero(Assumptions, Reduce(operation(left, right)));
        }
        catch (DimLimitException)
        {
            return Truth.Open;
        }
    }

    // Whether greater - less - gap is at least 0.
    private Truth IsNonNegative(Dim greater, Dim less, Dim gap)
    {
        try
        {
            var difference = greater - less;
            return Decision.IsNonNegative(Assumptions, Reduce(gap.IsZero ? difference : difference - gap));
        }
        catch (DimLimitException)
        {
            return Truth.Open;
        }
    }

    private Dim Reduce(Dim dim) => dim.TryGetConstant(out _) ? dim : new Reduction(Assumptions).Apply(dim);

    private Truth SolveLinear(Dim expression, Dim value, string symbol, ref Dim? solution)
    {
        var atom = new SymbolAtom(symbol);
        expression.Split(atom, out var factor, out var rest);
        if (factor.IsZero || Mentions(factor) || Mentions(rest) || Mentions(value))
        {
            return Truth.Open;
        }

        var difference = value - rest;
        var divides = Divides(factor, difference);
        solution = divides == Truth.Refuted ? null : Simplify(Dim.FloorDiv(difference, factor));
        return divides;

        bool Mentions(Dim dim)
        {
            foreach (var name in dim.Symbols)
            {
                if (name == symbol)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
