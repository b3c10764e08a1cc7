using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ModelGen.Models.Jinja;

/// <summary>A name that has no value. It prints nothing and is false.</summary>
/// <param name="Name">The name.</param>
internal sealed record JinjaUndefined(string Name);

/// <summary>What <c>namespace(…)</c> creates: variables that <c>set</c> changes from inside a loop.</summary>
internal sealed class JinjaNamespace
{
    public Dictionary<string, object?> Values { get; } = new(StringComparer.Ordinal);
}

/// <summary>
/// The values of templates as Python has them: <c>null</c>, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>,
/// <see cref="string"/>, lists and dictionaries.
/// </summary>
internal static class JinjaValue
{
    private static readonly JsonSerializerOptions _plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether a value counts as true.</summary>
    public static bool IsTrue(object? value) => value switch
    {
        null or JinjaUndefined => false,
        bool truth => truth,
        long number => number != 0,
        double number => number != 0,
        string text => text.Length > 0,
        List<object?> list => list.Count > 0,
        Dictionary<string, object?> pairs => pairs.Count > 0,
        _ => true,
    };

    /// <summary>The text that a value prints as.</summary>
    public static string Text(object? value) => value switch
    {
        JinjaUndefined => string.Empty,
        string text => text,
        _ => Representation(value),
    };

    /// <summary>Python's <c>repr</c>.</summary>
    public static string Representation(object? value) => value switch
    {
        null => "None",
        JinjaUndefined => "Undefined",
        bool truth => truth ? "True" : "False",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => Math.Truncate(number) == number && Math.Abs(number) < 1e16
            ? number.ToString("0.0", CultureInfo.InvariantCulture) : number.ToString("R", CultureInfo.InvariantCulture),
        string text => Quoted(text),
        List<object?> list => $"[{string.Join(", ", list.Select(Representation))}]",
        Dictionary<string, object?> pairs =>
            $"{{{string.Join(", ", pairs.Select(pair => $"{Quoted(pair.Key)}: {Representation(pair.Value)}"))}}}",
        _ => string.Empty,
    };

    /// <summary>Whether two values are equal, as Python's <c>==</c>.</summary>
    public static bool AreEqual(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (string one, string other) => one == other,
        (List<object?> one, List<object?> other) => one.Count == other.Count
            && one.Zip(other).All(pair => AreEqual(pair.First, pair.Second)),
        (Dictionary<string, object?> one, Dictionary<string, object?> other) => one.Count == other.Count
            && one.All(pair => other.TryGetValue(pair.Key, out var value) && AreEqual(pair.Value, value)),
        (JinjaUndefined, JinjaUndefined) => true,
        _ => Number(left) is { } one && Number(right) is { } other ? one == other : ReferenceEquals(left, right),
    };

    /// <summary>A number, as which booleans count too; <c>null</c> for anything else.</summary>
    public static double? Number(object? value) => value switch
    {
        long number => number,
        double number => number,
        bool truth => truth ? 1 : 0,
        _ => null,
    };

    /// <summary>The items that a loop or a list makes of a value; <c>null</c> if it has none.</summary>
    public static IReadOnlyList<object?>? Items(object? value) => value switch
    {
        List<object?> list => list,
        Dictionary<string, object?> pairs => [.. pairs.Keys],
        string text => [.. text.EnumerateRunes().Select(rune => rune.ToString())],
        JinjaUndefined => [],
        _ => null,
    };

    /// <summary>What a value is, for messages.</summary>
    public static string Kind(object? value) => value switch
    {
        null => "none",
        JinjaUndefined undefined => $"'{undefined.Name}', which is undefined,",
        bool => "a boolean",
        long or double => "a number",
        string => "a string",
        List<object?> => "a list",
        Dictionary<string, object?> => "a mapping",
        _ => "a namespace",
    };

    /// <summary>
    /// JSON as transformers' <c>tojson</c> writes it, which is Python's <c>json.dumps</c> with <c>ensure_ascii=False</c>.
    /// </summary>
    public static string Json(object? value, int? indent)
    {
        var text = new StringBuilder();
        WriteJson(text, value, indent, level: 0);
        return text.ToString();
    }

    /// <summary>Converts JSON to a value, as Python's <c>json.loads</c> does.</summary>
    /// <param name="json">The JSON.</param>
    public static object? OfJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().GroupBy(entry => entry.Name, StringComparer.Ordinal)
            .ToDictionary(entries => entries.Key, entries => OfJson(entries.Last().Value)),
        JsonValueKind.Array => json.EnumerateArray().Select(OfJson).ToList(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? whole : (object)json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static void WriteJson(StringBuilder text, object? value, int? indent, int level)
    {
        switch (value)
        {
            case Dictionary<string, object?> pairs:
                WriteItems(text, '{', '}', pairs.ToList(), indent, level, pair =>
                {
                    text.Append(JsonSerializer.Serialize(pair.Key, _plain)).Append(": ");
                    WriteJson(text, pair.Value, indent, level + 1);
                });
                break;
            case List<object?> list:
                WriteItems(text, '[', ']', list, indent, level, item => WriteJson(text, item, indent, level + 1));
                break;
            case string one:
                text.Append(JsonSerializer.Serialize(one, _plain));
                break;
            case bool truth:
                text.Append(truth ? "true" : "false");
                break;
            case null or JinjaUndefined:
                text.Append("null");
                break;
            default:
                text.Append(Representation(value));
                break;
        }
    }

    private static void WriteItems<T>(
        StringBuilder text, char open, char close, List<T> items, int? indent, int level, Action<T> write)
    {
        text.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            text.Append(i == 0 ? string.Empty : indent is null ? ", " : ",");
            Break(level + 1);
            write(items[i]);
        }

        if (items.Count > 0)
        {
            Break(level);
        }

        text.Append(close);

        void Break(int depth)
        {
            if (indent is { } width)
            {
                text.Append('\n').Append(' ', width * depth);
            }
        }
    }

    private static string Quoted(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var quoted = new StringBuilder().Append(quote);
        foreach (var character in text)
        {
            quoted.Append(character switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\\' => "\\\\",
                _ when character == quote => $"\\{character}",
                _ => character.ToString(),
            });
        }

        return quoted.Append(quote).ToString();
    }
}
