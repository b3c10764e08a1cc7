using System;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>Reductions that leave padding out.</summary>
public static class Masked
{
    /// <summary>Computes the mean over the real elements along an axis.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="padding">
    /// True where there is padding: the axes of <paramref name="x"/> up to <paramref name="axis"/>; nothing is padding when <c>null</c>.
    /// </param>
    /// <param name="axis">The axis, counted from the end if negative.</param>
    /// <param name="keepdim">Whether the axis is kept with size 1.</param>
    /// <returns>The mean, owned by the caller; 0 where all elements are padding.</returns>
    public static Tensor Mean(Tensor x, Tensor? padding, long axis, bool keepdim)
    {
        if (padding is null)
        {
            return x.mean([axis], keepdim);
        }

        using var sum = Sum(x, padding, axis, keepdim);
        using var ignored = Like(padding, x);
        using var real = ignored.logical_not();
        using var count = real.sum(axis, keepdim);
        using var divisor = count.clamp_min(Scalars.Of(1));
        return sum.div(divisor);
    }

    /// <summary>Computes the sum of the real elements along an axis.</summary>
    /// <inheritdoc cref="Mean" path="/param"/>
    /// <returns>The sum, owned by the caller; 0 where all elements are padding.</returns>
    public static Tensor Sum(Tensor x, Tensor? padding, long axis, bool keepdim)
    {
        if (padding is null)
        {
            return x.sum([axis], keepdim);
        }

        using var ignored = Like(padding, x);
        using var real = x.masked_fill(ignored, Scalars.Of(0));
        return real.sum([axis], keepdim);
    }

    /// <summary>Computes the largest of the real elements along an axis, and their indices.</summary>
    /// <inheritdoc cref="Mean" path="/param"/>
    /// <returns>The values and the indices, owned by the caller; both are 0 where all elements are padding.</returns>
    public static (Tensor values, Tensor indexes) Max(Tensor x, Tensor? padding, long axis, bool keepdim)
    {
        if (padding is null)
        {
            return x.max(axis, keepdim);
        }

        using var ignored = Like(padding, x);
        using var real = x.masked_fill(
            ignored, x.is_floating_point() ? Scalars.Of(double.NegativeInfinity) : Scalars.Of(long.MinValue));
        var (values, indices) = real.max(axis, keepdim);
        using (values)
        using (indices)
        {
            using var none = ignored.all(axis, keepdim);
            return (values.masked_fill(none, Scalars.Of(0)), indices.masked_fill(none, Scalars.Of(0)));
        }
    }

    // The mask with an axis of 1 for each further axis of the tensor.
    private static Tensor Like(Tensor padding, Tensor x)
    {
        var shape = new long[x.dim()];
        Array.Fill(shape, 1);
        padding.shape.CopyTo(shape, 0);
        return padding.reshape(shape);
    }
}
