using System;
using System.Collections.Generic;
using ModelGen.Training;
using static TorchSharp.torch;

namespace ModelApp_1;

/// <summary>Trains <see cref="FirstDigit"/> on random sequences.</summary>
public static class Training
{
    private const int Length = 8;

    /// <summary>Trains on new sequences at each step, and measures the accuracy on 1,000 others every 50 steps.</summary>
    public static FitResult Run(FirstDigit model, int steps, bool showProgress = true)
    {
        using var optimizer = ParameterGroups.AdamW(model, learningRate: 5e-3);
        var options = new TrainerOptions { Steps = steps, EvaluateEvery = 50, ShowProgress = showProgress };
        return Trainer.Create(model, optimizer, options)
            .Track(new Accuracy(), batch => batch.Target)
            .Fit(
                BatchSource.From(epoch => Draw(batches: 100, size: 64, seed: epoch + 1), batchesPerEpoch: 100),
                BatchSource.From(_ => Draw(batches: 4, size: 250, seed: 0)));
    }

    // Sequences (B, T) and their first digits (B), both Int64; the same seed draws the same digits.
    private static IEnumerable<FirstDigit.Batch> Draw(int batches, int size, int seed)
    {
        var random = new Random(seed);
        for (var batch = 0; batch < batches; batch++)
        {
            var digits = new long[size, Length];
            for (var i = 0; i < digits.Length; i++)
            {
                digits[i / Length, i % Length] = random.Next(10);
            }

            var sequences = tensor(digits);
            yield return new FirstDigit.Batch(sequences, sequences.select(1, 0));
        }
    }
}
