using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace ModelGen.Generator.Shapes;

/// <summary>Writes dimensions for messages and as C#.</summary>
internal sealed class DimPrinter
{
    // The precedence of the printed operation. An operand with a lower precedence needs parentheses.
    private const int Sum = 0;
    private const int Product = 1;
    private const int Primary = 2;

    private readonly Func<string, string>? _code;

    private DimPrinter(Func<string, string>? code) => _code = code;

    /// <summary>As <see cref="Dim.ToString"/>.</summary>
    public static string ForPeople(Dim dim) => Simple(dim, null) ?? new DimPrinter(null).Print(dim, out _);

    /// <summary>As <see cref="Dim.ToCode"/>.</summary>
    public static string ForCode(Dim dim, Func<string, string> symbol) => Simple(dim, symbol) ?? new DimPrinter(symbol).Operand(dim);

    // Most sizes are a number or a symbol, which need no arrangement.
    private static string? Simple(Dim dim, Func<string, string>? code) =>
        dim.TryGetSymbol(out var name) ? code is null ? name : code(name)
        : dim.TryGetConstant(out var value) && value.Sign >= 0 ? value.ToString(CultureInfo.InvariantCulture)
        : null;

    private sealed record Part(bool Negative, string Text, int Binding);

    private bool IsCode => _code is not null;

    // In code every operation has parentheses, because a quotient inside a product is rounded before the product.
    private string Operand(Dim dim)
    {
        var text = Print(dim, out var binding);
        return binding == Primary ? text : "(" + text + ")";
    }

    private string Print(Dim dim, out int binding)
    {
        FloorAtom? folded = null;
        if (!IsCode && Presentation.TryFold(dim, out var fold, out var rest))
        {
            folded = fold;
            dim = rest;
        }

        dim = Presentation.Of(dim);

        if (dim.IsZero && folded is null)
        {
            binding = Primary;
            return "0";
        }

        List<Part> parts = [];
        foreach (var term in dim.Terms)
        {
            parts.Add(new Part(term.Coefficient.Sign < 0, Print(term, out var inner), inner));
        }

        if (folded is not null)
        {
            parts.Insert(0, new Part(false, Print(folded, out var inner), inner));
        }

        // A sum starts with a positive term: "8 - D" rather than "-D + 8".
        var first = parts.FindIndex(static part => !part.Negative);
        if (first > 0)
        {
            var part = parts[first];
            parts.RemoveAt(first);
            parts.Insert(0, part);
        }

        if (parts.Count == 1)
        {
            var (negative, only, inner) = parts[0];
            binding = negative ? Sum : inner;
            return negative ? Negated(dim.Terms[0], only, inner) : only;
        }

        var text = new StringBuilder();
        for (var i = 0; i < parts.Count; i++)
        {
            var (negative, part, inner) = parts[i];
            text.Append(i == 0 ? string.Empty : negative ? " - " : " + ");
            text.Append(i == 0 && negative ? Negated(dim.Terms[0], part, inner) : part);
        }

        binding = Sum;
        return text.ToString();
    }

    // A minus sign binds before a quotient, and floor((-D)/2) is not -floor(D/2).
    private static string Negated(Term term, string text, int binding) =>
        binding == Product && BigInteger.Abs(term.Coefficient).IsOne && term.Monomial.Single is not null ? "-(" + text + ")" : "-" + text;

    private string Print(Term term, out int binding)
    {
        var coefficient = BigInteger.Abs(term.Coefficient);
        if (term.Monomial.IsOne)
        {
            binding = Primary;
            return coefficient.ToString(CultureInfo.InvariantCulture);
        }

        if (coefficient.IsOne && term.Monomial.Single is { } single)
        {
            return Print(single, out binding);
        }

        var factors = new List<string>();
        if (!coefficient.IsOne)
        {
            factors.Add(coefficient.ToString(CultureInfo.InvariantCulture));
        }

        foreach (var factor in term.Monomial.Factors)
        {
            var text = Print(factor.Atom, out var inner);
            text = inner == Primary ? text : "(" + text + ")";
            for (var i = 0; i < factor.Power; i++)
            {
                factors.Add(text);
            }
        }

        binding = Product;
        return string.Join(IsCode ? " * " : "*", factors);
    }

    private string Print(Atom atom, out int binding)
    {
        binding = Primary;
        switch (atom)
        {
            case SymbolAtom symbol:
                return _code is null ? symbol.Name : _code(symbol.Name);
            case QuotientAtom quotient when IsCode && !(quotient.Numerator.IsNonNegative && quotient.Divisor.IsNonNegative):
                // The quotient of C# rounds towards zero, that of a dimension rounds down.
                var method = quotient is FloorAtom ? "FloorDiv" : "Mod";
                return $"global::ModelGen.DimMath.{method}({Print(quotient.Numerator, out _)}, {Print(quotient.Divisor, out _)})";
            case QuotientAtom quotient:
                binding = Product;
                var remainder = quotient is ModAtom;
                var numerator = Print(quotient.Numerator, out var left);
                var divisor = Print(quotient.Divisor, out var right);
                numerator = left >= (remainder || IsCode ? Primary : Product) ? numerator : "(" + numerator + ")";
                divisor = right == Primary ? divisor : "(" + divisor + ")";
                return numerator + (remainder ? " % " : IsCode ? " / " : "/") + divisor;
            case ExtremeAtom extreme:
                return PrintExtreme(extreme);
            default:
                throw new InvalidOperationException("unknown atom");
        }
    }

    private string PrintExtreme(ExtremeAtom extreme)
    {
        var name = extreme is MinAtom ? "min" : "max";
        var operands = new List<string>();
        foreach (var operand in extreme.Operands)
        {
            operands.Add(Print(operand, out _));
        }

        if (!IsCode)
        {
            return $"{name}({string.Join(", ", operands)})";
        }

        name = extreme is MinAtom ? "global::System.Math.Min" : "global::System.Math.Max";
        var text = operands[operands.Count - 1];
        for (var i = operands.Count - 2; i >= 0; i--)
        {
            text = $"{name}({operands[i]}, {text})";
        }

        return text;
    }
}
