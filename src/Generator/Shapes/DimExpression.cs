using System.Collections.Immutable;
using System.Globalization;

namespace ModelGen.Generator.Shapes;

/// <summary>The position of a symbol in the text of a dimension.</summary>
internal sealed record SymbolUse(string Name, int Start, int Length);

/// <summary>What is wrong with the text of a dimension, as a sentence fragment, and where: "expected a dimension after '*'".</summary>
internal readonly record struct DimSyntaxError(string Message, int Start, int Length);

/// <summary>
/// Reads dimensions: C# identifiers, integers, <c>+ - * / % ( )</c>, <c>min(a, b)</c> and <c>max(a, b)</c>, the last two with any number of
/// operands from two on. <c>/</c> rounds down and <c>%</c> is the remainder of that. Keywords are names like any others.
/// </summary>
internal static class DimExpression
{
    private const int MaxLength = 10_000;

    /// <summary>
    /// Reads <paramref name="text"/>. On success <paramref name="symbols"/> has every use of a symbol in the order of the text, and
    /// <paramref name="error"/> is the default; otherwise <paramref name="error"/> describes the first mistake and the rest is
    /// empty. It never throws.
    /// </summary>
    public static bool TryParse(string text, out Dim dim, out ImmutableArray<SymbolUse> symbols, out DimSyntaxError error)
    {
        dim = Dim.Zero;
        symbols = ImmutableArray<SymbolUse>.Empty;
        if (text.Length > MaxLength)
        {
            error = new DimSyntaxError(
                $"the dimension is longer than {MaxLength.ToString("N0", CultureInfo.InvariantCulture)} characters", 0, text.Length);
            return false;
        }

        var parser = new DimParser(text);
        try
        {
            dim = parser.Parse();
        }
        catch (DimLimitException limit)
        {
            parser.Fail(limit.Message, 0, text.Length);
        }

        if (parser.Error is { } found)
        {
            dim = Dim.Zero;
            error = found;
            return false;
        }

        symbols = parser.Symbols.ToImmutable();
        error = default;
        return true;
    }
}
