using System;
using System.Linq;
using ModelGen;
using static TorchSharp.torch;

namespace Course;

/// <summary>The output as probabilities instead of their logarithms.</summary>
[Model]
[Input("B", "T", 64)]
[Linear(34), LogSoftmax]                 // (B, T, 34)
[NllLoss]
public partial class SymbolHead;

/// <summary>The solutions of chapter 10.</summary>
internal static class WholeTransformerSolutions
{
    /// <summary>Prints the answers.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        using var source = new SourceBlock(D: 64);
        using var target = new TargetBlock(D: 64);
        Console.WriteLine($"1: {Show.Parameters(source):N0} in a block of the encoder, {Show.Parameters(target):N0} in one of the decoder; "
            + $"cross-attention and its norm have {4 * (64 * 64 + 64) + 2 * 64:N0}");
        Console.WriteLine();
        Console.WriteLine($"2: {Loss()}");
        Console.WriteLine();
        using var head = new SymbolHead();
        Console.WriteLine($"3: the loss of a guess is {head.Loss(zeros(1, 5, 64), zeros(1, 5, int64)).item<float>():F2}");
    }

    // Exercise 2.
    private static string Loss()
    {
        using var model = new DateTranslator(DateTexts.Symbols);
        var (source, target, labels) = DateTexts.Encode([new(1969, 7, 20), new(2024, 2, 29)]);
        var logProbabilities = model.call(source, target);
        var (sum, count) = (0.0, 0);
        for (var b = 0; b < 2; b++)
        {
            for (var t = 0; t < labels.size(1) && labels[b, t].item<long>() is var label and not DateTexts.Ignored; t++)
            {
                sum -= logProbabilities[b, t, label].item<float>();
                count++;
            }
        }

        return $"{sum / count:F4} by hand, {model.Loss(source, target, labels).item<float>():F4} by the model";
    }
}
