using System;
using System.Collections.Generic;
using ModelGen;
using static TorchSharp.torch;

namespace Course;

/// <summary>An LSTM from 128 features to 256, with its outputs and its final hidden and cell states.</summary>
[Model]
[Input("B", "T", 128)]
public partial class LstmLayer
{
    [Lstm(256), Output("B", "T", 256)]
    Stage outputs;

    [From(nameof(outputs) + ".h"), Output(1, "B", 256)]
    Stage hidden;

    [From(nameof(outputs) + ".c"), Output(1, "B", 256)]
    Stage cell;
}

/// <summary>An LSTM that reads in both directions: two layers of 256, side by side.</summary>
[Model]
[Input("B", "T", 128)]
public partial class BidirectionalLstm
{
    [Lstm(256, Bidirectional = true), Output("B", "T", 512)]
    Stage outputs;

    [From(nameof(outputs) + ".h"), Output(2, "B", 256)]
    Stage hidden;

    [From(nameof(outputs) + ".last"), Output("B", 512)]
    Stage last;
}

/// <summary>An LSTM whose gradients are measured.</summary>
[Model]
[Input("B", "T", 128)]
public partial class MeasuredLstm
{
    [Lstm(256), Output("B", "T", 256)]
    Stage outputs;

    [From(nameof(outputs) + ".last"), Output("B", 256)]
    Stage state;
}

/// <summary>The gates, the candidate and the states of an LSTM after a step, each <c>(B, hidden)</c>.</summary>
internal sealed record LstmStep(Tensor Input, Tensor Forget, Tensor Candidate, Tensor Output, Tensor Cell, Tensor Hidden);

/// <summary>Chapter 4: the gates of an LSTM.</summary>
internal static class Lstm
{
    /// <summary>Runs the chapter.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        Gates();
        BothDirections();
        Gradients(lesson);
    }

    /// <summary>Computes what the layer computes, step by step and gate by gate.</summary>
    /// <param name="model">The model, whose weights are used.</param>
    /// <param name="input">The input <c>(B, T, 128)</c>.</param>
    public static IReadOnlyList<LstmStep> ByHand(LstmLayer model, Tensor input)
    {
        var weights = model.state_dict();
        var fromInput = weights["outputs.lstm.weight_ih_l0"].T;      // (128, 4 * 256): four matrices side by side
        var fromState = weights["outputs.lstm.weight_hh_l0"].T;      // (256, 4 * 256)
        var bias = weights["outputs.lstm.bias_ih_l0"] + weights["outputs.lstm.bias_hh_l0"];

        var hidden = zeros(input.size(0), 256);
        var cell = zeros(input.size(0), 256);
        var steps = new List<LstmStep>();
        for (var t = 0; t < input.size(1); t++)
        {
            var parts = (input[.., t].matmul(fromInput) + hidden.matmul(fromState) + bias).chunk(4, 1);
            var inputGate = parts[0].sigmoid();                      // how much of the candidate is written
            var forgetGate = parts[1].sigmoid();                     // how much of the cell is kept
            var candidate = parts[2].tanh();                         // what could be written
            var outputGate = parts[3].sigmoid();                     // how much of the cell is shown

            cell = forgetGate * cell + inputGate * candidate;
            hidden = outputGate * cell.tanh();
            steps.Add(new(inputGate, forgetGate, candidate, outputGate, cell, hidden));
        }

        return steps;
    }

    /// <summary>Sets the bias of the forget gate of an LSTM of 256 states.</summary>
    public static void SetForgetBias(nn.Module model, double value)
    {
        using var quiet = no_grad();
        model.state_dict()["outputs.lstm.bias_ih_l0"][256..512].fill_(value);
        model.state_dict()["outputs.lstm.bias_hh_l0"][256..512].zero_();
    }

    private static void Gates()
    {
        using var model = new LstmLayer();
        var input = randn(4, 20, 128);
        var (outputs, hidden, cell) = model.call(input);
        var steps = ByHand(model, input);
        var last = steps[^1];
        Console.WriteLine("after the last step          smallest   mean  largest");
        foreach (var (name, value) in new[]
        {
            ("input gate", last.Input), ("forget gate", last.Forget), ("candidate", last.Candidate), ("output gate", last.Output),
            ("cell state", last.Cell), ("hidden state", last.Hidden),
        })
        {
            Console.WriteLine(
                $"{name,-30}{value.min().item<float>(),7:F2}{value.mean().item<float>(),7:F2}{value.max().item<float>(),9:F2}");
        }

        Console.WriteLine();
        Console.WriteLine($"outputs by hand and by the layer are {Show.Agreement(stack([.. Hidden()], 1), outputs)}");
        Console.WriteLine($"final hidden states {Show.Shape(hidden)} are {Show.Agreement(last.Hidden, hidden[0])}");
        Console.WriteLine($"final cell states {Show.Shape(cell)} are {Show.Agreement(last.Cell, cell[0])}");
        Console.WriteLine();

        IEnumerable<Tensor> Hidden()
        {
            foreach (var step in steps)
            {
                yield return step.Hidden;
            }
        }
    }

    private static void BothDirections()
    {
        using var model = new BidirectionalLstm();
        var (outputs, hidden, last) = model.call(randn(4, 20, 128));
        Console.WriteLine($"outputs {Show.Shape(outputs)}, final hidden states {Show.Shape(hidden)}, last {Show.Shape(last)}");
        Console.WriteLine($"hidden[0] and the forward half of the last step are {Show.Agreement(hidden[0], outputs[.., -1, ..256])}");
        Console.WriteLine($"hidden[1] and the backward half of the first step are {Show.Agreement(hidden[1], outputs[.., 0, 256..])}");
        Console.WriteLine($"last and both final hidden states side by side are {Show.Agreement(last, cat([hidden[0], hidden[1]], 1))}");
        Console.WriteLine();
    }

    private static void Gradients(Lesson lesson)
    {
        using var rnn = new RnnLayer(dtype: float64);
        using var lstm = new MeasuredLstm(dtype: float64);
        using var remembering = new MeasuredLstm(dtype: float64);
        SetForgetBias(remembering, 4);
        (string Name, double[] Norms)[] curves =
        [
            ("RNN", VanishingGradient.Norms(rnn)), ("LSTM", VanishingGradient.Norms(lstm)),
            ("LSTM, forget bias 4", VanishingGradient.Norms(remembering)),
        ];
        foreach (var (name, norms) in curves)
        {
            Console.WriteLine($"{name,-20} gradient per step x {VanishingGradient.FactorPerStep(norms):F2}");
        }

        lesson.Save(VanishingGradient.Plot(curves), "lstm");
    }
}
