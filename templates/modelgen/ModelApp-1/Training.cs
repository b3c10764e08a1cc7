using System;
using static TorchSharp.torch;

namespace ModelApp_1;

/// <summary>Trains and measures <see cref="FirstDigit"/> on random sequences.</summary>
public static class Training
{
    private const int Length = 8;
    private const int BatchSize = 64;
    private const double LearningRate = 5e-3;

    /// <summary>Trains with Adam and calls <paramref name="report"/> with the number and loss of each step.</summary>
    public static void Run(FirstDigit model, int steps, Action<int, float> report)
    {
        model.train();
        using var optimizer = optim.Adam(model.parameters(), LearningRate);
        for (var step = 1; step <= steps; step++)
        {
            using var scope = NewDisposeScope();
            var (sequences, first) = Draw(BatchSize);
            optimizer.zero_grad();
            var loss = model.Loss(sequences, first);
            loss.backward();
            optimizer.step();
            report(step, loss.item<float>());
        }
    }

    /// <summary>Returns the fraction of <paramref name="count"/> new sequences whose first digit has the highest score.</summary>
    public static double Accuracy(FirstDigit model, int count)
    {
        model.eval();
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var (sequences, first) = Draw(count);
        return model.forward(sequences).argmax(1).eq(first).to(float32).mean().item<float>();
    }

    // Sequences (B, T) and their first digits (B), both Int64.
    private static (Tensor sequences, Tensor first) Draw(int count)
    {
        var sequences = randint(0, 10, new long[] { count, Length }, dtype: int64);
        return (sequences, sequences.select(1, 0));
    }
}
