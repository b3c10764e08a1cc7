using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;

namespace ModelGen.Models.Tokenization;

/// <summary>The special tokens that <c>tokenizer_config.json</c> adds to a vocabulary (<c>added_tokens_decoder</c>).</summary>
internal static class AddedTokens
{
    /// <summary>Reads the tokens and their ids; none if there is no such file or entry.</summary>
    /// <param name="folder">The directory.</param>
    /// <exception cref="PretrainedException">The file is malformed.</exception>
    public static IReadOnlyDictionary<string, int> Read(PretrainedFolder folder)
    {
        Dictionary<string, int> tokens = new(StringComparer.Ordinal);
        if (TokenizerConfig.Read(folder) is not { } root || !root.TryGetProperty("added_tokens_decoder", out var added)
            || added.ValueKind != JsonValueKind.Object)
        {
            return tokens;
        }

        foreach (var entry in added.EnumerateObject())
        {
            if (TokenizerConfig.Token(entry.Value) is { Length: > 0 } text
                && int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                tokens[text] = id;
            }
        }

        return tokens;
    }
}
