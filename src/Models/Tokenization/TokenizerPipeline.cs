using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// A tokenizer as Hugging Face's library composes it: finds added tokens, normalizes the texts between them, splits these into words,
/// divides the words into tokens, and adds ids before and after.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="added">The added tokens.</param>
internal sealed class TokenizerPipeline(ITokenModel model, AddedVocabulary added) : ITokenizer
{
    /// <summary>Changes a text before it is split; <c>null</c> if it is not changed.</summary>
    public INormalizer? Normalizer { get; init; }

    /// <summary>Splits a text into words; <c>null</c> if it is one word.</summary>
    public IPreTokenizer? PreTokenizer { get; init; }

    /// <summary>The ids before and after a text.</summary>
    public PostProcessor PostProcessor { get; init; } = PostProcessor.None;

    /// <summary>Converts tokens to text; <c>null</c> if they are separated by spaces.</summary>
    public IDecoder? Decoder { get; init; }

    public IReadOnlyDictionary<string, long> SpecialTokens => added.Ids;

    /// <summary>Returns the tokenizer with other ids before and after a text.</summary>
    public TokenizerPipeline With(PostProcessor processor) => new(model, added)
    {
        Normalizer = Normalizer,
        PreTokenizer = PreTokenizer,
        PostProcessor = processor,
        Decoder = Decoder,
    };

    public IReadOnlyList<long> Encode(string text) => Encode(text, addSpecialTokens: true);

    public IReadOnlyList<long> Encode(string text, bool addSpecialTokens)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<long> ids = addSpecialTokens ? [.. PostProcessor.Before] : [];
        try
        {
            Encode(WellFormed.Of(text), ids);
        }
        catch (RegexMatchTimeoutException cause)
        {
            throw new PretrainedException(
                $"The tokenizer's regular expression takes too long for a text of {text.Length} characters: "
                    + $"{Shown(cause.Pattern)}",
                cause);
        }

        if (addSpecialTokens)
        {
            ids.AddRange(PostProcessor.After);
        }

        return ids;
    }

    public string Decode(IReadOnlyList<long> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        List<string> tokens = new(ids.Count);
        foreach (var id in ids)
        {
            if (id is >= 0 and <= int.MaxValue && (added.Text((int)id) ?? model.Token((int)id)) is { } token)
            {
                tokens.Add(token);
            }
        }

        return Decoder is null ? string.Join(' ', tokens) : string.Concat(Decoder.Decode(tokens));
    }

    // Adds the ids of a text without halves of surrogate pairs.
    private void Encode(string text, List<long> ids)
    {
        List<TextPiece> words = [];
        foreach (var (start, length, id) in added.Raw.Split(text))
        {
            if (id is { } found)
            {
                ids.Add(found);
                continue;
            }

            var part = length == text.Length ? text : text.Substring(start, length);
            var normalized = Normalizer is null ? part : Normalizer.Normalize(part);
            foreach (var (from, count, token) in added.Normalized.Split(normalized))
            {
                if (token is { } known)
                {
                    ids.Add(known);
                    continue;
                }

                Divide(new TextPiece(normalized, from, count, start == 0 && from == 0), words, ids);
            }
        }
    }

    private void Divide(TextPiece piece, List<TextPiece> words, List<long> ids)
    {
        if (PreTokenizer is null)
        {
            model.Tokenize(piece.Span, ids);
            return;
        }

        words.Clear();
        PreTokenizer.Split(piece, words);
        foreach (var word in words)
        {
            if (word.Length > 0)
            {
                model.Tokenize(word.Span, ids);
            }
        }
    }

    // A pattern of a file can be long.
    private static string Shown(string pattern) => pattern.Length <= 100 ? pattern : pattern[..100] + "…";
}
