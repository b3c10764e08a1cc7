using System;
using System.Collections.Generic;
using System.Linq;

namespace Prompting;

/// <summary>
/// The training prompts of one form. Their level rises as soon as the model answers most prompts of the level: without levels, a model
/// keeps guessing among the outputs of a prompt for thousands of steps.
/// </summary>
/// <param name="form">A task with the template of the prompts.</param>
/// <param name="highest">The highest level; the lowest one is 0.</param>
/// <param name="symbols">The number of symbols of a batch: the shorter its prompts, the more of them it has.</param>
/// <param name="draw">Draws the examples of a prompt at a level. All prompts of a level have the same length.</param>
/// <param name="first">The level at the beginning.</param>
internal sealed class Lesson(InContextTask form, int highest, int symbols, Func<Random, int, IReadOnlyList<Example>> draw, int first = 0)
{
    private const double Sufficient = 0.95;
    private const double Smoothing = 0.9;
    private const double AfterRise = 0.6;
    private const int PartsWhenLearnt = 3;
    private const int MostWordLevels = 6;

    private double _accuracy;

    /// <summary>The current level.</summary>
    public int Level { get; private set; } = first;

    /// <summary>
    /// The lessons of recall, of copying and reversing, and of shifts. Copying and reversing begin at the highest level: with few examples,
    /// a model learns a rule for these few, and the level never rises.
    /// </summary>
    /// <param name="shifts">The distances that the lessons have.</param>
    public static IReadOnlyList<Lesson> All(IReadOnlyList<int> shifts) =>
    [
        new(new RecallTask(), SymbolTokenizer.Letters.Length - 1, symbols: 1024, (random, level) =>
            RecallTask.DrawRepeated(random, keys: level + 1)),
        new(WordTask.Copying, MostWordLevels, symbols: 1536, (random, level) =>
            (random.Next(2) == 0 ? WordTask.Copying : WordTask.Reversing).Draw(random, shots: level + 2), first: MostWordLevels),
        new(new ShiftTask("", shifts, isShown: false), shifts.Count - 2, symbols: 1024, (random, level) =>
            new ShiftTask("", [.. shifts.Take(level + 2)], isShown: false).Draw(random, shots: 8)),
    ];

    /// <summary>Draws a batch at the current level, and sometimes at a lower one.</summary>
    /// <param name="random">Draws the prompts.</param>
    public SymbolBatch Next(Random random)
    {
        // What is learnt only has to be kept.
        var most = Level == highest && _accuracy > Sufficient ? symbols / PartsWhenLearnt : symbols;
        var level = random.Next(3) == 0 ? random.Next(Level + 1) : Level;
        var one = draw(random, level);
        var length = one.Sum(example => form.Template.Example.Format(example.Values).Length);
        return SymbolBatch.Of(form, [one, .. Enumerable.Range(1, int.Max(1, most / length) - 1).Select(_ => draw(random, level))]);
    }

    /// <summary>Raises the level where the accuracy allows it.</summary>
    /// <param name="accuracy">The share of the prompts of a batch that the model answers.</param>
    public void Observe(double accuracy)
    {
        _accuracy = Smoothing * _accuracy + (1 - Smoothing) * accuracy;
        if (_accuracy > Sufficient && Level < highest)
        {
            Level++;
            _accuracy = AfterRise;
        }
    }
}
