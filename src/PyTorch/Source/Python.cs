using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace ModelGen.PyTorch.Source;

/// <summary>Names and literals of Python.</summary>
internal static class Python
{
    private static readonly HashSet<string> _keywords =
    [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
        "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise",
        "return", "try", "while", "with", "yield",
    ];

    // Names that read like digits, which flake8 reports (E741), and names that the written code uses itself.
    private static readonly HashSet<string> _reserved = ["l", "O", "I", "self", "nn", "torch", "super", "range"];

    private static readonly HashSet<string> _reservedInMethods = ["F", "math", "Tensor", "cache", "start"];

    /// <summary>Whether a name is a word of the language, which no attribute can have.</summary>
    public static bool IsKeyword(string name) => _keywords.Contains(name);

    /// <summary>The name of a variable or a constructor's parameter: the given one, followed by an underscore if it is reserved.</summary>
    public static string Variable(string name) => IsKeyword(name) || _reserved.Contains(name) ? $"{name}_" : name;

    /// <summary>The name of an input, a parameter of methods.</summary>
    public static string Input(string name) => _reservedInMethods.Contains(name) ? $"{name}_" : Variable(name);

    /// <summary>A name in the style of Python's variables: <c>feed_forward</c> for <c>feedForward</c>.</summary>
    public static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var isStart = i > 0 && char.IsUpper(name[i]) && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            text.Append(isStart ? "_" : string.Empty).Append(char.ToLowerInvariant(name[i]));
        }

        return Variable(text.ToString());
    }

    public static string Literal(bool value) => value ? "True" : "False";

    public static string Literal(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A floating-point number, which is read back as the same one.</summary>
    public static string Literal(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "math.nan" : value > 0 ? "math.inf" : "-math.inf";
        }

        var text = value.ToString("R", CultureInfo.InvariantCulture);
        if (text.IndexOf('E', StringComparison.Ordinal) is >= 0 and var exponent)
        {
            return $"{text[..exponent]}e{int.Parse(text[(exponent + 1)..], CultureInfo.InvariantCulture)}";
        }

        // Small numbers as they are usually written: 1e-5.
        var plain = text.Contains('.', StringComparison.Ordinal) ? text : $"{text}.0";
        var digits = plain.StartsWith("0.000", StringComparison.Ordinal) ? plain[2..].TrimStart('0') : string.Empty;
        return digits.Length is 0 or > 3 ? plain
            : $"{digits[0]}{(digits.Length > 1 ? $".{digits[1..]}" : string.Empty)}e-{plain.Length - 2 - digits.Length + 1}";
    }

    /// <summary>A text on one line.</summary>
    public static string Literal(string value) => $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>A tuple; that of one element has a comma.</summary>
    public static string Tuple(IReadOnlyCollection<string> items) =>
        items.Count == 1 ? $"({items.Single()},)" : $"({string.Join(", ", items)})";
}
