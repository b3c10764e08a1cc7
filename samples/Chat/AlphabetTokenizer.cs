using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using ModelGen.Models.Tokenization;

namespace Chat;

/// <summary>A character-level tokenizer.</summary>
internal sealed class AlphabetTokenizer(Alphabet alphabet) : ITokenizer
{
    /// <inheritdoc/>
    /// <exception cref="SampleException">A character is not in the alphabet.</exception>
    public IReadOnlyList<long> Encode(string text)
    {
        var unknown = text.EnumerateRunes().Where(character => alphabet.Id(character) == Alphabet.Unknown).Distinct().ToList();
        return unknown.Count == 0
            ? alphabet.Encode(text).Select(id => (long)id).ToList()
            : throw new SampleException(
                $"The model does not know {string.Join(", ", unknown.Select(Quote))}; rephrase the prompt without it.");
    }

    /// <inheritdoc/>
    public string Decode(IReadOnlyList<long> ids) => alphabet.Decode(ids.Select(id => checked((int)id)));

    private static string Quote(Rune character) => Rune.IsControl(character) ? $"U+{character.Value:X4}" : $"'{character}'";
}
