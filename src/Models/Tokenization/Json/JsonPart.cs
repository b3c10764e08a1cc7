using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// A component of a <c>tokenizer.json</c> with its options. It remembers which options were read, so that an unknown one is refused instead
/// of ignored.
/// </summary>
internal sealed class JsonPart
{
    private const int LongestShown = 60;

    private readonly JsonElement _element;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal) { "type" };

    /// <summary>Creates a part.</summary>
    /// <param name="place">The path within the file, such as <c>normalizer.normalizers[1]</c>.</param>
    /// <param name="element">The value.</param>
    /// <exception cref="FormatException">The value is not an object.</exception>
    public JsonPart(string place, JsonElement element)
    {
        (Place, _element) = (place, element);
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Problem($"{place} is {Shown(element)}, but an object is expected");
        }
    }

    /// <summary>The path within the file.</summary>
    public string Place { get; }

    /// <summary>The value of <c>type</c>.</summary>
    public string Type => Text("type");

    /// <summary>Creates the exception for a problem of the file.</summary>
    /// <param name="problem">The sentence without its full stop.</param>
    public static FormatException Problem(string problem) => new(problem + ".");

    /// <summary>Shortens a text for a message, and shows it on one line.</summary>
    public static string Shortened(string text)
    {
        var line = string.Concat(text.Take(LongestShown).Select(character => char.IsControl(character) ? ' ' : character));
        return text.Length > LongestShown ? line + "…" : line;
    }

    /// <summary>Creates the exception for a value of an option.</summary>
    public FormatException Refuse(string name, string expected) =>
        Problem($"{In(name)} is {(Find(name) is { } value ? Shown(value) : "missing")}, but {expected}");

    /// <summary>Creates the exception for a component of another type.</summary>
    public FormatException OtherType(params string[] supported) =>
        Problem($"{In("type")} is '{Shortened(Type)}', but supported are {string.Join(", ", supported)}");

    /// <summary>Returns whether an option is given and not null.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>Returns whether an option is an array.</summary>
    public bool IsArray(string name) => Find(name) is { ValueKind: JsonValueKind.Array };

    /// <summary>Reads a text.</summary>
    public string Text(string name) => OptionalText(name) ?? throw Refuse(name, "a text is expected");

    /// <summary>Reads a text, or null if it is absent.</summary>
    public string? OptionalText(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Refuse(name, "a text is expected");

    /// <summary>Reads one of several texts.</summary>
    public string Choice(string name, string byDefault, params string[] supported)
    {
        var value = OptionalText(name) ?? byDefault;
        return supported.Contains(value, StringComparer.Ordinal)
            ? value : throw Refuse(name, $"supported are {string.Join(", ", supported)}");
    }

    /// <summary>Reads a text of one character.</summary>
    public Rune Character(string name) =>
        Text(name) is var text && Rune.TryGetRuneAt(text.Length == 0 ? "\uD800" : text, 0, out var rune)
            && rune.Utf16SequenceLength == text.Length ? rune : throw Refuse(name, "one character is expected");

    /// <summary>Reads true or false.</summary>
    public bool Flag(string name, bool byDefault) => Find(name) is not { } value ? byDefault
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Refuse(name, "true or false is expected");

    /// <summary>Reads a number that is not negative, or null if it is absent.</summary>
    public int? Number(string name) => Find(name) is not { } value ? null
        : Integer(value) ?? throw Refuse(name, "an integer of at least 0 is expected");

    /// <summary>Reads a component, or null if it is absent.</summary>
    public JsonPart? Part(string name) => Find(name) is { } value ? new JsonPart(In(name), value) : null;

    /// <summary>Reads an array of components.</summary>
    public List<JsonPart> Parts(string name) => [.. Items(name).Select((item, i) => new JsonPart($"{In(name)}[{i}]", item))];

    /// <summary>Reads an array.</summary>
    public List<JsonElement> Items(string name) => Find(name) is { ValueKind: JsonValueKind.Array } array
        ? [.. array.EnumerateArray()] : throw Refuse(name, "an array is expected");

    /// <summary>Reads the only entry of an object, such as the kind of a pattern and its text.</summary>
    public (string Name, string Text) Single(string name, params string[] supported)
    {
        if (Find(name) is { ValueKind: JsonValueKind.Object } value && value.EnumerateObject().ToList() is [var entry]
            && supported.Contains(entry.Name, StringComparer.Ordinal) && entry.Value.ValueKind == JsonValueKind.String)
        {
            return (entry.Name, entry.Value.GetString()!);
        }

        throw Refuse(name, $"an object with one text is expected, {string.Join(" or ", supported)}");
    }

    /// <summary>Reads the entries of an object.</summary>
    public IEnumerable<JsonProperty> Entries(string name) => Find(name) is { ValueKind: JsonValueKind.Object } value
        ? value.EnumerateObject() : throw Refuse(name, "an object is expected");

    /// <summary>Reads a vocabulary: tokens and their ids.</summary>
    public Dictionary<string, int> Vocabulary(string name)
    {
        Dictionary<string, int> ids = new(StringComparer.Ordinal);
        foreach (var entry in Entries(name))
        {
            ids[entry.Name] = Integer(entry.Value)
                ?? throw Problem($"the id of '{Shortened(entry.Name)}' in {In(name)} is {Shown(entry.Value)}, but an integer of at least 0 "
                    + "is expected");
        }

        return ids;
    }

    /// <summary>Accepts options that do not influence ids and texts.</summary>
    public JsonPart Without(params string[] names)
    {
        _read.UnionWith(names);
        return this;
    }

    /// <summary>Throws if an option was not read.</summary>
    public void Complete()
    {
        foreach (var entry in _element.EnumerateObject())
        {
            if (!_read.Contains(entry.Name))
            {
                var type = Find("type") is { ValueKind: JsonValueKind.String } ? $" ({Shortened(Type)})" : string.Empty;
                throw Problem(
                    $"{(Place.Length == 0 ? "the file" : Place)}{type} has the option '{Shortened(entry.Name)}', which is not supported");
            }
        }
    }

    private static int? Integer(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0 ? number : null;

    private static string Shown(JsonElement value) => Shortened(value.GetRawText());

    private string In(string name) => Place.Length == 0 ? name : $"{Place}.{name}";

    private JsonElement? Find(string name)
    {
        _read.Add(name);
        return _element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }
}
