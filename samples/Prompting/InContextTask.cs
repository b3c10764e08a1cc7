using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Models;

namespace Prompting;

/// <summary>An input with its output.</summary>
internal sealed record Example(string Input, string Output)
{
    /// <summary>The values of the slots <c>input</c> and <c>output</c>.</summary>
    public IReadOnlyDictionary<string, string> Values =>
        new Dictionary<string, string> { [nameof(Input).ToLowerInvariant()] = Input, [nameof(Output).ToLowerInvariant()] = Output };
}

/// <summary>A task over symbols whose rule is drawn anew for each prompt, so that only the examples of the prompt show it.</summary>
internal abstract class InContextTask(string name, double guessing, string mark)
{
    /// <summary>The name of the task.</summary>
    public string Name { get; } = name;

    /// <summary>The accuracy of a model that knows the form of the task, but neither the rule nor the examples.</summary>
    public double Guessing { get; } = guessing;

    /// <summary>The template of the prompts.</summary>
    public FewShotPromptTemplate Template { get; } = new(
        PromptTemplate.Parse($"{{input}}{mark}{{output}};"), PromptTemplate.Parse($"{{input}}{mark}")) { Separator = "" };

    /// <summary>The largest number of examples before the question that training has.</summary>
    public virtual int MaximumShots => 8;

    /// <summary>Draws examples of one rule; the last one is the question with its answer.</summary>
    /// <param name="random">Draws the rule and the inputs.</param>
    /// <param name="shots">The number of examples before the question.</param>
    public abstract IReadOnlyList<Example> Draw(Random random, int shots);

    /// <summary>Whether an output is a target of the training. Outputs that only luck can know would add noise to the loss.</summary>
    /// <param name="examples">The examples of a prompt.</param>
    /// <param name="index">The index of the one with the output.</param>
    public virtual bool IsDetermined(IReadOnlyList<Example> examples, int index) => true;

    /// <summary>Writes examples as a prompt whose last example is the question.</summary>
    public string Prompt(IReadOnlyList<Example> examples) =>
        Template.Format(examples.SkipLast(1).Select(example => example.Values), ("input", examples[^1].Input));

    /// <summary>Draws letters without repetition.</summary>
    protected static string DrawLetters(Random random, int count)
    {
        var letters = SymbolTokenizer.Letters.ToCharArray();
        random.Shuffle(letters);
        return new(letters, 0, count);
    }
}

/// <summary>Keys have random values, and the question is a key of the examples: <c>af;cb;a</c>.</summary>
internal sealed class RecallTask() : InContextTask("recall", 1.0 / SymbolTokenizer.Letters.Length, mark: "")
{
    private const int MostRepeated = 24;

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Draw(Random random, int shots)
    {
        var pairs = DrawLetters(random, int.Max(1, shots)).Select(key => Pair(random, key)).ToList();
        return [.. pairs.Take(shots), pairs[random.Next(pairs.Count)]];
    }

    /// <inheritdoc/>
    public override int MaximumShots => SymbolTokenizer.Letters.Length;

    /// <summary>Draws pairs of different keys, and then some of the same pairs again, whose values a model can recall.</summary>
    public static IReadOnlyList<Example> DrawRepeated(Random random, int keys)
    {
        var pairs = DrawLetters(random, keys).Select(key => Pair(random, key)).ToList();
        var repeated = int.Clamp(MostRepeated - keys, 2, keys + 1);
        return [.. pairs, .. Enumerable.Range(0, repeated).Select(_ => pairs[random.Next(keys)])];
    }

    /// <inheritdoc/>
    public override bool IsDetermined(IReadOnlyList<Example> examples, int index) => examples.Take(index).Contains(examples[index]);

    private static Example Pair(Random random, char key) =>
        new($"{key}", $"{SymbolTokenizer.Letters[random.Next(SymbolTokenizer.Letters.Length)]}");
}

/// <summary>
/// Words are copied or reversed. Both have the same form, so that only examples show which is meant: <c>abc&gt;cba;fgh&gt;</c>.
/// </summary>
internal sealed class WordTask(string name, bool isReversed) : InContextTask(name, guessing: 0.5, mark: ">")
{
    private const int Length = 3;

    /// <summary>The output is the input.</summary>
    public static WordTask Copying { get; } = new("copying", isReversed: false);

    /// <summary>The output is the input from its last symbol to its first.</summary>
    public static WordTask Reversing { get; } = new("reversing", isReversed: true);

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Draw(Random random, int shots) =>
        [.. Enumerable.Range(0, shots + 1).Select(_ => DrawLetters(random, Length)).Select(word => new Example(word, Answer(word)))];

    private string Answer(string word) => isReversed ? string.Concat(word.Reverse()) : word;
}

/// <summary>
/// The output is the letter that follows the input at a fixed distance, from <c>p</c> on to <c>a</c>: <c>ac;fh;k</c>. One example shows the
/// distance.
/// </summary>
/// <param name="name">The name of the task.</param>
/// <param name="shifts">The distances, one of which is drawn for each prompt.</param>
/// <param name="isShown">Whether the question is one of the examples, or a letter that the examples do not have.</param>
internal sealed class ShiftTask(string name, IReadOnlyList<int> shifts, bool isShown)
    : InContextTask(name, 1.0 / SymbolTokenizer.Letters.Length, mark: "")
{
    private const int HeldOut = 4;

    /// <summary>The distances.</summary>
    public IReadOnlyList<int> Shifts { get; } = shifts;

    /// <summary>Draws the distances that training never has.</summary>
    /// <param name="seed">Determines which.</param>
    public static (IReadOnlyList<int> Seen, IReadOnlyList<int> Unseen) Split(int seed)
    {
        var shifts = Enumerable.Range(1, SymbolTokenizer.Letters.Length - 1).ToArray();
        new Random(seed).Shuffle(shifts);
        return (shifts[HeldOut..], shifts[..HeldOut]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Draw(Random random, int shots)
    {
        var shift = Shifts[random.Next(Shifts.Count)];
        var inputs = DrawLetters(random, shots + 1);
        var examples = inputs.Select(input => new Example($"{input}", $"{Shifted(input, shift)}")).ToArray();
        return isShown && shots > 0 ? [.. examples[..shots], examples[random.Next(shots)]] : examples;
    }

    private static char Shifted(char letter, int shift) =>
        SymbolTokenizer.Letters[(SymbolTokenizer.Letters.IndexOf(letter) + shift) % SymbolTokenizer.Letters.Length];
}
