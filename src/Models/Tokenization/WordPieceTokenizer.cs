using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.Tokenizers;

namespace ModelGen.Models.Tokenization;

/// <summary>BERT's word pieces: a text stands between [CLS] and [SEP].</summary>
internal sealed class WordPieceTokenizer(BertTokenizer tokenizer) : ITokenizer
{
    public IReadOnlyList<long> Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. tokenizer.EncodeToIds(text, addSpecialTokens: true).Select(id => (long)id)];
    }

    public string Decode(IReadOnlyList<long> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return tokenizer.Decode(ids.Select(id => checked((int)id)));
    }
}
