using System;
using ModelGen;
using static TorchSharp.torch;

namespace Course;

/// <summary>Two recurrent layers: the second reads the states of the first.</summary>
[Model]
[Input("B", "T", 128)]
[Rnn(256, NumLayers = 2)]                // (B, T, 256)
public partial class StackedRnn;

/// <summary>A recurrent layer that continues from a given state.</summary>
[Model]
[Input("B", "T", 128)]
public partial class ContinuedRnn
{
    [Input(1, "B", 256, Optional = true)]
    Stage before;

    [From("input"), Rnn(256, InitialHidden = nameof(before)), Output("B", "T", 256)]
    Stage outputs;

    [From(nameof(outputs) + ".h"), Output(1, "B", 256)]
    Stage after;
}

/// <summary>Continues with the final state.</summary>
[Model]
[Input("B", "T", 128)]
[Rnn(256, Port = "last")]                // (B, 256)
[Linear(10)]
[Output("B", 10)]
public partial class SequenceClassifier;

/// <summary>The solutions of chapter 2.</summary>
internal static class RnnSolutions
{
    /// <summary>Prints the answers.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        Console.WriteLine($"1: {Count(128, 256) + Count(256, 256):N0} by the formula, {StackedParameters():N0} in the model");
        Console.WriteLine();
        Console.WriteLine($"2: the whole and its two parts are {Halves()}");
        Console.WriteLine();
        using var classifier = new SequenceClassifier();
        Console.WriteLine($"3: {Show.Shape(classifier.call(zeros(4, 20, 128)))}");
    }

    // Exercise 1.
    private static long Count(long input, long hidden) => hidden * input + hidden * hidden + 2 * hidden;

    private static long StackedParameters()
    {
        using var model = new StackedRnn();
        return Show.Parameters(model);
    }

    // Exercise 2.
    private static string Halves()
    {
        using var model = new ContinuedRnn();
        var input = randn(4, 20, 128);
        var (whole, _) = model.call(input);
        var (first, after) = model.call(input[.., ..10]);
        var (second, _) = model.call(input[.., 10..], after);
        return Show.Agreement(whole, cat([first, second], 1));
    }
}
