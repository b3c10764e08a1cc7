using System;
using ModelGen;
using static TorchSharp.torch;

namespace Course;

/// <summary>An LSTM that continues from given states.</summary>
[Model]
[Input("B", "T", 128)]
public partial class ContinuedLstm
{
    [Input(1, "B", 256)]
    Stage hiddenBefore;

    [Input(1, "B", 256)]
    Stage cellBefore;

    [From("input"), Lstm(256, InitialHidden = nameof(hiddenBefore), InitialCell = nameof(cellBefore))]
    Stage outputs;

    [From(nameof(outputs) + ".c"), Output(1, "B", 256)]
    Stage cell;
}

/// <summary>Continues with the final states of both directions.</summary>
[Model]
[Input("B", "T", 128)]
[Lstm(256, Bidirectional = true, Port = "last")]     // (B, 512)
[Linear(10)]
[Output("B", 10)]
public partial class BidirectionalClassifier;

/// <summary>Two bidirectional layers: the second reads both directions of the first.</summary>
[Model]
[Input("B", "T", 128)]
public partial class DeepBidirectionalLstm
{
    [Lstm(256, NumLayers = 2, Bidirectional = true), Output("B", "T", 512)]
    Stage outputs;

    [From(nameof(outputs) + ".h"), Output(4, "B", 256)]
    Stage hidden;
}

/// <summary>The solutions of chapter 4.</summary>
internal static class LstmSolutions
{
    /// <summary>Prints the answers.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        Console.WriteLine($"1: the cell before and after 1,000 steps is {Kept(1000)}");
        Console.WriteLine();
        using var classifier = new BidirectionalClassifier();
        Console.WriteLine($"2: {Show.Shape(classifier.call(zeros(4, 20, 128)))}");
        Console.WriteLine();
        using var deep = new DeepBidirectionalLstm();
        var (outputs, hidden) = deep.call(randn(4, 20, 128));
        Console.WriteLine($"3: {Show.Shape(hidden)}");
        Console.WriteLine($"   hidden[2] and the forward half of the last step are {Show.Agreement(hidden[2], outputs[.., -1, ..256])}");
        Console.WriteLine($"   hidden[3] and the backward half of the first step are {Show.Agreement(hidden[3], outputs[.., 0, 256..])}");
    }

    // Exercise 1.
    private static string Kept(int steps)
    {
        using var model = new ContinuedLstm();
        using (no_grad())
        {
            var bias = model.state_dict()["outputs.lstm.bias_ih_l0"];
            bias[..256].fill_(-30);                  // the input gate is closed: nothing is written
            bias[256..512].fill_(30);                // the forget gate is open: everything is kept
        }

        var cell = randn(1, 4, 256);
        return Show.Agreement(cell, model.call(randn(4, steps, 128), zeros(1, 4, 256), cell));
    }
}
