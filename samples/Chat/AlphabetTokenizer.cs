using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using ModelGen.Models.Tokenization;

namespace Chat;

/// <summary>Each character is an id.</summary>
internal sealed class AlphabetTokenizer(Alphabet alphabet) : ITokenizer
{
    /// <inheritdoc/>
    /// <exception cref="SampleException">A character has no id.</exception>
    public IReadOnlyList<long> Encode(string text)
    {
        var unknown = text.EnumerateRunes().Where(character => alphabet.Id(character) == Alphabet.Unknown).Distinct().ToList();
        return unknown.Count == 0
            ? alphabet.Encode(text).Select(id => (long)id).ToList()
            : throw new SampleException($"The model has never learnt {string.Join(", ", unknown.Select(Quote))}; say it without.");
    }

    /// <inheritdoc/>
    public string Decode(IReadOnlyList<long> ids) => alphabet.Decode(ids.Select(id => checked((int)id)));

    private static string Quote(Rune character) => Rune.IsControl(character) ? $"U+{character.Value:X4}" : $"'{character}'";
}
