using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// The classes of characters that normalizers and pre-tokenizers distinguish. Hugging Face's library takes punctuation, marks, scripts and
/// decompositions from Unicode 8 to 10; <c>Later.txt</c> lists the code points that are classified in another way since then.
/// </summary>
internal static class CharacterClass
{
    private static readonly Lazy<Dictionary<string, CodePointSet>> _later = new(Read);
    private static readonly Lazy<CodePointSet> _punctuation = new(() => AsBefore("p", "punctuation"));
    private static readonly Lazy<CodePointSet> _marks = new(() => AsBefore("m", "mark"));
    private static readonly Lazy<CodePointSet> _nonSpacingMarks = new(() => AsBefore("mn", "nonspacingmark"));
    private static readonly Lazy<CodePointSet> _words = new(() => UnicodeProperties.Word.Union(CodePointSet.Of(0x200C, 0x200D)));

    /// <summary>Returns whether a character is a decimal digit, a letter-like number or another number.</summary>
    public static bool IsNumber(Rune rune) => Rune.IsNumber(rune);

    /// <summary>Returns whether a character is punctuation, or a symbol of ASCII.</summary>
    public static bool IsPunctuation(Rune rune) => rune.IsAscii
        ? char.IsPunctuation((char)rune.Value) || char.IsSymbol((char)rune.Value) : _punctuation.Value.Contains(rune.Value);

    /// <summary>Returns whether a character belongs to a word, as <c>\w</c> of Rust's regular expressions.</summary>
    public static bool IsWord(Rune rune) => rune.IsAscii
        ? char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value == '_' : _words.Value.Contains(rune.Value);

    /// <summary>Returns whether a character is a combining mark.</summary>
    public static bool IsMark(Rune rune) => !rune.IsAscii && _marks.Value.Contains(rune.Value);

    /// <summary>Returns whether a character is a combining mark without a width.</summary>
    public static bool IsNonSpacingMark(Rune rune) => !rune.IsAscii && _nonSpacingMarks.Value.Contains(rune.Value);

    /// <summary>Returns whether a character has a script only since a later version of Unicode.</summary>
    public static bool HasLaterScript(int value) => _later.Value["script+"].Contains(value);

    /// <summary>Returns whether a character can be decomposed only since a later version of Unicode.</summary>
    public static bool HasLaterDecomposition(int value) => value >= 0x32FF && _later.Value["decomposition+"].Contains(value);

    private static CodePointSet AsBefore(string category, string name) => UnicodeProperties.Named(category)!
        .Except(_later.Value[name + "+"]).Union(_later.Value.GetValueOrDefault(name + "-") ?? CodePointSet.Empty);

    private static Dictionary<string, CodePointSet> Read()
    {
        using var stream = typeof(CharacterClass).Assembly.GetManifestResourceStream("ModelGen.Models.Later.txt")!;
        using var reader = new StreamReader(stream);
        Dictionary<string, CodePointSet> sets = new(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            sets.Add(words[0] + words[1], UnicodeScripts.Set(words.Skip(2)));
        }

        return sets;
    }
}
