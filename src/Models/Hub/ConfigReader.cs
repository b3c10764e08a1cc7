using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace ModelGen.Models;

/// <summary>
/// Reads a <c>config.json</c>, and refuses by name what is missing, malformed or not supported. Null counts as absent, as for Hugging Face.
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

    public static ConfigReader Read(string path, params string[] modelTypes)
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
            throw new PretrainedException($"{path} is not a JSON object, so it is no configuration of a model.");
        }

        var config = new ConfigReader(path, string.Empty, root);
        var found = config.Text("model_type");
        if (!modelTypes.Contains(found, StringComparer.Ordinal))
        {
            throw config.Refuse("model_type", $"'{found}'", $"this family is {string.Join(" or ", modelTypes.Select(one => $"'{one}'"))}");
        }

        foreach (var name in _quantizations.Where(config.Has))
        {
            throw config.Refuse(
                name, config.Method(name), "quantized weights are not supported: save a dequantized copy of the model, without this entry");
        }

        return config;
    }

    /// <summary>How many entries there are.</summary>
    public int Count => _root.EnumerateObject().Count();

    /// <summary>An object within, or null.</summary>
    public ConfigReader? Section(string name)
        => Find(name) is not { } value ? null
            : value.ValueKind == JsonValueKind.Object ? new ConfigReader(_path, $"{_prefix}{name}.", value)
            : throw Refuse(name, value.GetRawText(), "an object is expected");

    /// <summary>Whether there is an entry, null included.</summary>
    public bool IsStated(string name) => _root.TryGetProperty(name, out _);

    public bool Has(string name) => Find(name) is not null;

    /// <summary>A positive integer, which is transformers' default where the entry is left out.</summary>
    public long SizeOrDefault(string name, long byDefault) => IsStated(name) ? Size(name) : byDefault;

    /// <summary>A positive integer.</summary>
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

    /// <summary>A number above 0.</summary>
    public double Positive(string name, double? fallback = null)
    {
        var number = Number(name, fallback);
        return number > 0 ? number : throw Refuse(name, FormattableString.Invariant($"{number}"), "a number above 0 is expected");
    }

    /// <summary>A probability.</summary>
    public double Share(string name, double fallback)
    {
        var number = Number(name, fallback);
        return number is >= 0 and <= 1
            ? number
            : throw Refuse(name, FormattableString.Invariant($"{number}"), "a probability from 0 to 1 is expected");
    }

    /// <summary>An activation by its name in transformers' <c>ACT2FN</c>.</summary>
    public Activation Activation(string name, string fallback)
    {
        var value = Text(name, fallback);
        return value switch
        {
            "relu" => ModelGen.Activation.Relu,
            "gelu" => ModelGen.Activation.Gelu,
            "gelu_new" or "gelu_pytorch_tanh" or "gelu_fast" => ModelGen.Activation.GeluTanh,
            "silu" or "swish" => ModelGen.Activation.Silu,
            _ => throw Refuse(name, $"'{value}'", "supported are 'relu', 'gelu', 'gelu_new', 'gelu_pytorch_tanh', 'gelu_fast', 'silu' "
                + "and 'swish'"),
        };
    }

    public string Text(string name, string? fallback = null)
    {
        if (Find(name) is not { } value)
        {
            return fallback ?? throw Missing(name);
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Refuse(name, value.GetRawText(), "a text is expected");
    }

    public bool Flag(string name, bool fallback)
        => Find(name) is not { } value ? fallback
            : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
            : throw Refuse(name, value.GetRawText(), "true or false is expected");

    /// <summary>Refuses an option that is not one of those supported.</summary>
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

    /// <summary>The exception for a value that cannot be used.</summary>
    public PretrainedException Refuse(string name, string value, string supported) =>
        new($"{_path} has {_prefix}{name} {Shown(value)}, but {supported}.");

    private PretrainedException Missing(string name) => new($"{_path} has no {_prefix}{name}, which a model of this family needs.");

    // Part of a file in a message: on one line, and not endless.
    private static string Shown(string text)
    {
        var line = string.Concat(text.Take(LongestShown).Select(character => char.IsControl(character) ? ' ' : character));
        return text.Length > LongestShown ? line + "…" : line;
    }

    // Texts are converted when they are asked for: one with half of a surrogate pair throws, here rather than later.
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
                        throw new JsonException($"'{Shown(entry.Name)}' appears twice.");
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

    private JsonElement? Find(string name) =>
        _root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
