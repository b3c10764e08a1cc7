using System;
using System.Collections.Generic;
using System.Numerics;

namespace ModelGen.Generator.Shapes;

/// <summary>
/// Facts in the form that proofs use; immutable. A symbol that is a multiple of the number k is replaced by k times another
/// one of the same name ("reduced"), so that divisions by divisors of k disappear by themselves; multiples of other dimensions are
/// kept as <see cref="Relations"/>.
/// </summary>
internal sealed class Assumptions
{
    private const int ScaleRounds = 4;

    private static readonly (BigInteger Min, BigInteger? Max) Unknown = (BigInteger.One, null);

    private readonly Dictionary<string, Dim> _replacements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BigInteger> _scales = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (BigInteger Min, BigInteger? Max)> _ranges = new(StringComparer.Ordinal);
    private readonly List<Relation> _relations = [];

    public Assumptions(IEnumerable<SymbolFacts> symbols)
    {
        // If heads is a multiple of 4, so is a multiple of heads. Chains of such facts are short.
        for (var round = 0; round < ScaleRounds; round++)
        {
            foreach (var facts in symbols)
            {
                _scales[facts.Symbol] = ScaleOf(facts);
            }
        }

        foreach (var facts in symbols)
        {
            AddRange(facts);
        }

        var substitution = new Substitution(_replacements);
        foreach (var facts in symbols)
        {
            foreach (var multiple in facts.MultipleOf)
            {
                AddRelation(Replacement(facts.Symbol) ?? Dim.Symbol(facts.Symbol), substitution.Apply(multiple));
            }
        }
    }

    private Assumptions(Assumptions other, IReadOnlyDictionary<string, (BigInteger Min, BigInteger? Max)> ranges)
    {
        foreach (var pair in other._ranges)
        {
            _ranges[pair.Key] = pair.Value;
        }

        foreach (var pair in ranges)
        {
            _ranges[pair.Key] = pair.Value;
        }
    }

    /// <summary>The known divisibilities, in reduced symbols.</summary>
    public IReadOnlyList<Relation> Relations => _relations;

    /// <summary>The replacement of a symbol in reduced dimensions; null if it is not replaced.</summary>
    public Dim? Replacement(string symbol) => _replacements.TryGetValue(symbol, out var replacement) ? replacement : null;

    /// <summary>The number by which a reduced symbol is multiplied to give the symbol.</summary>
    public BigInteger Scale(string symbol) => _scales.TryGetValue(symbol, out var scale) ? scale : BigInteger.One;

    /// <summary>The range of a reduced symbol; never below 0.</summary>
    public (BigInteger Min, BigInteger? Max) Range(string symbol) => _ranges.TryGetValue(symbol, out var range) ? range : Unknown;

    /// <summary>Other ranges for some of the reduced symbols, and no relations: for the cases of a proof.</summary>
    public Assumptions WithRanges(IReadOnlyDictionary<string, (BigInteger Min, BigInteger? Max)> ranges) => new(this, ranges);

    /// <summary>Whether no fact can change the form of the dimension.</summary>
    public bool IsPlain(Dim dim)
    {
        if (dim.Depth > 0)
        {
            return false;
        }

        foreach (var symbol in dim.Symbols)
        {
            var (min, max) = Range(symbol);
            if (min == max)
            {
                return false;
            }
        }

        return true;
    }

    private BigInteger ScaleOf(SymbolFacts facts)
    {
        var scale = BigInteger.One;
        foreach (var multiple in facts.MultipleOf)
        {
            var number = BigInteger.Zero;
            foreach (var term in multiple.Terms)
            {
                var product = term.Coefficient;
                foreach (var factor in term.Monomial.Factors)
                {
                    product *= factor.Atom is SymbolAtom symbol ? BigInteger.Pow(Scale(symbol.Name), factor.Power) : BigInteger.One;
                }

                number = BigInteger.GreatestCommonDivisor(number, product);
            }

            scale = number.IsZero ? scale : scale / BigInteger.GreatestCommonDivisor(scale, number) * number;
        }

        return scale;
    }

    private void AddRange(SymbolFacts facts)
    {
        var scale = Scale(facts.Symbol);
        var min = Integers.Ceiling(BigInteger.Max(facts.Min, BigInteger.Zero), scale);
        BigInteger? max = facts.Max is { } limit ? Integers.Floor(limit, scale) : null;
        _ranges[facts.Symbol] = (min, max);
        if (min == max)
        {
            _replacements[facts.Symbol] = Dim.Constant(min * scale);
        }
        else if (!scale.IsOne)
        {
            _replacements[facts.Symbol] = Dim.Constant(scale) * Dim.Symbol(facts.Symbol);
        }
    }

    private void AddRelation(Dim dividend, Dim divisor)
    {
        if (divisor.IsZero || dividend.IsZero)
        {
            return;
        }

        Division.Cancel(ref dividend, ref divisor);
        if (!Division.TryDivide(dividend, divisor, out _) && dividend.Terms.Length == 1
            && Division.Floor(dividend, divisor, out var atom).IsZero && atom is not null)
        {
            _relations.Add(new Relation(atom));
        }
    }
}

/// <summary>The quotient leaves no remainder: the divisor of the atom divides its numerator, which is one term.</summary>
internal sealed class Relation(FloorAtom quotient)
{
    public FloorAtom Quotient { get; } = quotient;

    public Term Dividend { get; } = quotient.Numerator.Terms[0];

    public Dim Divisor => Quotient.Divisor;
}
