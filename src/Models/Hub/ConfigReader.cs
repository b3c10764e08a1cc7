using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace ModelGen.Models;

/// <summary>
/// Reads a <c>config.json</c> and throws for entries that are missing, malformed or not supported. As in transformers, null counts as
/// missing.
/// </summary>
internal sealed class ConfigReader
{
    private const int LongestShown = 200;

    private static readonly string[] _quantizations = ["quantization_config", "compression_config"];

    private readonly string _path;
    private readonly string _prefix;
    private readonly JsonElement _root;

    private ConfigReader(string path, string prefix, JsonElement root)
    {
        (_path, _prefix, _root) = (path, prefix, root);
    }

    /// <summary>Reads the configuration of a model, whose <c>model_type</c> must be one of the given ones.</summary>
    public static ConfigReader Read(string path, params string[] modelTypes)
    {
        var config = ReadObject(path);
        var found = config.Text("model_type");
        if (!modelTypes.Contains(found, StringComparer.Ordinal))
        {
            throw config.Refuse("model_type", $"'{found}'", $"{string.Join(" or ", modelTypes.Select(one => $"'{one}'"))} is expected");
        }

        foreach (var name in _quantizations.Where(config.Has))
        {
            throw config.Refuse(
                name, config.Method(name), "quantized weights are not supported: save a dequantized copy of the model, without this entry");
        }

        return config;
    }

