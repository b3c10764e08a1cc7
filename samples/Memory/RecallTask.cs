using System;
using System.Collections.Generic;
using ModelGen.Training;
using static TorchSharp.torch;

namespace Memory;

/// <summary>
/// Sequences whose first token is a clue. Tokens without meaning follow, and a last token requests the clue, as in the copy task of
/// Hochreiter and Schmidhuber (1997).
/// </summary>
internal static class RecallTask
{
    /// <summary>The number of clues, which are the tokens from 0.</summary>
    public const int Clues = 8;

    /// <summary>The number of tokens: clues, as many tokens without meaning, and the request.</summary>
    public const int Tokens = 2 * Clues + 1;

    private const int Request = Tokens - 1;
    private const int ShortestLimit = 5;
    private const double ShareOfCurriculum = 0.6;

    /// <summary>Draws sequences.</summary>
    /// <param name="random">Draws the tokens.</param>
    /// <param name="sequences">The number of sequences, B.</param>
    /// <param name="distance">The number of steps from the clue to the request, at least 1.</param>
    /// <returns>The sequences <c>(B, distance + 1)</c> and their clues <c>(B)</c>, both Int64.</returns>
    public static Batch Draw(Random random, int sequences, int distance)
    {
        var steps = distance + 1;
        var tokens = new long[sequences * steps];
        var clues = new long[sequences];
        for (var row = 0; row < sequences; row++)
        {
            var sequence = tokens.AsSpan(row * steps, steps);
            foreach (ref var token in sequence)
            {
                token = Clues + random.Next(Clues);
            }

            (sequence[0], sequence[^1]) = (random.Next(Clues), Request);
            clues[row] = sequence[0];
        }

        return new(tensor(tokens, [sequences, steps]), tensor(clues));
    }

    /// <summary>
    /// Batches for training, each of one distance. The largest distance rises to that of the settings during the first 60 % of the steps,
    /// without which even an LSTM would take thousands of steps to find the clue.
    /// </summary>
    public static IEnumerable<Batch> Training(Settings settings)
    {
        var random = new Random(settings.Seed);
        for (var step = 0; step < settings.Steps; step++)
        {
            var progress = Math.Min(1, step / (ShareOfCurriculum * settings.Steps));
            var limit = (int)(ShortestLimit + progress * Math.Max(0, settings.Trained - ShortestLimit));
            yield return Draw(random, settings.BatchSize, 1 + random.Next(Math.Min(limit, settings.Trained)));
        }
    }
}
