using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace ModelGen.Models.Tokenization;

/// <summary>A tokenizer of Microsoft.ML.Tokenizers, with the id that begins a text if the model's family has one.</summary>
internal sealed class LibraryTokenizer(Tokenizer tokenizer, long? begin = null) : ITokenizer
{
    public IReadOnlyList<long> Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            var ids = tokenizer.EncodeToIds(WithoutHalfPairs(text)).Select(id => (long)id);
            return [.. begin is { } first ? ids.Prepend(first) : ids];
        }
        catch (RegexMatchTimeoutException cause)
        {
            throw new PretrainedException(
                $"The tokenizer's regular expression takes too long for a text of {text.Length} characters: "
                    + $"{BoundedPreTokenizer.Shown(cause.Pattern)}",
                cause);
        }
    }

    public string Decode(IReadOnlyList<long> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return tokenizer.Decode(ids.Select(id => checked((int)id)));
    }

    // The library would write the half of a surrogate pair as bytes that are not UTF-8. U+FFFD is what Encoding.UTF8 writes.
    private static string WithoutHalfPairs(string text) => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
        ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))
        : text;
}
