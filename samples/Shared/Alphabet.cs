using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace Samples.Shared;

/// <summary>
/// The characters that have an id of their own, in order of their code points; id 0 stands for every other one. A character
/// is a Unicode scalar value, so an emoji is one character, not two.
/// </summary>
internal sealed class Alphabet
{
    /// <summary>The id of every character without an id of its own.</summary>
    public const int Unknown = 0;

    private const int UnicodeScalarValues = 0x110000 - 0x800;

    private readonly Rune[] _characters;
    private readonly Dictionary<Rune, int> _ids;

    private Alphabet(IEnumerable<Rune> characters)
    {
        _characters = [Rune.ReplacementChar, .. characters.Order()];
        _ids = Enumerable.Range(1, _characters.Length - 1).ToDictionary(id => _characters[id]);
    }

    /// <summary>The number of ids.</summary>
    public int Count => _characters.Length;

    /// <summary>The characters by id; U+FFFD stands for the unknown ones.</summary>
    public IReadOnlyList<Rune> Characters => _characters;

    /// <summary>
    /// What it costs, in bits, to say which character an unknown one is, all being equally likely. Models predict "unknown";
    /// this on top makes their bits the bits of the text as it was written.
    /// </summary>
    public double UnknownBits => Math.Log2(UnicodeScalarValues - (Count - 1));

    /// <summary>The alphabet of the characters that occur at least <paramref name="minimum"/> times.</summary>
    public static Alphabet Of(IEnumerable<Rune> text, int minimum) =>
        new(text.CountBy(character => character)
            .Where(pair => pair.Value >= minimum && pair.Key != Rune.ReplacementChar).Select(pair => pair.Key));

    /// <summary>Writes which character has which id, without which weights are of no use, as a JSON array.</summary>
    public void Save(string path) =>
        File.WriteAllText(path, JsonSerializer.Serialize(_characters.Select(character => character.ToString())));

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="SampleException">The file is missing, unreadable or something else.</exception>
    public static Alphabet Load(string path)
    {
        try
        {
            var characters = JsonSerializer.Deserialize<string[]>(File.ReadAllText(path)) ?? [];
            var alphabet = new Alphabet(characters.Skip(1).Select(character => Rune.GetRuneAt(character, 0)).Distinct());
            return alphabet.Count > 1 && alphabet._characters.Select(character => character.ToString()).SequenceEqual(characters)
                ? alphabet
                : throw new SampleException($"The file '{path}' is not an alphabet: "
                    + "a JSON array of different characters in the order of their code points is needed.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            throw new SampleException($"The alphabet '{path}' cannot be read: {e.Message}");
        }
    }

    /// <summary>The ids of a text's characters.</summary>
    public int[] Encode(string text) => text.EnumerateRunes().Select(Id).ToArray();

    /// <summary>The id of a character.</summary>
    public int Id(Rune character) => _ids.GetValueOrDefault(character, Unknown);

    /// <summary>The text of ids.</summary>
    public string Decode(IEnumerable<int> ids)
    {
        var text = new StringBuilder();
        foreach (var id in ids)
        {
            text.Append(_characters[id].ToString());
        }

        return text.ToString();
    }
}
