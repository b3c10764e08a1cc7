using ModelGen.Layers;
using TorchSharp;
using static TorchSharp.torch;
using GELU = TorchSharp.Modules.GELU;

namespace ModelGen;

/// <summary>
/// Operations that consume their first argument, a temporary that the caller owns. Without gradients they work in place, otherwise they
/// dispose the argument. In both cases only the result may be used afterwards.
/// </summary>
/// <remarks>
/// The argument must be the only owner of its memory. A view (<c>select</c>, <c>transpose</c>, <c>reshape</c>, <c>alias</c>) of another
/// tensor is not, nor is the result of <c>dropout</c> in evaluation mode, which is its input.
/// </remarks>
public static class Owned
{
    /// <summary>Adds another tensor element-wise, with broadcasting: <c>owned + other</c>.</summary>
    /// <param name="owned">The first summand, which is consumed.</param>
    /// <param name="other">The second summand, which is not consumed.</param>
    /// <returns>The sum.</returns>
    public static Tensor Add(Tensor owned, Tensor other)
    {
        if (!is_grad_enabled() && Holds(owned, other))
        {
            return owned.add_(other, Scalars.One);
        }

        var sum = owned.add(other, Scalars.One);
        owned.Dispose();
        return sum;
    }

    /// <summary>Multiplies by another tensor element-wise, with broadcasting: <c>owned * other</c>.</summary>
    /// <param name="owned">The first factor, which is consumed.</param>
    /// <param name="other">The second factor, which is not consumed.</param>
    /// <returns>The product.</returns>
    public static Tensor Multiply(Tensor owned, Tensor other)
        => !is_grad_enabled() && Holds(owned, other) ? owned.mul_(other) : Replace(owned, owned.mul(other));

    /// <summary>Subtracts another tensor element-wise, with broadcasting: <c>owned - other</c>.</summary>
    /// <param name="owned">The minuend, which is consumed.</param>
    /// <param name="other">The subtrahend, which is not consumed.</param>
    /// <returns>The difference.</returns>
    public static Tensor Subtract(Tensor owned, Tensor other)
        => !is_grad_enabled() && Holds(owned, other) ? owned.sub_(other) : Replace(owned, owned.sub(other));

    /// <summary>Applies ReLU <c>max(x, 0)</c> element-wise.</summary>
    /// <param name="owned">The input, which is consumed.</param>
    /// <returns>The result, of the same shape.</returns>
    public static Tensor Relu(Tensor owned) => is_grad_enabled() ? Replace(owned, owned.relu()) : owned.relu_();

    /// <summary>Applies GELU <c>x Φ(x)</c> element-wise (Hendrycks and Gimpel 2016).</summary>
    /// <param name="owned">The input, which is consumed.</param>
    /// <param name="tanh">Whether Φ is approximated by a hyperbolic tangent, as in GPT-2.</param>
    /// <returns>The result, of the same shape.</returns>
    public static Tensor Gelu(Tensor owned, bool tanh = false)
    {
        var approximate = tanh ? GELU.Approximate.tanh : GELU.Approximate.none;
        if (is_grad_enabled())
        {
            return Replace(owned, owned.gelu(approximate));
        }

        // Unlike other in-place operations, gelu_ returns a second handle to the same tensor.
        owned.gelu_(approximate).Dispose();
        return owned;
    }

    /// <summary>Applies SiLU <c>x σ(x)</c> element-wise.</summary>
    /// <param name="owned">The input, which is consumed.</param>
    /// <returns>The result, of the same shape.</returns>
    public static Tensor Silu(Tensor owned) => is_grad_enabled() ? Replace(owned, owned.silu()) : owned.silu_();

    /// <summary>Applies the hyperbolic tangent element-wise.</summary>
    /// <param name="owned">The input, which is consumed.</param>
    /// <returns>The result, of the same shape.</returns>
    public static Tensor Tanh(Tensor owned) => is_grad_enabled() ? Replace(owned, owned.tanh()) : owned.tanh_();

    /// <summary>Applies the sigmoid <c>1 / (1 + e⁻ˣ)</c> element-wise.</summary>
    /// <param name="owned">The input, which is consumed.</param>
    /// <returns>The result, of the same shape.</returns>
    public static Tensor Sigmoid(Tensor owned) => is_grad_enabled() ? Replace(owned, owned.sigmoid()) : owned.sigmoid_();

    /// <summary>Applies leaky ReLU <c>max(x, 0) + negativeSlope min(x, 0)</c> element-wise.</summary>
    /// <param name="owned">The input, which is consumed.</param>
    /// <param name="negativeSlope">The slope for negative inputs.</param>
    /// <returns>The result, of the same shape.</returns>
    public static Tensor LeakyRelu(Tensor owned, double negativeSlope)
        => is_grad_enabled() ? Replace(owned, owned.leaky_relu(Scalars.Of(negativeSlope))) : owned.leaky_relu_(Scalars.Of(negativeSlope));

