using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen;
using ScottPlot;
using static TorchSharp.torch;

namespace Course;

/// <summary>A GRU from 128 features to 256, with the state after each step and after the last one.</summary>
[Model]
[Input("B", "T", 128)]
public partial class GruLayer
{
    [Gru(256), Output("B", "T", 256)]
    Stage outputs;

    [From(nameof(outputs) + ".last"), Output("B", 256)]
    Stage state;
}

/// <summary>An RNN of any number of states.</summary>
[Model, Input("B", "T", 128), Rnn("hidden")]
public partial class SizedRnn;

/// <summary>A GRU of any number of states.</summary>
[Model, Input("B", "T", 128), Gru("hidden")]
public partial class SizedGru;

/// <summary>An LSTM of any number of states.</summary>
[Model, Input("B", "T", 128), Lstm("hidden")]
public partial class SizedLstm;

/// <summary>Chapter 5: the GRU and its parameters.</summary>
internal static class Gru
{
    /// <summary>Runs the chapter.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        using var model = new GruLayer();
        var input = randn(4, 20, 128);
        var (outputs, state) = model.call(input);
        var byHand = ByHand(model, input);
        Console.WriteLine($"outputs {Show.Shape(outputs)}, final state {Show.Shape(state)}");
        Console.WriteLine($"outputs by hand and by the layer are {Show.Agreement(byHand, outputs)}");
        Console.WriteLine($"the last output and the final state are {Show.Agreement(outputs[.., -1], state)}");
        Console.WriteLine();

        using var rnn = new SizedRnn(hidden: 256);
        using var gru = new SizedGru(hidden: 256);
        using var lstm = new SizedLstm(hidden: 256);
        var unit = Show.Parameters(rnn);
        Console.WriteLine("128 -> 256  parameters  relative to the RNN");
        foreach (var (name, count) in new[] { ("RNN", unit), ("GRU", Show.Parameters(gru)), ("LSTM", Show.Parameters(lstm)) })
        {
            Console.WriteLine($"{name,-11} {count,10:N0}  {count / (double)unit:0.##}");
        }

        lesson.Save(Plot(), "gru");
    }

    /// <summary>Computes what the layer computes, step by step and gate by gate.</summary>
    /// <param name="model">The model, whose weights are used.</param>
    /// <param name="input">The input <c>(B, T, 128)</c>.</param>
    /// <returns>The states after all steps <c>(B, T, 256)</c>.</returns>
    public static Tensor ByHand(GruLayer model, Tensor input)
    {
        var weights = model.state_dict();
        var fromInput = weights["outputs.gru.weight_ih_l0"].T;       // (128, 3 * 256): three matrices side by side
        var fromState = weights["outputs.gru.weight_hh_l0"].T;       // (256, 3 * 256)
        var inputBias = weights["outputs.gru.bias_ih_l0"];
        var stateBias = weights["outputs.gru.bias_hh_l0"];

        var state = zeros(input.size(0), 256);
        var outputs = new List<Tensor>();
        for (var t = 0; t < input.size(1); t++)
        {
            var x = (input[.., t].matmul(fromInput) + inputBias).chunk(3, 1);
            var h = (state.matmul(fromState) + stateBias).chunk(3, 1);
            var reset = (x[0] + h[0]).sigmoid();                     // how much of the state the candidate sees
            var update = (x[1] + h[1]).sigmoid();                    // how much of the state is kept
            var candidate = (x[2] + reset * h[2]).tanh();

            state = (1 - update) * candidate + update * state;
            outputs.Add(state);
        }

        return stack(outputs, 1);
    }

    private static Plot Plot()
    {
        double[] sizes = [64, 128, 192, 256, 320, 384, 448, 512];
        var plot = Charts.New("Parameters of recurrent layers with 128 inputs", "states", "parameters, thousands");
        plot.Line(sizes, [.. sizes.Select(size => Count(new SizedLstm((long)size)))], "LSTM");
        plot.Line(sizes, [.. sizes.Select(size => Count(new SizedGru((long)size)))], "GRU");
        plot.Line(sizes, [.. sizes.Select(size => Count(new SizedRnn((long)size)))], "RNN");
        return plot;

        static double Count(nn.Module model)
        {
            using (model)
            {
                return Show.Parameters(model) / 1000.0;
            }
        }
    }
}
