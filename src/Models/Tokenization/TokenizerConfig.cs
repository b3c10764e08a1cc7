using System;
using System.Collections.Generic;
using System.Text.Json;

namespace ModelGen.Models.Tokenization;

/// <summary>The <c>tokenizer_config.json</c> of a directory.</summary>
internal static class TokenizerConfig
{
    public const string File = "tokenizer_config.json";

    /// <summary>Reads the file.</summary>
    /// <param name="folder">The directory.</param>
    /// <returns>The JSON object, or <c>null</c> if there is no such file.</returns>
    /// <exception cref="PretrainedException">The file is malformed.</exception>
    public static JsonElement? Read(PretrainedFolder folder)
    {
        if (!folder.Has(File))
        {
            return null;
        }

        var path = folder.Find(File);
        try
        {
            using var document = JsonDocument.Parse(PretrainedFolder.Content(path));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone() : throw new PretrainedException($"{path} is not a JSON object.");
        }
        catch (JsonException cause)
        {
            throw new PretrainedException($"{path} is not valid JSON: {cause.Message}", cause);
        }
    }

    /// <summary>Returns the special tokens that have a role, such as <c>bos_token</c> and <c>eos_token</c>.</summary>
    /// <param name="root">The file.</param>
    public static IReadOnlyDictionary<string, string> Roles(JsonElement root)
    {
        Dictionary<string, string> roles = new(StringComparer.Ordinal);
        foreach (var entry in root.EnumerateObject())
        {
            if (entry.Name.EndsWith("_token", StringComparison.Ordinal) && Token(entry.Value) is { } token)
            {
                roles[entry.Name] = token;
            }
        }

        return roles;
    }

    /// <summary>Reads a token: a text, or an object that describes it.</summary>
    /// <param name="value">The entry.</param>
    /// <returns>The text, or <c>null</c> for anything else.</returns>
    public static string? Token(JsonElement value)
    {
        var content = value.ValueKind == JsonValueKind.Object && value.TryGetProperty("content", out var described) ? described : value;
        return content.ValueKind == JsonValueKind.String ? content.GetString() : null;
    }
}
