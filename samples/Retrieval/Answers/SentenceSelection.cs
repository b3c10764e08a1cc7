using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using System.Numerics.Tensors;

namespace Retrieval;

/// <summary>Answers without a language model: the sentences of the best passages that are closest to the question, each as it is.</summary>
internal static class SentenceSelection
{
    private const int SelectedSentences = 3;
    private const int FewestWords = 3;

    /// <summary>Selects up to three sentences.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="question">The question.</param>
    /// <param name="passages">The passages; the first is [1].</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <returns>The sentences with their citations, closest first.</returns>
    public static async Task<IReadOnlyList<string>> Select(
        TextEncoder encoder, string question, IReadOnlyList<Passage> passages, CancellationToken cancellation = default)
    {
        var sentences = passages
            .SelectMany((passage, i) => Sentences.Of(passage.Content).Select(text => (Number: i + 1, passage.Title, Text: text)))
            .Where(sentence => Words.Of(sentence.Text).Count >= FewestWords)
            .DistinctBy(sentence => sentence.Text)
            .ToList();
        if (sentences.Count == 0)
        {
            return [];
        }

        // A sentence is read with the title above it, which says what it is about.
        var texts = sentences.Select(sentence => $"{sentence.Title} {sentence.Text}").ToList();
        var vectors = await encoder.EncodePassages(texts, cancellation);
        var asked = await encoder.EncodeQuestion(question, cancellation);
        return
        [
            .. sentences.Select((sentence, i) => (sentence, Score: Relevance.Of(
                    question, texts[i], TensorPrimitives.CosineSimilarity(asked.Span, vectors[i].Span))))
                .OrderByDescending(one => one.Score)
                .Take(SelectedSentences)
                .Select(one => $"{one.sentence.Text}{(char.IsPunctuation(one.sentence.Text[^1]) ? "" : ".")} [{one.sentence.Number}]"),
        ];
    }
}