    /// <summary>Reads another configuration, such as that of generation.</summary>
    public static ConfigReader ReadObject(string path)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(PretrainedFolder.Content(path));
            root = document.RootElement.Clone();
            ReadTexts(root);
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            throw new PretrainedException($"{path} is not valid JSON: {cause.Message}", cause);
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new PretrainedException($"{path} is not a JSON object and cannot be the configuration of a model.");
        }

        return new ConfigReader(path, string.Empty, root);
    }

    /// <summary>The number of entries.</summary>
    public int Count => _root.EnumerateObject().Count();

    /// <summary>Returns a nested object, or null.</summary>
    public ConfigReader? Section(string name)
        => Find(name) is not { } value ? null
            : value.ValueKind == JsonValueKind.Object ? new ConfigReader(_path, $"{_prefix}{name}.", value)
            : throw Refuse(name, value.GetRawText(), "an object is expected");

    /// <summary>Returns whether there is an entry, including null.</summary>
    public bool IsStated(string name) => _root.TryGetProperty(name, out _);

    public bool Has(string name) => Find(name) is not null;

    /// <summary>Reads a positive integer; transformers' default if the entry is missing, but not if it is null.</summary>
    public long SizeOrDefault(string name, long byDefault) => IsStated(name) ? Size(name) : byDefault;

    /// <summary>Reads a positive integer.</summary>
    public long Size(string name, long? fallback = null)
    {
        if (Find(name) is not { } value)
        {
            return fallback ?? throw Missing(name);
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var size) && size > 0
            ? size
            : throw Refuse(name, value.GetRawText(), "a positive integer is expected");
    }

    public double Number(string name, double? fallback = null)
    {
        if (Find(name) is not { } value)
        {
            return fallback ?? throw Missing(name);
        }

        return value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble())
            ? value.GetDouble()
            : throw Refuse(name, value.GetRawText(), "a number is expected");
    }

    /// <summary>Reads a number above 0.</summary>
    public double Positive(string name, double? fallback = null)
    {
        var number = Number(name, fallback);
        return number > 0 ? number : throw Refuse(name, FormattableString.Invariant($"{number}"), "a number above 0 is expected");
    }

    /// <summary>Reads numbers above 0.</summary>
    /// <param name="name">The name of the entry.</param>
    /// <param name="count">The expected number of numbers.</param>
    public IReadOnlyList<double> Numbers(string name, long count)
    {
        if (Find(name) is not { } value)
        {
            throw Missing(name);
        }

        return value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == count && value.EnumerateArray().All(
            one => one.ValueKind == JsonValueKind.Number && one.GetDouble() is > 0 and < double.PositiveInfinity)
                ? [.. value.EnumerateArray().Select(one => one.GetDouble())]
                : throw Refuse(name, value.GetRawText(), $"{count} numbers above 0 are expected");
    }

    /// <summary>Reads a probability.</summary>
    public double Probability(string name, double fallback)
    {
        var number = Number(name, fallback);
        return number is >= 0 and <= 1
            ? number
            : throw Refuse(name, FormattableString.Invariant($"{number}"), "a probability from 0 to 1 is expected");
    }

    /// <summary>Reads an activation with a name of transformers' <c>ACT2FN</c>.</summary>
    public Activation Activation(string name, string fallback)
    {
        var value = Text(name, fallback);
        return value switch
        {
            "relu" => ModelGen.Activation.Relu,
            "gelu" => ModelGen.Activation.Gelu,
            "gelu_new" or "gelu_pytorch_tanh" or "gelu_fast" => ModelGen.Activation.GeluTanh,
            "silu" or "swish" => ModelGen.Activation.Silu,
            _ => throw Refuse(
                name, $"'{value}'",
                "supported are 'relu', 'gelu', 'gelu_new', 'gelu_pytorch_tanh', 'gelu_fast', 'silu' and 'swish'"),
        };
    }

    public string Text(string name, string? fallback = null)
    {
        if (Find(name) is not { } value)
        {
            return fallback ?? throw Missing(name);
        }

        return value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw Refuse(name, value.GetRawText(), "a string is expected");
    }

    public bool Flag(string name, bool fallback)
        => Find(name) is not { } value ? fallback
            : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
            : throw Refuse(name, value.GetRawText(), "true or false is expected");

    /// <summary>Throws for an option without a supported value.</summary>
    public void Only(string name, string fallback, params string[] supported)
    {
        var value = Text(name, fallback);
        if (!supported.Contains(value, StringComparer.Ordinal))
        {
            throw Refuse(name, $"'{value}'", $"supported is {string.Join(" or ", supported.Select(one => $"'{one}'"))}");
        }
    }

    public void Only(string name, double fallback, double supported)
    {
        var value = Number(name, fallback);
        if (value != supported)
        {
            throw Refuse(name, FormattableString.Invariant($"{value}"), FormattableString.Invariant($"supported is {supported}"));
        }
    }

    public void Only(string name, bool fallback, bool supported)
    {
        if (Flag(name, fallback) != supported)
        {
            throw Refuse(name, supported ? "false" : "true", $"supported is {(supported ? "true" : "false")}");
        }
    }

    /// <summary>Creates the exception for an invalid value.</summary>
    public PretrainedException Refuse(string name, string value, string supported) =>
        new($"{_path} has {_prefix}{name} {Shown(value)}, but {supported}.");

    private PretrainedException Missing(string name) => new($"{_path} has no {_prefix}{name}, which models of this family require.");

    // An excerpt of the file for a message, on one line and of limited length.
    private static string Shown(string text)
    {
        var line = string.Concat(text.Take(LongestShown).Select(character => char.IsControl(character) ? ' ' : character));
        return text.Length > LongestShown ? line + "…" : line;
    }

    // Strings are validated here, because one with an unpaired surrogate throws when it is read later.
    private static void ReadTexts(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var names = new HashSet<string>(StringComparer.Ordinal);
                foreach (var entry in element.EnumerateObject())
                {
                    if (!names.Add(entry.Name))
                    {
                        throw new JsonException($"'{Shown(entry.Name)}' occurs twice.");
                    }

                    ReadTexts(entry.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    ReadTexts(item);
                }

                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
        }
    }

    private string Method(string name)
        => Find(name) is { ValueKind: JsonValueKind.Object } value
            && value.TryGetProperty("quant_method", out var method)
            && method.ValueKind == JsonValueKind.String
            ? $"'{method.GetString()}'"
            : Find(name)!.Value.GetRawText();

    /// <summary>Reads one id, several, or none if the entry is missing; entries that are no ids of the vocabulary are left out.</summary>
    public IReadOnlyList<long> Ids(string name, long vocabulary)
    {
        if (Find(name) is not { } value)
        {
            return [];
        }

        IEnumerable<JsonElement> all = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];
        return [.. all.Where(id => id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number) && number >= 0
            && number < vocabulary).Select(id => id.GetInt64())];
    }

    private JsonElement? Find(string name) =>
        _root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
