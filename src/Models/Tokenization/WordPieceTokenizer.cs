using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.ML.Tokenizers;

namespace ModelGen.Models.Tokenization;

/// <summary>BERT's word-piece tokenizer: encloses a text in [CLS] and [SEP], and keeps special tokens within it, such as [MASK].</summary>
internal sealed class WordPieceTokenizer : ITokenizer
{
    private readonly BertTokenizer _tokenizer;
    private readonly SpecialTokens _special;

    private WordPieceTokenizer(BertTokenizer tokenizer, IReadOnlyList<KeyValuePair<string, int>> special)
    {
        (_tokenizer, _special) = (tokenizer, new SpecialTokens(special));
        SpecialTokens = special.DistinctBy(token => token.Key).ToDictionary(token => token.Key, token => (long)token.Value);
    }

    public IReadOnlyDictionary<string, long> SpecialTokens { get; }

    /// <summary>Creates a tokenizer.</summary>
    /// <param name="vocabulary">The content of <c>vocab.txt</c>: one piece per line in the order of their ids.</param>
    /// <param name="lowerCase">Whether the model is uncased.</param>
    /// <param name="special">The special tokens and their ids besides those of BERT.</param>
    public static WordPieceTokenizer Create(Stream vocabulary, bool lowerCase, IEnumerable<KeyValuePair<string, int>> special)
    {
        var tokenizer = BertTokenizer.Create(vocabulary, new BertOptions
        {
            Normalizer = new BertNormalizer(lowerCase),
            PreTokenizer = new RegexPreTokenizer(BertNormalizer.Words(), null),
            LowerCaseBeforeTokenization = lowerCase,
            SplitOnSpecialTokens = false,
        });
        return new WordPieceTokenizer(tokenizer,
        [
            new(tokenizer.UnknownToken, tokenizer.UnknownTokenId),
            new(tokenizer.ClassificationToken, tokenizer.ClassificationTokenId),
            new(tokenizer.SeparatorToken, tokenizer.SeparatorTokenId),
            new(tokenizer.PaddingToken, tokenizer.PaddingTokenId),
            new(tokenizer.MaskingToken, tokenizer.MaskingTokenId),
            .. special,
        ]);
    }

    public IReadOnlyList<long> Encode(string text) => Encode(text, addSpecialTokens: true);

    public IReadOnlyList<long> Encode(string text, bool addSpecialTokens)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<long> ids = addSpecialTokens ? [_tokenizer.ClassificationTokenId] : [];
        foreach (var (part, special) in _special.Split(text))
        {
            if (special is { } id)
            {
                ids.Add(id);
            }
            else
            {
                ids.AddRange(_tokenizer.EncodeToIds(part.Span, addSpecialTokens: false).Select(piece => (long)piece));
            }
        }

        if (addSpecialTokens)
        {
            ids.Add(_tokenizer.SeparatorTokenId);
        }

        return ids;
    }

    public string Decode(IReadOnlyList<long> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return _tokenizer.Decode(ids.Select(id => checked((int)id)));
    }
}
