using System;
using System.Linq;
using ModelGen;
using static TorchSharp.torch;

namespace Course;

/// <summary>A recurrent layer whose matrices keep lengths at first.</summary>
[Model]
[Input("B", "T", 128)]
public partial class OrthogonalRnn
{
    [Rnn(256, Init = Init.Orthogonal), Output("B", "T", 256)]
    Stage outputs;

    [From(nameof(outputs) + ".last"), Output("B", 256)]
    Stage state;
}

/// <summary>The solutions of chapter 3.</summary>
internal static class VanishingGradientSolutions
{
    /// <summary>Prints the answers.</summary>
    public static void Run(Lesson lesson)
    {
        using var scope = NewDisposeScope();
        Console.WriteLine($"1: after {StepsUntilLost()} steps");
        Console.WriteLine();
        using var orthogonal = new OrthogonalRnn(dtype: float64);
        Console.WriteLine($"2: {VanishingGradient.FactorPerStep(VanishingGradient.Norms(orthogonal)):F2} per step");
        Console.WriteLine();
        var (before, after) = Clipped();
        Console.WriteLine($"3: norm {before:0e+0} before, {after:F2} after clipping");
    }

    // Exercise 1.
    private static int StepsUntilLost()
    {
        using var model = new RnnLayer(dtype: float64);
        var norms = VanishingGradient.Norms(model);
        return Enumerable.Range(0, norms.Length).First(k => norms[k] < norms[0] * 1.2e-7);
    }

    // Exercise 3.
    private static (double Before, double After) Clipped()
    {
        using var model = new RnnLayer();
        VanishingGradient.Scale(model, 4);
        var (_, state) = model.call(randn(4, 50, 128));
        state.square().mean().backward();
        var before = nn.utils.clip_grad_norm_(model.parameters(), max_norm: 1);
        var after = Math.Sqrt(model.parameters().Sum(parameter => Math.Pow(parameter.grad!.norm().item<float>(), 2)));
        return (before, after);
    }
}
