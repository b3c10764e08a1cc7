using System;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace Memory;

/// <summary>How much the last output of a model depends on each input before it.</summary>
internal static class GradientNorms
{
    /// <summary>
    /// Estimates the Frobenius norm of the Jacobian J of the last output with respect to the input k steps before, for k = 0, 1, …: the
    /// root of the mean over sequences of |Jᵀv|². The vector v is drawn from the standard normal distribution, for which the expectation
    /// of |Jᵀv|² is |J|².
    /// </summary>
    /// <param name="model">The model, in double precision where norms fall below 1e-38.</param>
    /// <param name="tokens">The sequences <c>(B, T)</c>.</param>
    /// <returns>T norms, the first with respect to the last input.</returns>
    public static double[] Measure(IRecallModel model, Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var inputs = model.Embed(tokens).detach().requires_grad_();
        var last = model.Read(inputs).select(1, -1);
        var gradient = autograd.grad([last], [inputs], [randn_like(last)])[0];
        return [.. gradient.square().sum(2).mean([0]).sqrt().to(ScalarType.Float64).data<double>().Reverse()];
    }

    /// <summary>Measures a model in double precision, and returns it to single precision.</summary>
    public static double[] MeasureInDouble<TModel>(TModel model, Tensor tokens)
        where TModel : nn.Module, IRecallModel
    {
        model.to(ScalarType.Float64);
        try
        {
            return Measure(model, tokens);
        }
        finally
        {
            model.to(ScalarType.Float32);
        }
    }

    /// <summary>Returns the factor by which a norm changes per step, by the steps from a first to a last distance.</summary>
    public static double FactorPerStep(double[] norms, int first, int last) =>
        Math.Pow(norms[last] / norms[first], 1.0 / (last - first));
}
