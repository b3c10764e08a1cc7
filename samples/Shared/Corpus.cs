using System.Collections.Generic;
using System.Linq;

namespace Samples.Shared;

/// <summary>
/// A text as ids, split into what is trained on and what is held out (<see cref="HeldOutBlocks"/>). Everything is a function of
/// the text alone.
/// </summary>
internal sealed class Corpus
{
    /// <summary>The number of characters of a block.</summary>
    public const int BlockLength = HeldOutBlocks.Length;

    /// <summary>The shortest text, in characters.</summary>
    public const int MinimumLength = HeldOutBlocks.ShortestText;

    private const int MaximumScoredBlocks = 64;
    private const int RareBelow = 10;

    /// <summary>Splits a text.</summary>
    /// <exception cref="SampleException">
    /// The text has fewer than <see cref="MinimumLength"/> characters, or none that it repeats often enough.
    /// </exception>
    public Corpus(string text)
    {
        var characters = text.EnumerateRunes().ToArray();
        if (characters.Length < MinimumLength)
        {
            throw new SampleException($"The text has {characters.Length:N0} characters and at least {MinimumLength:N0} are needed.");
        }

        (Training, HeldOut) = HeldOutBlocks.Split(characters.Length, end => end);
        Scored = HeldOutBlocks.Spread(HeldOut, MaximumScoredBlocks);

        // A character that only held-out text has must be a surprise to every model, so the alphabet comes from the training part.
        Alphabet = Alphabet.Of(Training.SelectMany(stretch => characters[stretch.Start..stretch.End]), RareBelow);
        if (Alphabet.Count == 1)
        {
            throw new SampleException($"No character of the text occurs {RareBelow} times, so that there is nothing to learn.");
        }

        Ids = characters.Select(Alphabet.Id).ToArray();
    }

    /// <summary>
    /// The whole text; a character that occurs fewer than ten times in the training part is <see cref="Alphabet.Unknown"/>.
    /// </summary>
    public int[] Ids { get; }

    /// <summary>The characters that have an id.</summary>
    public Alphabet Alphabet { get; }

    /// <summary>What models learn from, in order: runs of neighbouring blocks.</summary>
    public IReadOnlyList<Stretch> Training { get; }

    /// <summary>What no model learns from, in order.</summary>
    public IReadOnlyList<Stretch> HeldOut { get; }

    /// <summary>The held-out blocks that models are measured on: all, or 64 spread evenly where there are more.</summary>
    public IReadOnlyList<Stretch> Scored { get; }

    /// <summary>The number of characters of <see cref="Scored"/>.</summary>
    public int ScoredCharacters => Scored.Sum(stretch => stretch.Length);

    /// <summary>
    /// Bits per character of the scored text as it was written: what a model paid for the ids, plus for each unknown character
    /// what it takes to say which one it is, the same for every model.
    /// </summary>
    /// <param name="bits">The sum over <see cref="Scored"/> of −log₂ of the probability that the model gave each id.</param>
    public double BitsPerCharacter(double bits)
    {
        var unknown = Scored.Sum(stretch => Ids[stretch.Start..stretch.End].Count(id => id == Alphabet.Unknown));
        return (bits + unknown * Alphabet.UnknownBits) / ScoredCharacters;
    }
}
