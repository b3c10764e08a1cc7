using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Tokenizers;

namespace ModelGen.Models.Tokenization;

/// <summary>A tokenizer of Microsoft.ML.Tokenizers, with the id that begins a text if the model's family has one.</summary>
/// <param name="tokenizer">The tokenizer, which knows the special tokens.</param>
/// <param name="special">The special tokens and their ids.</param>
/// <param name="begin">The id that begins a text, or <c>null</c>.</param>
internal sealed class LibraryTokenizer(Tokenizer tokenizer, IEnumerable<KeyValuePair<string, int>> special, long? begin = null) : ITokenizer
{
    public IReadOnlyDictionary<string, long> SpecialTokens { get; } =
        special.ToDictionary(token => token.Key, token => (long)token.Value, StringComparer.Ordinal);

    public IReadOnlyList<long> Encode(string text) => Encode(text, addSpecialTokens: true);

    public IReadOnlyList<long> Encode(string text, bool addSpecialTokens)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = tokenizer.EncodeToIds(WellFormed.Of(text)).Select(id => (long)id);
        return [.. addSpecialTokens && begin is { } first ? ids.Prepend(first) : ids];
    }

    public string Decode(IReadOnlyList<long> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return tokenizer.Decode(ids.Select(id => checked((int)id)));
    }
}
