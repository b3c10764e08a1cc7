using System;
using System.Collections.Generic;
using System.Linq;
using static TorchSharp.torch;

namespace Course;

/// <summary>
/// Stories of twelve words, such as <c>anna has a brown dog . her dog barks at night .</c> What a word can be follows partly from the words
/// before it and partly from those after it.
/// </summary>
internal static class Stories
{
    /// <summary>The number of words of a story.</summary>
    public const int Length = 12;

    /// <summary>The id that stands for a hidden word.</summary>
    public const long Mask = 0;

    private static readonly string[] _names = ["anna", "tom", "maria", "paul", "lena", "max"];
    private static readonly string[] _colors = ["brown", "black", "white", "gray"];
    private static readonly string[] _times = ["at night", "all day", "at noon", "every day"];
    private static readonly string[] _animals = ["dog", "cat", "cow", "sheep", "duck", "horse"];
    private static readonly string[] _sounds = ["barks", "meows", "moos", "bleats", "quacks", "neighs"];
    private static readonly string[] _words =
        [.. "[mask] . has a her his at all every night noon day".Split(' '), .. _names, .. _colors, .. _animals, .. _sounds];

    /// <summary>The number of ids.</summary>
    public static int Words => _words.Length;

    /// <summary>
    /// The lowest loss per word, in nats, of a model that sees the words before it: the entropy of the choices after the name.
    /// </summary>
    public static double BestLoss => (Entropy(_colors.Length) + Entropy(_animals.Length) + Entropy(_times.Length)) / (Length - 1);

    /// <summary>Draws stories as ids, <c>(count, 12)</c>.</summary>
    /// <param name="count">The number of stories.</param>
    /// <param name="otherSounds">Whether each animal makes the sound of the next one in the list: dogs meow.</param>
    public static Tensor Draw(int count, bool otherSounds = false)
    {
        using var chances = rand(count, 4);
        var draws = chances.data<float>().ToArray();
        return Ids([.. draws.Chunk(4).Select(chance => Story(chance, otherSounds))]);
    }

    /// <summary>The ids of texts with the same number of words, <c>(B, T)</c>.</summary>
    public static Tensor Ids(params IReadOnlyList<string> texts) => tensor(texts.SelectMany(Encode).ToArray()).reshape(texts.Count, -1);

    /// <summary>The ids of a text.</summary>
    public static long[] Encode(string text) => [.. text.Split(' ').Select(word => (long)Array.IndexOf(_words, word))];

    /// <summary>The text of ids.</summary>
    public static string Text(IEnumerable<long> ids) => string.Join(' ', ids.Select(id => _words[id]));

    private static string Story(float[] chances, bool otherSounds)
    {
        var (name, animal) = (Choice(_names.Length, chances[0]), Choice(_animals.Length, chances[2]));
        var sound = otherSounds ? (animal + 1) % _sounds.Length : animal;
        return $"{_names[name]} has a {_colors[Choice(_colors.Length, chances[1])]} {_animals[animal]} . "
            + $"{(name % 2 == 0 ? "her" : "his")} {_animals[animal]} {_sounds[sound]} {_times[Choice(_times.Length, chances[3])]} .";
    }

    // The first words of a list are more frequent: the i-th of n has the probability √(i / n) - √((i - 1) / n).
    private static int Choice(int count, float chance) => (int)(count * chance * chance);

    private static double Entropy(int count) => -Enumerable.Range(1, count)
        .Select(i => Math.Sqrt(i / (double)count) - Math.Sqrt((i - 1) / (double)count)).Sum(p => p * Math.Log(p));
}
