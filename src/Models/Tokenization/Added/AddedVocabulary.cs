using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Models.Tokenization;

/// <summary>The added tokens of a tokenizer, with their ids.</summary>
internal sealed class AddedVocabulary
{
    // The tokens by their ids, in the form in which they are decoded.
    private readonly Dictionary<int, string> _texts = [];

    /// <summary>Creates the vocabulary.</summary>
    /// <param name="tokens">The tokens. Those that the model does not have get the ids after those of the model.</param>
    /// <param name="model">The model.</param>
    /// <param name="normalizer">The normalizer, if any.</param>
    public AddedVocabulary(IEnumerable<AddedToken> tokens, ITokenModel model, INormalizer? normalizer)
    {
        Dictionary<string, int> ids = new(StringComparer.Ordinal);
        Dictionary<int, AddedToken> byId = [];
        var next = model.Count;
        foreach (var token in tokens.Where(token => token.Content.Length > 0))
        {
            var id = ids.TryGetValue(token.Content, out var known) ? known : model.Id(token.Content) ?? next++;
            (ids[token.Content], byId[id]) = (id, token);
            _texts[id] = token.IsNormalized && normalizer is not null ? normalizer.Normalize(token.Content) : token.Content;
        }

        Ids = ids.ToDictionary(entry => entry.Key, entry => (long)entry.Value, StringComparer.Ordinal);
        Raw = new([.. byId.Where(entry => !entry.Value.IsNormalized).Select(entry => (entry.Value.Content, entry.Value, entry.Key))]);
        Normalized = new([.. byId.Where(entry => entry.Value.IsNormalized).Select(entry => (_texts[entry.Key], entry.Value, entry.Key))]);
    }

    /// <summary>The ids of the tokens.</summary>
    public IReadOnlyDictionary<string, long> Ids { get; }

    /// <summary>Finds the tokens that are not normalized.</summary>
    public AddedTokenFinder Raw { get; }

    /// <summary>Finds the other tokens in a normalized text.</summary>
    public AddedTokenFinder Normalized { get; }

    /// <summary>Returns the text of a token, or <c>null</c> if it is not an added one.</summary>
    public string? Text(int id) => _texts.GetValueOrDefault(id);
}
