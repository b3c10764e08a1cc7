using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Retrieval;

/// <summary>The relevance below which a question is declined, and how often that goes wrong on questions it was not chosen by.</summary>
/// <param name="Threshold">The least relevance of a question that is answered.</param>
/// <param name="FalseAnswers">The share of unrelated questions that are answered.</param>
/// <param name="FalseDeclines">The share of held-out questions that are declined although a passage answers them.</param>
/// <param name="MissingAnswers">The share of held-out questions that are answered from other passages after theirs is removed.</param>
internal sealed record Calibration(double Threshold, double FalseAnswers, double FalseDeclines, double MissingAnswers)
{
    private const int MostQuestions = 200;

    /// <summary>
    /// Chooses the threshold by one half of the questions, so that the sum of the rates of false answers and false declines is smallest,
    /// and measures it on the other half.
    /// </summary>
    public static async Task<Calibration> Run(RetrievalEvaluation evaluation, CancellationToken cancellation)
    {
        var known = evaluation.Questions.Take(MostQuestions).ToList();
        var answered = await Relevances(known.Select(question => (question.Text, (Passage?)null)));
        var removed = await Relevances(known.Select(question => (question.Text, (Passage?)question.Passage)));
        var unrelated = await Relevances(UnrelatedQuestions.Calibration.Select(text => (text, (Passage?)null)));
        var tested = await Relevances(UnrelatedQuestions.Test.Select(text => (text, (Passage?)null)));
        var threshold = Choose([.. answered.Where((_, i) => i % 2 == 0)], unrelated);
        return new(
            threshold, Share(tested, relevance => relevance >= threshold),
            Share([.. answered.Where((_, i) => i % 2 == 1)], relevance => relevance < threshold),
            Share([.. removed.Where((_, i) => i % 2 == 1)], relevance => relevance >= threshold));

        async Task<IReadOnlyList<double>> Relevances(IEnumerable<(string Question, Passage? Removed)> questions)
        {
            List<double> relevances = [];
            foreach (var (question, gone) in questions)
            {
                var found = await evaluation.Index.Search(question, Relevance.Depth, cancellation);
                relevances.Add(Relevance.Of(question, found.Where(one => one.Passage != gone)));
            }

            return relevances;
        }
    }

    /// <summary>The threshold with the smallest sum of both rates, in the middle of the gap where it is reached.</summary>
    public static double Choose(IReadOnlyList<double> answerable, IReadOnlyList<double> unanswerable)
    {
        double[] values = [0, .. answerable.Concat(unanswerable).Distinct().Order()];
        return values.Zip(values.Skip(1).Append(values[^1] + 1e-6), (below, above) => (below + above) / 2)
            .MinBy(threshold => Share(answerable, value => value < threshold) + Share(unanswerable, value => value >= threshold));
    }

    private static double Share(IReadOnlyList<double> values, Func<double, bool> holds) =>
        values.Count == 0 ? 0 : (double)values.Count(holds) / values.Count;
}