    /// <summary>Applies ELU, x for positive x and <c>α (eˣ - 1)</c> otherwise, element-wise (Clevert et al. 2016).</summary>
    /// <param name="owned">The input, which is consumed.</param>
    /// <param name="alpha">The coefficient α.</param>
    /// <returns>The result, of the same shape.</returns>
    public static Tensor Elu(Tensor owned, double alpha)

        // The overload of elu_ with one argument does not work in place.
        => is_grad_enabled()
            ? Replace(owned, owned.elu(Scalars.Of(alpha), Scalars.One, Scalars.One))
            : owned.elu_(Scalars.Of(alpha), Scalars.One, Scalars.One);

    /// <summary>Applies Mish <c>x tanh(softplus(x))</c> element-wise (Misra 2019).</summary>
    /// <param name="owned">The input, which is consumed.</param>
    /// <returns>The result, of the same shape.</returns>
    public static Tensor Mish(Tensor owned)
    {
        if (is_grad_enabled())
        {
            return Replace(owned, nn.functional.mish(owned));
        }

        using var gate = owned.softplus().tanh_();
        return owned.mul_(gate);
    }

    /// <summary>Applies ReLU6 <c>min(max(x, 0), 6)</c> element-wise (Howard et al. 2017).</summary>
    /// <param name="owned">The input, which is consumed.</param>
    /// <returns>The result, of the same shape.</returns>
    public static Tensor Relu6(Tensor owned) => is_grad_enabled() ? Replace(owned, owned.relu6()) : owned.relu6_();

    /// <summary>Applies hard swish <c>x ReLU6(x + 3) / 6</c> element-wise (Howard et al. 2019).</summary>
    /// <param name="owned">The input, which is consumed.</param>
    /// <returns>The result, of the same shape.</returns>
    public static Tensor Hardswish(Tensor owned) => is_grad_enabled() ? Replace(owned, owned.hardswish()) : owned.hardswish_();

    /// <summary>Applies dropout in training (Srivastava et al. 2014); in evaluation it returns its argument.</summary>
    /// <param name="owned">The input, which is consumed.</param>
    /// <param name="probability">The probability of zeroing an element.</param>
    /// <param name="training">Whether the model is in training mode.</param>
    /// <returns>The result, of the same shape.</returns>
    public static Tensor Dropout(Tensor owned, double probability, bool training)
        => training && probability > 0 ? Replace(owned, nn.functional.dropout(owned, probability, training: true)) : owned;

    /// <summary>Applies channel dropout in training (Tompson et al. 2015); in evaluation it returns its argument.</summary>
    /// <param name="owned">The input <c>(B, C, ...)</c>, which is consumed.</param>
    /// <param name="probability">The probability of zeroing a channel.</param>
    /// <param name="training">Whether the model is in training mode.</param>
    /// <returns>The result, of the same shape.</returns>
    public static Tensor Dropout2d(Tensor owned, double probability, bool training)
        => training && probability > 0 ? Replace(owned, nn.functional.dropout2d(owned, probability, training: true)) : owned;

    /// <summary>Applies stochastic depth in training (Huang et al. 2016); in evaluation it returns its argument.</summary>
    /// <param name="owned">The input <c>(B, ...)</c>, which is consumed.</param>
    /// <param name="probability">The probability of zeroing an item of the batch.</param>
    /// <param name="training">Whether the model is in training mode.</param>
    /// <returns>The result, of the same shape.</returns>
    public static Tensor DropPath(Tensor owned, double probability, bool training)
        => training && probability > 0 ? Replace(owned, StochasticDepth.Apply(owned, probability, training: true)) : owned;

    /// <summary>Applies the activation of a feed-forward network element-wise.</summary>
    /// <param name="owned">The input, which is consumed.</param>
    /// <param name="activation">The activation.</param>
    /// <returns>The result, of the same shape.</returns>
    public static Tensor Activate(Tensor owned, Activation activation) => activation switch
    {
        Activation.Gelu => Gelu(owned),
        Activation.GeluTanh => Gelu(owned, tanh: true),
        Activation.Silu => Silu(owned),
        _ => Relu(owned),
    };

    private static Tensor Replace(Tensor owned, Tensor result)
    {
        owned.Dispose();
        return result;
    }

    // Whether owned + other has the shape and dtype of owned, so that the operation can work in place.
    private static bool Holds(Tensor owned, Tensor other)
    {
        var missing = owned.dim() - other.dim();
        if (missing < 0 || owned.dtype != other.dtype)
        {
            return false;
        }

        for (var axis = (int)other.dim() - 1; axis >= 0; axis--)
        {
            var size = other.size(axis);
            if (size != 1 && size != owned.size(axis + (int)missing))
            {
                return false;
            }
        }

        return true;
    }
}
