using System;
using System.Collections.Generic;

namespace ModelGen.Models.Tokenization;

/// <summary>Tokens and their ids.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<int, string> _tokens = [];

    /// <summary>Creates a vocabulary.</summary>
    /// <param name="ids">The ids of the tokens.</param>
    public Vocabulary(Dictionary<string, int> ids)
    {
        _ids = ids;
        foreach (var (token, id) in ids)
        {
            _tokens[id] = token;
        }
    }

    public int Count => _ids.Count;

    public IEnumerable<KeyValuePair<string, int>> Entries => _ids;

    public int? Id(string token) => _ids.TryGetValue(token, out var id) ? id : null;

    public string? Token(int id) => _tokens.GetValueOrDefault(id);

    /// <summary>Returns the ids of the 256 tokens for bytes, <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>, or -1 for a missing one.</summary>
    public int[] Bytes()
    {
        var bytes = new int[256];
        for (var value = 0; value < bytes.Length; value++)
        {
            bytes[value] = Id($"<0x{value:X2}>") ?? -1;
        }

        return bytes;
    }

    /// <summary>Creates the exception for a word without tokens.</summary>
    /// <param name="word">The word.</param>
    /// <param name="unknown">The token for unknown words, or <c>null</c>.</param>
    public static PretrainedException HasNoToken(ReadOnlySpan<char> word, string? unknown) => new(
        $"The tokenizer has no token for '{JsonPart.Shortened(word.ToString())}', and "
        + (unknown is null
            ? "none for unknown words." : $"its vocabulary lacks the token for unknown words, '{JsonPart.Shortened(unknown)}'."));
}
