using System;
using System.Collections.Generic;
using System.Linq;

namespace Prompting;

/// <summary>Measures how a language model answers prompts with and without examples.</summary>
internal sealed class TextExperiment(HubModel model, Settings settings)
{
    private const int MaximumTokens = 12;
    private const string EndOfLine = "\n";

    /// <summary>Why prompts were left out because they are too long for the model; <c>null</c> if none was.</summary>
    public string? Excess { get; private set; }

    /// <summary>Draws prompts. Their examples do not have the question.</summary>
    /// <param name="task">The task.</param>
    /// <param name="shots">The number of examples.</param>
    public IReadOnlyList<(string Prompt, string Expected)> Prompts(TextTask task, int shots)
    {
        var random = new Random(settings.Seed);
        var examples = task.Examples.ToArray();
        return [.. Enumerable.Range(0, settings.Prompts).Select(i => Draw(task.Examples[i % task.Examples.Count]))];

        (string, string) Draw(Example question)
        {
            random.Shuffle(examples);
            return (task.Prompt(examples.Where(example => example != question).Take(shots), question), question.Output);
        }
    }

    /// <summary>Counts the prompts that the model answers: its first line is the output, apart from spaces around it.</summary>
    /// <param name="task">The task.</param>
    /// <param name="shots">The number of examples.</param>
    /// <param name="isStopped">Whether a stop was requested.</param>
    /// <returns>The score; <c>null</c> if a prompt does not fit into the model, or after a stop.</returns>
    public Score? Measure(TextTask task, int shots, Func<bool> isStopped)
    {
        var prompts = Prompts(task, shots);
        if (prompts.Select(prompt => model.Excess(prompt.Prompt, MaximumTokens)).FirstOrDefault(excess => excess is not null) is { } excess)
        {
            Excess ??= excess;
            return null;
        }

        var correct = 0;
        foreach (var (prompt, expected) in prompts)
        {
            if (isStopped())
            {
                return null;
            }

            correct += Answer(prompt) == expected ? 1 : 0;
        }

        return new(shots, correct, prompts.Count);
    }

    /// <summary>The first line that the model writes after a prompt, without spaces around it.</summary>
    public string Answer(string prompt) => model.Continue(prompt, MaximumTokens, EndOfLine).Split('\n')[0].Trim();
}
