using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Tokenizers;

namespace ModelGen.Models.Tokenization;

/// <summary>BERT's word-piece tokenizer: encloses a text in [CLS] and [SEP], and keeps special tokens within it, such as [MASK].</summary>
internal sealed class WordPieceTokenizer(BertTokenizer tokenizer) : ITokenizer
{
    private readonly (string Text, int Id)[] _special =
    [
        (tokenizer.UnknownToken, tokenizer.UnknownTokenId),
        (tokenizer.ClassificationToken, tokenizer.ClassificationTokenId),
        (tokenizer.SeparatorToken, tokenizer.SeparatorTokenId),
        (tokenizer.PaddingToken, tokenizer.PaddingTokenId),
        (tokenizer.MaskingToken, tokenizer.MaskingTokenId),
    ];

    public IReadOnlyList<long> Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<long> { tokenizer.ClassificationTokenId };
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var (start, length, id) = NextSpecial(rest);
            ids.AddRange(tokenizer.EncodeToIds(rest[..start], addSpecialTokens: false).Select(piece => (long)piece));
            if (id is { } special)
            {
                ids.Add(special);
            }

            rest = rest[(start + length)..];
        }

        ids.Add(tokenizer.SeparatorTokenId);
        return ids;
    }

    public string Decode(IReadOnlyList<long> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return tokenizer.Decode(ids.Select(id => checked((int)id)));
    }

    // The position of the next special token, or the end if there is none.
    private (int Start, int Length, int? Id) NextSpecial(ReadOnlySpan<char> text)
    {
        (int Start, int Length, int? Id) next = (text.Length, 0, null);
        foreach (var (special, id) in _special)
        {
            var start = text.IndexOf(special, StringComparison.Ordinal);
            if (start >= 0 && start < next.Start)
            {
                next = (start, special.Length, id);
            }
        }

        return next;
    }
}
