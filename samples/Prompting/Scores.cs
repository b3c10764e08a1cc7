using System.Collections.Generic;
using System.Linq;

namespace Prompting;

/// <summary>How many prompts with a number of shots were answered.</summary>
/// <param name="Shots">The number of examples before the question.</param>
/// <param name="Correct">The number of prompts whose greedy answer is the expected one.</param>
/// <param name="Prompts">The number of prompts.</param>
internal readonly record struct Score(int Shots, int Correct, int Prompts)
{
    /// <summary>The share of the prompts that were answered.</summary>
    public double Accuracy => (double)Correct / Prompts;
}

/// <summary>The scores of a task by the number of shots.</summary>
/// <param name="Task">The name of the task.</param>
/// <param name="Guessing">The accuracy of guessing; <c>null</c> where it is not known.</param>
/// <param name="ByShots">The scores, with rising numbers of shots.</param>
internal sealed record TaskScores(string Task, double? Guessing, IReadOnlyList<Score> ByShots)
{
    /// <summary>The score with a number of shots, if it was measured.</summary>
    public Score? At(int shots) => ByShots.Where(score => score.Shots == shots).Select(score => (Score?)score).FirstOrDefault();
}
