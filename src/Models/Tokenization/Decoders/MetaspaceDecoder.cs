using System;
using System.Collections.Generic;

namespace ModelGen.Models.Tokenization;

/// <summary><c>Metaspace</c>: converts the visible character to spaces, and removes those that were added before the text.</summary>
/// <param name="options">The options.</param>
internal sealed class MetaspaceDecoder(MetaspaceOptions options) : IDecoder
{
    public List<string> Decode(List<string> tokens)
    {
        var replacement = options.Replacement.ToString();
        for (var i = 0; i < tokens.Count; i++)
        {
            var space = i == 0 && options.Scheme != MetaspaceOptions.Never ? string.Empty : " ";
            tokens[i] = tokens[i].Replace(replacement, space, StringComparison.Ordinal);
        }

        return tokens;
    }
}
