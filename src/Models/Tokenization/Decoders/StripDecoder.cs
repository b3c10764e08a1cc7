using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary><c>Strip</c>: removes a character at the ends of each text.</summary>
/// <param name="content">The character.</param>
/// <param name="start">How often it is removed at the start at most.</param>
/// <param name="stop">How often it is removed at the end at most.</param>
internal sealed class StripDecoder(Rune content, int start, int stop) : IDecoder
{
    public List<string> Decode(List<string> tokens) => tokens.ConvertAll(Stripped);

    private string Stripped(string text)
    {
        var runes = text.EnumerateRunes().ToArray();
        var first = runes.Take(start).TakeWhile(rune => rune == content).Count();
        var last = Enumerable.Reverse(runes).Take(stop).TakeWhile(rune => rune == content).Count();
        return string.Concat(runes.Skip(first).Take(Math.Max(0, runes.Length - last - first)).Select(rune => rune.ToString()));
    }
}
