using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Retrieval;

/// <summary>A question and the passage that answers it, as numbers of words.</summary>
internal sealed record TrainingPair(long[] Question, long[] Passage);

/// <summary>Trains a <see cref="PassageEncoder"/>.</summary>
internal static class EncoderTraining
{
    private const int BatchSize = 512;
    private const int Neighbours = 8;
    private const double LearningRate = 2e-2;
    private const double Temperature = 0.05;

    /// <summary>
    /// Contrastive learning with in-batch negatives (InfoNCE, van den Oord et al. 2018; Karpukhin et al. 2020): each question has to choose
    /// its passage among those of the batch, and each passage its question.
    /// </summary>
    /// <param name="passages">The passages to learn from; the held-out ones are ignored.</param>
    /// <param name="budget">How long.</param>
    /// <param name="seed">The seed of weights and batches.</param>
    /// <param name="stop">Asks for a stop.</param>
    /// <returns>The trained encoder.</returns>
    public static PassageEncoder Run(IReadOnlyList<Passage> passages, Budget budget, int seed, Interruption stop)
    {
        var learnt = passages.Where(passage => !passage.IsHeldOut).ToList();
        var pairs = Pairs(learnt);
        manual_seed(seed);
        var encoder = new PassageEncoder();
        encoder.Initialize(WordNumbers.InverseFrequencies([.. learnt.Select(Searched.Text)]));
        if (pairs.Count < 2)
        {
            return encoder;
        }

        Samples.Shared.Training.Run(encoder, LearningRate, Loss, Draw(pairs, seed), budget, stop);
        return encoder;
    }

    /// <summary>The loss of a batch, in nats: the mean of the cross-entropies in both directions.</summary>
    public static Tensor Loss(
        PassageEncoder encoder, (Tensor Question, Tensor QuestionLengths, Tensor Passage, Tensor PassageLengths) batch)
    {
        using var scope = NewDisposeScope();
        var (_, questions) = encoder.call(batch.Question, batch.QuestionLengths);
        var (passages, _) = encoder.call(batch.Passage, batch.PassageLengths);
        var scores = questions.matmul(passages.T).div(Temperature);
        var right = arange(scores.size(0), ScalarType.Int64);
        return (nn.functional.cross_entropy(scores, right) + nn.functional.cross_entropy(scores.T, right)).div(2).MoveToOuterDisposeScope();
    }

    private static IReadOnlyList<TrainingPair> Pairs(IEnumerable<Passage> passages) =>
    [
        .. passages.Select(passage => (Question: Searched.Question(passage), Passage: passage.WithoutLead))
            .GroupBy(pair => pair.Question, StringComparer.Ordinal)
            .Where(same => same.Count() == 1)
            .Select(same => same.First())
            .Select(pair => new TrainingPair(WordNumbers.Of(pair.Question), WordNumbers.Of(Searched.Text(pair.Passage))))
            .Where(pair => pair.Question.Length > 0 && pair.Passage.Length > 0),
    ];

    // Neighbours, such as the members of a class, come into one batch: they are what a search confuses.
    private static Func<(Tensor, Tensor, Tensor, Tensor)> Draw(IReadOnlyList<TrainingPair> pairs, int seed)
    {
        var random = new Random(seed);
        Queue<TrainingPair> queue = [];
        var size = int.Min(BatchSize, pairs.Count);
        return () =>
        {
            if (queue.Count < size)
            {
                var offset = random.Next(Neighbours);
                var groups = pairs.Skip(offset).Chunk(Neighbours).Append([.. pairs.Take(offset)]).ToArray();
                random.Shuffle(groups);
                queue = new(groups.SelectMany(group => group));
            }

            var batch = Enumerable.Range(0, size).Select(_ => queue.Dequeue()).ToList();
            var (question, questionLengths) = WordNumbers.Batch([.. batch.Select(pair => pair.Question)]);
            var (passage, passageLengths) = WordNumbers.Batch([.. batch.Select(pair => pair.Passage)]);
            return (question, questionLengths, passage, passageLengths);
        };
    }
}
