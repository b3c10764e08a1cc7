using System;
using System.Linq;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Benchmarks.Runtime;

/// <summary>The same weights for every version of a model, and the same results.</summary>
internal static class Weights
{
    /// <summary>Copies the parameters of one version into another, which lists them in the same order.</summary>
    public static T CopiedTo<T>(this nn.Module from, T to)
        where T : nn.Module
    {
        (Parameter[] source, Parameter[] target) = ([.. from.parameters()], [.. to.parameters()]);
        if (!source.Select(parameter => string.Join('x', parameter.shape))
            .SequenceEqual(target.Select(parameter => string.Join('x', parameter.shape))))
        {
            throw new InvalidOperationException($"{to.GetName()} does not have the parameters of {from.GetName()}.");
        }

        using IDisposable quiet = no_grad();
        foreach ((Parameter one, Parameter other) in source.Zip(target))
        {
            other.copy_(one);
        }

        to.eval();
        return to;
    }

    /// <summary>Throws unless both results agree up to rounding; disposes them.</summary>
    public static void AssertAgree(Tensor expected, Tensor actual, string what)
    {
        using (expected)
        using (actual)
        {
            if (!expected.shape.SequenceEqual(actual.shape) || !allclose(expected, actual, rtol: 1e-3, atol: 1e-4))
            {
                throw new InvalidOperationException($"{what}: the versions give different results.");
            }
        }
    }
}
