using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>Inputs whose elements all differ, the same at every run.</summary>
internal static class Waves
{
    /// <summary>Returns sines at steps of 0.7, in Float32.</summary>
    /// <param name="shape">The shape.</param>
    public static Tensor Of(params long[] shape)
    {
        using var scope = NewDisposeScope();
        var count = shape.Aggregate(1L, (size, one) => size * one);
        return arange(count, dtype: ScalarType.Float32).mul(0.7).sin().view(shape).MoveToOuterDisposeScope();
    }
}
