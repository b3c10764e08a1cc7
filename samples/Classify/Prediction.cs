using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace Classify;

/// <summary>A predicted class.</summary>
/// <param name="Snippet">The snippet.</param>
/// <param name="Class">The most likely class.</param>
/// <param name="Probability">The probability of that class.</param>
internal readonly record struct Prediction(Snippet Snippet, int Class, double Probability)
{
    private const int SnippetsAtOnce = 64;

    /// <summary>Whether the prediction is correct.</summary>
    public bool IsRight => Class == Snippet.Class;

    /// <summary>Predicts with naive Bayes.</summary>
    public static IReadOnlyList<Prediction> Of(NaiveBayes model, IReadOnlyList<Snippet> snippets) => snippets.Select(snippet =>
    {
        var probabilities = model.Probabilities(snippet.Bytes);
        var likeliest = Array.IndexOf(probabilities, probabilities.Max());
        return new Prediction(snippet, likeliest, probabilities[likeliest]);
    }).ToList();

    /// <summary>
    /// Predicts with the encoder, which must be in evaluation mode. Snippets of similar length form a batch; the order is preserved.
    /// </summary>
    public static IReadOnlyList<Prediction> Of(SnippetEncoder model, IReadOnlyList<Snippet> snippets)
    {
        var predictions = new Prediction[snippets.Count];
        using var noGradients = inference_mode();
        foreach (var places in Enumerable.Range(0, snippets.Count).OrderBy(i => snippets[i].Bytes.Length).Chunk(SnippetsAtOnce))
        {
            using var scope = NewDisposeScope();
            var batch = Batch.Of(places.Select(i => snippets[i]).ToList());
            var (highest, classes) = model.call(batch.Bytes, batch.Padding).softmax(1).max(1);
            for (var row = 0; row < places.Length; row++)
            {
                predictions[places[row]] = new Prediction(
                    snippets[places[row]], (int)classes[row].item<long>(), highest[row].item<float>());
            }
        }

        return predictions;
    }
}
