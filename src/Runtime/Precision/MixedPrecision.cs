using System;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>
/// The precision of the current thread, as <c>torch.autocast</c> in PyTorch. TorchSharp has no such thing: the layers of ModelGen convert
/// what they multiply, and give their results in float32 again.
/// </summary>
/// <remarks>
/// The precision matters where a model is called; gradients are computed in the precision of the call. Models whose weights are not in
/// float32 are computed in the type of their weights. Hooks that a program has registered on a linear layer, a bilinear layer or a
/// convolution of TorchSharp are not called in <see cref="Precision.BFloat16"/>.
/// </remarks>
public static class MixedPrecision
{
    [ThreadStatic]
    private static Precision _current;

    /// <summary>The precision of the current thread.</summary>
    public static Precision Current => _current;

    /// <summary>
    /// Sets the precision of the current thread until the result is disposed: <c>using (MixedPrecision.Use(Precision.BFloat16))</c>.
    /// </summary>
    /// <param name="precision">The precision.</param>
    /// <returns>What restores the precision before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The precision is not one of <see cref="Precision"/>.</exception>
    public static IDisposable Use(Precision precision)
    {
        if (precision is not (Precision.Float32 or Precision.BFloat16))
        {
            throw new ArgumentOutOfRangeException(nameof(precision), precision, "Not a precision: expected Float32 or BFloat16.");
        }

        var before = _current;
        _current = precision;
        return new Scope(before);
    }

    /// <summary>Whether a layer that is given this tensor converts it to bfloat16.</summary>
    internal static bool Narrows(Tensor x) => _current == Precision.BFloat16 && x.dtype == ScalarType.Float32;

    /// <summary>Converts a tensor of float32 to bfloat16, as a new handle; others keep their type.</summary>
    internal static Tensor Narrow(Tensor x) => x.dtype == ScalarType.Float32 ? x.to(ScalarType.BFloat16) : x.alias();

    /// <summary>Converts a result to float32, and disposes it.</summary>
    internal static Tensor Widen(Tensor owned)
    {
        using (owned)
        {
            return owned.to(ScalarType.Float32);
        }
    }

    /// <summary>
    /// Runs the layers of a block, in <see cref="Precision.BFloat16"/> with one conversion of the input and one of the result.
    /// </summary>
    internal static Tensor Inside<T>(T block, Tensor x, Func<T, Tensor, Tensor> run)
    {
        if (!Narrows(x))
        {
            return run(block, x);
        }

        using var narrow = Narrow(x);
        return Widen(run(block, narrow));
    }

    /// <summary>Runs a layer that is computed in float32 on a tensor that may be in bfloat16.</summary>
    /// <remarks>In a model whose weights are in bfloat16, nothing is converted.</remarks>
    internal static Tensor Outside<T>(T layer, Tensor x, Func<T, Tensor, Tensor> run)
    {
        if (_current == Precision.Float32 || x.dtype != ScalarType.BFloat16)
        {
            return run(layer, x);
        }

        using var wide = x.to(ScalarType.Float32);
        using var result = run(layer, wide);
        return result.to(ScalarType.BFloat16);
    }

    private sealed class Scope(Precision before) : IDisposable
    {
        private bool _isDisposed;

        public void Dispose()
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                _current = before;
            }
        }
    }
}
