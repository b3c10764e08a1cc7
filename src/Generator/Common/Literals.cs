using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelGen.Generator;

/// <summary>Values as C# writes them.</summary>
internal static class Literals
{
    // What makes a number one of type double.
    private static readonly char[] OfReal = ['.', 'E', 'e'];

    /// <summary>A number as C# writes it.</summary>
    public static string Of(double number)
    {
        // Padding with minus infinity, for a mask, is not a mistake.
        if (double.IsNaN(number) || double.IsInfinity(number))
        {
            return double.IsNaN(number) ? "double.NaN" : number > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
        }

        var text = number.ToString("R", CultureInfo.InvariantCulture);
        return text.IndexOfAny(OfReal) < 0 ? text + ".0" : text;
    }

    /// <summary>A text as C# writes it, on one line.</summary>
    [MethodImpl(Optimization.AtOnce)]
    public static string Of(string text)
    {
        // Nearly all are plain, and as they are then.
        foreach (var character in text)
        {
            if (character is < ' ' or > '~' or '"' or '\\')
            {
                return SymbolDisplay.FormatLiteral(text, quote: true);
            }
        }

        return "\"" + text + "\"";
    }
}
