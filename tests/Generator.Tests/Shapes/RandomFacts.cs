using System.Collections.Generic;
using System.Linq;
using CsCheck;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Tests.Shapes;

/// <summary>Random facts about <see cref="Expression.Symbols"/> and assignments that satisfy them.</summary>
internal sealed class RandomFacts
{
    private readonly List<SymbolFacts> _facts = [];

    /// <summary>The facts.</summary>
    public Facts Facts { get; private set; } = Facts.None;

    /// <summary>Facts of about half of the symbols: ranges, multiples of numbers, multiples of symbols that come later.</summary>
    public static RandomFacts Next(PCG random)
    {
        var result = new RandomFacts();
        for (var i = 0; i < Expression.Symbols.Length; i++)
        {
            var min = random.Next(3) == 0 ? random.Next(6) : 1;
            long? max = random.Next(3) == 0 ? min + random.Next(14) : null;
            List<Dim> multiples = [];
            if (random.Next(3) == 0)
            {
                multiples.Add(1 + random.Next(8));
            }

            if (i + 1 < Expression.Symbols.Length && random.Next(3) == 0)
            {
                var symbol = Dim.Symbol(Expression.Symbols[i + 1 + (int)random.Next((uint)(Expression.Symbols.Length - i - 1))]);
                multiples.Add(random.Next(3) switch { 0 => symbol, 1 => 2 * symbol, _ => symbol + 1 });
            }

            var facts = new SymbolFacts(Expression.Symbols[i], min, max, multiples.ToEquatableArray());
            if (random.Next(2) == 0)
            {
                result._facts.Add(facts);
                result.Facts = result.Facts.With(facts);
            }
        }

        return result;
    }

    /// <summary>Sizes that satisfy the facts; null if chance finds none.</summary>
    public long[]? Assignment(PCG random)
    {
        var values = new long[Expression.Symbols.Length];
        for (var i = values.Length - 1; i >= 0; i--)
        {
            var facts = _facts.FirstOrDefault(f => f.Symbol == Expression.Symbols[i]) ?? new SymbolFacts(Expression.Symbols[i]);
            long step = 1;
            foreach (var multiple in facts.MultipleOf)
            {
                var number = (long)multiple.Evaluate(Expression.Lookup(values))!.Value;
                if (number == 0)
                {
                    return null;
                }

                step *= number;
            }

            var first = (facts.Min + step - 1) / step;
            var last = facts.Max is { } max ? max / step : first + 12;
            if (last < first)
            {
                return null;
            }

            values[i] = (first + random.Next((uint)(last - first + 1))) * step;
        }

        return values;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join("; ", _facts.Select(static f => $"{f.Min} <= {f.Symbol} <= {f.Max}, multiple of {string.Join(", ", f.MultipleOf)}"));
}
