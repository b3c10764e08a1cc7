using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ModelGen.Models.Jinja;

/// <summary>The methods of Python's strings and mappings that templates call.</summary>
internal static class JinjaMethods
{
    public static object? Call(object? value, string method, object?[] arguments, int line) => (value, method) switch
    {
        (string text, _) => OfString(text, method, arguments, line),
        (Dictionary<string, object?> pairs, "items") => Pairs(pairs),
        (Dictionary<string, object?> pairs, "keys") => pairs.Keys.Cast<object?>().ToList(),
        (Dictionary<string, object?> pairs, "values") => pairs.Values.ToList(),
        (Dictionary<string, object?> pairs, "get") when arguments is [string key, ..] =>
            pairs.TryGetValue(key, out var found) ? found : arguments.ElementAtOrDefault(1),
        (JinjaUndefined undefined, _) => throw new JinjaException($"'{undefined.Name}' is undefined and has no method '{method}'", line),
        _ => throw Unsupported(value, method, line),
    };

    /// <summary>The pairs of a mapping, each a list of two.</summary>
    public static List<object?> Pairs(Dictionary<string, object?> pairs) =>
        [.. pairs.Select(pair => new List<object?> { pair.Key, pair.Value })];

    private static object OfString(string text, string method, object?[] arguments, int line) => (method, arguments) switch
    {
        ("strip", []) => text.Trim(),
        ("lstrip", []) => text.TrimStart(),
        ("rstrip", []) => text.TrimEnd(),
        ("strip", [string set]) => text.Trim([.. set]),
        ("lstrip", [string set]) => text.TrimStart([.. set]),
        ("rstrip", [string set]) => text.TrimEnd([.. set]),
        ("startswith", [string part]) => text.StartsWith(part, StringComparison.Ordinal),
        ("endswith", [string part]) => text.EndsWith(part, StringComparison.Ordinal),
        ("split", [string separator]) when separator.Length > 0 => Parts(text.Split(separator)),
        ("split", [string separator, long most]) when separator.Length > 0 && most >= 0 =>
            Parts(text.Split(separator, (int)Math.Min(most, int.MaxValue - 1) + 1)),
        ("split", []) => Parts(text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
        ("replace", [string old, string replacement]) when old.Length > 0 => text.Replace(old, replacement, StringComparison.Ordinal),
        ("upper", []) => text.ToUpperInvariant(),
        ("lower", []) => text.ToLowerInvariant(),
        ("title", []) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(text.ToLowerInvariant()),
        ("capitalize", []) => Capitalized(text),
        _ => throw Unsupported(text, method, line),
    };

    /// <summary>The first letter in upper case, the others in lower case.</summary>
    public static string Capitalized(string text) =>
        text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant();

    private static List<object?> Parts(string[] parts) => [.. parts];

    private static JinjaException Unsupported(object? value, string method, int line) =>
        new($"the method '{method}' of {JinjaValue.Kind(value)}, with these arguments, is not supported", line);
}
