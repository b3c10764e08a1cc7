using System;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>A model of one input beside a formula, on random numbers.</summary>
internal static class Comparison
{
    /// <summary>The type in which formulas are compared.</summary>
    public static ScalarType Wide => ScalarType.Float64;

    /// <summary>
    /// Requires that a model computes <paramref name="expected"/>, in every gradient mode, and leaves no tensor behind. Disposes the model.
    /// </summary>
    public static void Compare<T>(T model, long[] shape, Func<T, Tensor, Tensor> expected)
        where T : nn.Module<Tensor, Tensor>
    {
        using (model)
        {
            using var scope = NewDisposeScope();
            var x = randn(shape, dtype: Wide);
            var wanted = expected(model, x);
            foreach (var mode in GradientModes.All)
            {
                using var entered = mode.Data.Enter(model);
                Agreement.Assert(Handles.Exactly(1, () => model.call(x), x), wanted, Agreement.Exact,
                    $"{typeof(T).Name} of ({string.Join(", ", shape)})");
            }
        }
    }

    /// <summary>A parameter or buffer of a model.</summary>
    public static Tensor Parameter(nn.Module model, string name) => model.state_dict()[name];

    /// <summary>The slices of a tensor along an axis at the given positions.</summary>
    public static Tensor Gather(Tensor x, int axis, long[] positions) => x.index_select(axis, tensor(positions));
}
