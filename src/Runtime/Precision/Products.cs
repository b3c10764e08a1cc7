using System;
using System.Linq;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen;

/// <summary>
/// The layers that multiply matrices. In <see cref="Precision.BFloat16"/> they multiply in bfloat16; the result has the dtype of the input.
/// </summary>
/// <remarks>
/// A layer whose weights are in float32 may be given bfloat16 there, so that the layers of one block convert its input and its result only.
/// </remarks>
public static class Products
{
    /// <summary>Applies a linear layer: <c>x Wᵀ + b</c>.</summary>
    /// <param name="linear">The layer.</param>
    /// <param name="x">The input <c>(..., in)</c>.</param>
    /// <returns>The result <c>(..., out)</c>.</returns>
    public static Tensor Linear(Linear linear, Tensor x)
    {
        if (MixedPrecision.Narrows(x))
        {
            using var narrow = MixedPrecision.Narrow(x);
            return MixedPrecision.Widen(Linear(linear, narrow));
        }

        // In a model whose weights are in bfloat16 already, nothing is converted.
        if (MixedPrecision.Current == Precision.Float32 || x.dtype != ScalarType.BFloat16 || linear.weight.dtype != ScalarType.Float32)
        {
            return linear.call(x);
        }

        return LinearHooks.Run(linear, x, Linear(x, linear.weight, linear.bias));
    }

    /// <summary>Applies a linear layer with a weight of another layer: <c>x Wᵀ + b</c>.</summary>
    /// <param name="x">The input <c>(..., in)</c>.</param>
    /// <param name="weight">The weight <c>(out, in)</c>.</param>
    /// <param name="bias">The bias <c>(out)</c>, or <c>null</c> for none.</param>
    /// <returns>The result <c>(..., out)</c>.</returns>
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias = null)
    {
        if (MixedPrecision.Current == Precision.Float32)
        {
            return nn.functional.linear(x, weight, bias);
        }

        if (MixedPrecision.Narrows(x))
        {
            using var narrow = MixedPrecision.Narrow(x);
            return MixedPrecision.Widen(Linear(narrow, weight, bias));
        }

        if (x.dtype != ScalarType.BFloat16)
        {
            return nn.functional.linear(x, weight, bias);
        }

        using var narrowWeight = MixedPrecision.Narrow(weight);
        using var narrowBias = bias is null ? null : MixedPrecision.Narrow(bias);
        return nn.functional.linear(x, narrowWeight, narrowBias);
    }

    /// <summary>Applies a bilinear layer: <c>left W right + b</c>.</summary>
    /// <param name="bilinear">The layer.</param>
    /// <param name="left">The first input <c>(..., in1)</c>.</param>
    /// <param name="right">The second input <c>(..., in2)</c>.</param>
    /// <returns>The result <c>(..., out)</c>.</returns>
    public static Tensor Bilinear(Bilinear bilinear, Tensor left, Tensor right)
    {
        if (!MixedPrecision.Narrows(left))
        {
            return bilinear.call(left, right);
        }

        using var narrowLeft = MixedPrecision.Narrow(left);
        using var narrowRight = MixedPrecision.Narrow(right);
        using var weight = MixedPrecision.Narrow(bilinear.weight);
        using var bias = bilinear.bias is null ? null : MixedPrecision.Narrow(bilinear.bias);
        return MixedPrecision.Widen(nn.functional.bilinear(narrowLeft, narrowRight, weight, bias));
    }

    /// <summary>Applies a convolution or a transposed convolution.</summary>
    /// <param name="convolution">
    /// The layer, over one to three axes. One that does not pad with a number of zeros is always computed in the dtype of its weights.
    /// </param>
    /// <param name="x">The input <c>(B, C, ...)</c>.</param>
    /// <returns>The result <c>(B, channels, ...)</c>.</returns>
    public static Tensor Convolution(Convolution convolution, Tensor x)
    {
        if (!MixedPrecision.Narrows(x) || convolution.padding is not { } padding || convolution.padding_mode != PaddingModes.Zeros)
        {
            return convolution.call(x);
        }

        using var narrow = MixedPrecision.Narrow(x);
        using var weight = MixedPrecision.Narrow(convolution.weight);
        using var bias = convolution.bias is null ? null : MixedPrecision.Narrow(convolution.bias);
        var (stride, dilation, groups) = (convolution.stride, convolution.dilation, convolution.groups);
        var more = convolution.output_padding ?? [];
        return MixedPrecision.Widen((convolution.transposed, stride.Length) switch
        {
            (false, 1) => nn.functional.conv1d(narrow, weight, bias, stride[0], padding[0], dilation[0], groups),
            (false, 2) => nn.functional.conv2d(narrow, weight, bias, stride, padding, dilation, groups),
            (false, _) => nn.functional.conv3d(narrow, weight, bias, stride, padding, dilation, groups),
            (true, 1) => nn.functional.conv_transpose1d(
                narrow, weight, bias, stride[0], padding[0], more[0], dilation[0], groups),
            (true, 2) => nn.functional.conv_transpose2d(narrow, weight, bias, stride, padding, more, dilation, groups),
            (true, _) => nn.functional.conv_transpose3d(narrow, weight, bias, stride, padding, more, dilation, groups),
        });
    }

    /// <summary>Multiplies two matrices, or stacks of them: <c>(..., n, k)</c> and <c>(..., k, m)</c> to <c>(..., n, m)</c>.</summary>
    /// <param name="left">The first factor.</param>
    /// <param name="right">The second factor.</param>
    /// <returns>The product.</returns>
    public static Tensor MatMul(Tensor left, Tensor right)
    {
        if (!MixedPrecision.Narrows(left))
        {
            return left.matmul(right);
        }

        using var narrowLeft = MixedPrecision.Narrow(left);
        using var narrowRight = MixedPrecision.Narrow(right);
        return MixedPrecision.Widen(narrowLeft.matmul(narrowRight));
    }

    /// <summary>Multiplies tensors and sums over axes, as <c>torch.einsum</c>.</summary>
    /// <param name="equation">The equation, such as <c>bij,bjk->bik</c>.</param>
    /// <param name="operands">The operands.</param>
    /// <returns>The result.</returns>
    public static Tensor Einsum(string equation, params Tensor[] operands)
    {
        ArgumentNullException.ThrowIfNull(operands);
        if (operands.Length < 2 || !operands.All(MixedPrecision.Narrows))
        {
            return einsum(equation, operands);
        }

        using var scope = NewDisposeScope();
        return einsum(equation, [.. operands.Select(MixedPrecision.Narrow)]).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }
}
