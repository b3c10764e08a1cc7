using System;
using System.Collections.Generic;
using System.Linq;

namespace Retrieval;

/// <summary>A question whose answer is known.</summary>
/// <param name="Text">The question.</param>
/// <param name="Passage">The passage that answers it, without its lead.</param>
internal sealed record HeldOutQuestion(string Text, Passage Passage);

/// <summary>
/// Questions that no encoder was trained on: the leads of held-out passages, without the words of the member or the heading. Someone who
/// asks for a member does not know its name (Furnas et al. 1987), and the passages are searched without their leads.
/// </summary>
internal static class HeldOutQuestions
{
    private const int FewestWords = 3;
    private const int FewestWordsOfPassage = 5;

    /// <summary>The questions of passages, spread evenly where there are more than the limit.</summary>
    public static IReadOnlyList<HeldOutQuestion> Of(IReadOnlyList<Passage> passages, int limit)
    {
        var questions = passages
            .Where(passage => passage.IsHeldOut && Words.Of(passage.Text).Count >= FewestWordsOfPassage)
            .Select(passage => new HeldOutQuestion(Searched.Question(passage), passage.WithoutLead))
            .Where(question => Words.Of(question.Text).Count >= FewestWords);

        // A question that several passages answer, such as "Releases all resources", has no one right result.
        var counts = passages.Select(Searched.Question).GroupBy(text => text, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Count(), StringComparer.Ordinal);
        var unique = questions.Where(question => counts[question.Text] == 1)
            .OrderBy(question => StableHash.Of(question.Text)).ToList();
        return [.. unique.Take(limit)];
    }
}
