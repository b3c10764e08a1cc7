using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen;
using ScottPlot;
using static TorchSharp.torch;

namespace Course;

/// <summary>A recurrent layer from 128 features to 256, with the state after each step and after the last one.</summary>
[Model]
[Input("B", "T", 128)]
public partial class RnnLayer
{
    [Rnn(256), Output("B", "T", 256)]
    Stage outputs;

    [From(nameof(outputs) + ".last"), Output("B", 256)]
    Stage state;
}

/// <summary>Chapter 2: a recurrent network.</summary>
internal static class Rnn
{
    private const int Batch = 4;
    private const int Length = 20;

    /// <summary>Runs the chapter.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        using var model = new RnnLayer();
        var input = randn(Batch, Length, 128);
        var (outputs, state) = model.call(input);
        Console.WriteLine($"input        {Show.Shape(input)}");
        Console.WriteLine($"outputs      {Show.Shape(outputs)}");
        Console.WriteLine($"final state  {Show.Shape(state)}");
        Console.WriteLine($"the last output and the final state are {Show.Agreement(outputs[.., -1], state)}");
        Console.WriteLine();

        var (outputsByHand, stateByHand) = ByHand(model, input);
        Console.WriteLine($"outputs by hand and by the layer are {Show.Agreement(outputsByHand, outputs)}");
        Console.WriteLine($"final states by hand and by the layer are {Show.Agreement(stateByHand, state)}");
        Console.WriteLine();

        foreach (var (name, weight) in model.state_dict())
        {
            Console.WriteLine($"{name,-24}  {Show.Shape(weight),-10}  {weight.numel(),6:N0}");
        }

        Console.WriteLine($"{"parameters",-24}  {"",-10}  {Show.Parameters(model),6:N0}");
        lesson.Save(Plot(model), "rnn");
    }

    /// <summary>Computes what the layer computes, step by step.</summary>
    /// <param name="model">The model, whose weights are used.</param>
    /// <param name="input">The input <c>(B, T, 128)</c>.</param>
    /// <returns>The states after all steps <c>(B, T, 256)</c>, and after the last one <c>(B, 256)</c>.</returns>
    public static (Tensor Outputs, Tensor State) ByHand(RnnLayer model, Tensor input)
    {
        var weights = model.state_dict();
        var fromInput = weights["outputs.rnn.weight_ih_l0"].T;       // W, transposed: (128, 256)
        var fromState = weights["outputs.rnn.weight_hh_l0"].T;       // U, transposed: (256, 256)
        var bias = weights["outputs.rnn.bias_ih_l0"] + weights["outputs.rnn.bias_hh_l0"];

        var state = zeros(input.size(0), 256);
        var outputs = new List<Tensor>();
        for (var t = 0; t < input.size(1); t++)
        {
            state = (input[.., t].matmul(fromInput) + state.matmul(fromState) + bias).tanh();
            outputs.Add(state);
        }

        return (stack(outputs, 1), state);
    }

    // Some states while an input is read and after it ends.
    private static Plot Plot(RnnLayer model)
    {
        var input = cat([2 * randn(1, 20, 128), zeros(1, 20, 128)], 1);
        var (outputs, _) = model.call(input);
        double[] time = [.. Enumerable.Range(1, 40)];
        var plot = Charts.New("Four of the 256 states; the input is 0 after step 20", "time step", "state");
        for (var unit = 0; unit < 4; unit++)
        {
            plot.Line(time, [.. outputs[0, .., unit].data<float>().Select(value => (double)value)], $"state {unit + 1}");
        }

        return plot;
    }
}
