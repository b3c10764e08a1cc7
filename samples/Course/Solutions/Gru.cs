using System;
using ModelGen;
using static TorchSharp.torch;

namespace Course;

/// <summary>A GRU that continues from a given state.</summary>
[Model]
[Input("B", "T", 128)]
public partial class ContinuedGru
{
    [Input(1, "B", 256)]
    Stage before;

    [From("input"), Gru(256, InitialHidden = nameof(before))]
    Stage outputs;

    [From(nameof(outputs) + ".h"), Output(1, "B", 256)]
    Stage after;
}

/// <summary>The final state of a GRU, which has no cell.</summary>
[Model]
[Input("B", "T", 128)]
[Gru(256, Port = "last")]
[Output("B", 256)]
public partial class GruReader;

/// <summary>The solutions of chapter 5.</summary>
internal static class GruSolutions
{
    /// <summary>Prints the answers.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        var size = SizeLike(Count(new SizedLstm(hidden: 256)));
        Console.WriteLine($"1: {size} states, {Count(new SizedGru(size)):N0} parameters; the LSTM has {Count(new SizedLstm(256)):N0}");
        Console.WriteLine();
        Console.WriteLine($"2: the state before and after 1,000 steps is {Kept(1000)}");
        Console.WriteLine();
        using var reader = new GruReader();
        Console.WriteLine($"3: {Show.Shape(reader.call(zeros(4, 20, 128)))}");
    }

    // Exercise 1.
    // 3 (128 n + n² + 2 n) parameters: the positive root of a quadratic equation.
    private static long SizeLike(long parameters) => (long)Math.Round((-130 + Math.Sqrt(130 * 130 + 4 * parameters / 3.0)) / 2);

    private static long Count(nn.Module model)
    {
        using (model)
        {
            return Show.Parameters(model);
        }
    }

    // Exercise 2.
    private static string Kept(int steps)
    {
        using var model = new ContinuedGru();
        using (no_grad())
        {
            model.state_dict()["outputs.gru.bias_ih_l0"][256..512].fill_(30);        // the update gate
        }

        var state = randn(1, 4, 256);
        return Show.Agreement(state, model.call(randn(4, steps, 128), state));
    }
}
