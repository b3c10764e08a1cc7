using System;
using System.Collections.Generic;

namespace ModelGen.Models.Tokenization;

/// <summary><c>BPEDecoder</c>: converts the suffix that ends a word to a space, except at the end of the text.</summary>
/// <param name="suffix">The suffix.</param>
internal sealed class BytePairDecoder(string suffix) : IDecoder
{
    public List<string> Decode(List<string> tokens)
    {
        for (var i = 0; i < tokens.Count && suffix.Length > 0; i++)
        {
            tokens[i] = tokens[i].Replace(suffix, i == tokens.Count - 1 ? string.Empty : " ", StringComparison.Ordinal);
        }

        return tokens;
    }
}
