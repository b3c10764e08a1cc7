using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary>The tokens of a tokenizer that is trained, in the order of their ids.</summary>
internal sealed class TokenVocabulary
{
    private static readonly Encoding _strict = new UTF8Encoding(false, throwOnInvalidBytes: true);

    private readonly List<string> _tokens = [];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    private TokenVocabulary()
    {
    }

    /// <summary>The number of tokens.</summary>
    public int Count => _tokens.Count;

    /// <summary>The tokens in the order of their ids.</summary>
    public IReadOnlyList<string> Tokens => _tokens;

    /// <summary>The ids by the tokens.</summary>
    public IReadOnlyDictionary<string, int> Ids => _ids;

    /// <summary>The special tokens and their ids.</summary>
    public Dictionary<string, int> Special { get; } = new(StringComparer.Ordinal);

    /// <summary>The id of a token.</summary>
    public int this[string token] => _ids[token];

    /// <summary>Begins a vocabulary with its special tokens.</summary>
    /// <param name="options">The options, which are checked.</param>
    /// <param name="standard">The special tokens that come first.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static TokenVocabulary Begin(TokenizerTrainingOptions options, IReadOnlyList<string> standard)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.VocabularySize, 1, nameof(options.VocabularySize));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MinimumFrequency, 1, nameof(options.MinimumFrequency));
        ArgumentNullException.ThrowIfNull(options.SpecialTokens, nameof(options.SpecialTokens));
        var vocabulary = new TokenVocabulary();
        foreach (var token in standard.Concat(options.SpecialTokens))
        {
            RequireSpecial(token);
            if (!vocabulary.Special.TryAdd(token, vocabulary.Count))
            {
                var isStandard = standard.Contains(token);
                throw new ArgumentException(
                    $"The special token '{token}' is given {(isStandard ? "although BERT has it already" : "twice")}: leave it out.");
            }

            vocabulary.Add(token);
        }

        return vocabulary;
    }

    /// <summary>Adds a token unless the vocabulary has it.</summary>
    /// <returns>The id of the token.</returns>
    public int Add(string token)
    {
        if (_ids.TryGetValue(token, out var id))
        {
            return id;
        }

        _ids.Add(token, _tokens.Count);
        _tokens.Add(token);
        return _tokens.Count - 1;
    }

    // A token of one character could be the same as a token of the alphabet, and a file with one token per line cannot contain line breaks.
    private static void RequireSpecial(string token)
    {
        if (token is null || token.Length < 2 || token.AsSpan().ContainsAny('\r', '\n') || !IsUnicode(token))
        {
            throw new ArgumentException(
                $"The special token '{token}' is not usable: it must have at least two characters, without line breaks and without halves "
                + "of surrogate pairs.");
        }
    }

    private static bool IsUnicode(string text)
    {
        try
        {
            _strict.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
