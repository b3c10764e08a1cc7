using System;
using System.Collections.Generic;
using System.Linq;
using ScottPlot;
using static TorchSharp.torch;

namespace Course;

/// <summary>Chapter 3: where the gradient of a recurrent network vanishes.</summary>
internal static class VanishingGradient
{
    private const int Length = 101;

    private static readonly int[] _distances = [0, 10, 20, 50, 100];

    /// <summary>Runs the chapter.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        Console.WriteLine($"{"steps back",-24}{string.Join("", _distances.Select(distance => $"{distance,10}"))}    per step");
        List<(string Name, double[] Norms)> curves = [];
        foreach (var gain in new[] { 1.0, 1.7, 4.0 })
        {
            manual_seed(1);
            using var model = new RnnLayer(dtype: float64);
            Scale(model, gain);
            var norms = Norms(model);
            curves.Add(($"recurrent weights x {gain:F1}", norms));
            Console.WriteLine($"{curves[^1].Name,-24}{string.Join("", _distances.Select(distance => $"{norms[distance],10:0.0e+0}"))}    "
                + $"{FactorPerStep(norms):F2}");
        }

        lesson.Save(Plot(curves), "vanishing-gradient");
    }

    /// <summary>
    /// Measures the norm of the gradient of a random projection of the final state with respect to the input k steps before the last.
    /// </summary>
    /// <param name="model">A model in double precision, with the final state as its second result.</param>
    /// <returns>The norms for k = 0 to 100, each the root of the mean square over 16 sequences.</returns>
    public static double[] Norms(nn.Module<Tensor, (Tensor Outputs, Tensor State)> model)
    {
        var input = randn(16, Length, 128, dtype: float64).requires_grad_();
        var (_, state) = model.call(input);
        var gradient = autograd.grad([state], [input], [randn_like(state)])[0];
        return [.. gradient.square().sum(2).mean([0]).sqrt().data<double>().Reverse()];
    }

    /// <summary>Multiplies the recurrent weights, U.</summary>
    public static void Scale(nn.Module model, double gain)
    {
        using var quiet = no_grad();
        model.state_dict()["outputs.rnn.weight_hh_l0"].mul_(gain);
    }

    /// <summary>Returns the factor of the gradient per step back, on average over steps 10 to 100.</summary>
    public static double FactorPerStep(double[] norms) => Math.Pow(norms[100] / norms[10], 1.0 / 90);

    /// <summary>Draws norms by distance with a logarithmic axis.</summary>
    public static Plot Plot(IEnumerable<(string Name, double[] Norms)> curves)
    {
        var plot = Charts.New("Gradient of the final state with respect to an input", "steps back", "norm");
        foreach (var (name, norms) in curves)
        {
            plot.Line([.. Enumerable.Range(0, norms.Length)], [.. norms.Select(Math.Log10)], name);
        }

        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic
        {
            IntegerTicksOnly = true, LabelFormatter = value => FormattableString.Invariant($"1e{value:0}"),
        };
        return plot;
    }
}
