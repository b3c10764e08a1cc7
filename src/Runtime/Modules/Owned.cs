using ModelGen.Layers;
using TorchSharp;
using static TorchSharp.torch;
using GELU = TorchSharp.Modules.GELU;

namespace ModelGen;

/// <summary>
/// Operations that consume their first argument: a temporary that the caller owns. Where gradients are off they work in its memory,
/// otherwise beside it, and dispose it. Either way the argument must not be used afterwards and the result is the one live handle.
/// </summary>
/// <remarks>
/// The argument must own its memory alone. A view (<c>select</c>, <c>transpose</c>, <c>reshape</c>, <c>alias</c>) of a tensor that lives
/// on does not, and neither does the result of <c>dropout</c> in evaluation: it is its input itself.
/// </remarks>
public static class Owned
{
    /// <summary>The element-wise sum, broadcast: <c>owned + other</c>.</summary>
    /// <param name="owned">The consumed summand.</param>
    /// <param name="other">The other summand, which is left alone.</param>
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

    /// <summary>The element-wise product, broadcast: <c>owned * other</c>.</summary>
    /// <param name="owned">The consumed factor.</param>
    /// <param name="other">The other factor, which is left alone.</param>
    /// <returns>The product.</returns>
    public static Tensor Multiply(Tensor owned, Tensor other)
        => !is_grad_enabled() && Holds(owned, other) ? owned.mul_(other) : Replace(owned, owned.mul(other));

    /// <summary>The element-wise difference, broadcast: <c>owned - other</c>.</summary>
    /// <param name="owned">The consumed minuend.</param>
    /// <param name="other">The subtrahend, which is left alone.</param>
    /// <returns>The difference.</returns>
    public static Tensor Subtract(Tensor owned, Tensor other)
        => !is_grad_enabled() && Holds(owned, other) ? owned.sub_(other) : Replace(owned, owned.sub(other));

    /// <summary>max(x, 0), element by element.</summary>
    /// <param name="owned">The consumed x.</param>
    /// <returns>The result, in the same shape.</returns>
    public static Tensor Relu(Tensor owned) => is_grad_enabled() ? Replace(owned, owned.relu()) : owned.relu_();

    /// <summary>x Φ(x), element by element (Hendrycks and Gimpel 2016).</summary>
    /// <param name="owned">The consumed x.</param>
    /// <param name="tanh">Whether Φ is approximated by a tanh, as in GPT-2.</param>
    /// <returns>The result, in the same shape.</returns>
    public static Tensor Gelu(Tensor owned, bool tanh = false)
    {
        var approximate = tanh ? GELU.Approximate.tanh : GELU.Approximate.none;
        if (is_grad_enabled())
        {
            return Replace(owned, owned.gelu(approximate));
        }

        // Unlike its siblings gelu_ returns a second handle to the same tensor.
        owned.gelu_(approximate).Dispose();
        return owned;
    }

    /// <summary>x σ(x), element by element.</summary>
    /// <param name="owned">The consumed x.</param>
    /// <returns>The result, in the same shape.</returns>
    public static Tensor Silu(Tensor owned) => is_grad_enabled() ? Replace(owned, owned.silu()) : owned.silu_();

    /// <summary>The hyperbolic tangent, element by element.</summary>
    /// <param name="owned">The consumed x.</param>
    /// <returns>The result, in the same shape.</returns>
    public static Tensor Tanh(Tensor owned) => is_grad_enabled() ? Replace(owned, owned.tanh()) : owned.tanh_();

    /// <summary>1 / (1 + e⁻ˣ), element by element.</summary>
    /// <param name="owned">The consumed x.</param>
    /// <returns>The result, in the same shape.</returns>
    public static Tensor Sigmoid(Tensor owned) => is_grad_enabled() ? Replace(owned, owned.sigmoid()) : owned.sigmoid_();

    /// <summary>x where it is positive, elsewhere x times a slope, element by element.</summary>
    /// <param name="owned">The consumed x.</param>
    /// <param name="negativeSlope">The slope.</param>
    /// <returns>The result, in the same shape.</returns>
    public static Tensor LeakyRelu(Tensor owned, double negativeSlope)
        => is_grad_enabled() ? Replace(owned, owned.leaky_relu(Scalars.Of(negativeSlope))) : owned.leaky_relu_(Scalars.Of(negativeSlope));

    /// <summary>x where it is positive, elsewhere α (eˣ - 1), element by element (Clevert et al. 2016).</summary>
    /// <param name="owned">The consumed x.</param>
    /// <param name="alpha">α.</param>
    /// <returns>The result, in the same shape.</returns>
    public static Tensor Elu(Tensor owned, double alpha)

        // The elu_ of one argument is not in place.
        => is_grad_enabled()
            ? Replace(owned, owned.elu(Scalars.Of(alpha), Scalars.One, Scalars.One))
            : owned.elu_(Scalars.Of(alpha), Scalars.One, Scalars.One);

    /// <summary>x tanh(softplus(x)), element by element (Misra 2019).</summary>
    /// <param name="owned">The consumed x.</param>
    /// <returns>The result, in the same shape.</returns>
    public static Tensor Mish(Tensor owned)
    {
        if (is_grad_enabled())
        {
            return Replace(owned, nn.functional.mish(owned));
        }

        using var gate = owned.softplus().tanh_();
        return owned.mul_(gate);
    }

    /// <summary>min(max(x, 0), 6), element by element (Howard et al. 2017).</summary>
    /// <param name="owned">The consumed x.</param>
    /// <returns>The result, in the same shape.</returns>
    public static Tensor Relu6(Tensor owned) => is_grad_enabled() ? Replace(owned, owned.relu6()) : owned.relu6_();

    /// <summary>x ReLU6(x + 3) / 6, element by element (Howard et al. 2019).</summary>
    /// <param name="owned">The consumed x.</param>
    /// <returns>The result, in the same shape.</returns>
    public static Tensor Hardswish(Tensor owned) => is_grad_enabled() ? Replace(owned, owned.hardswish()) : owned.hardswish_();

    /// <summary>
    /// Zeroes elements at random in training and scales the rest (Srivastava et al. 2014); in evaluation it costs nothing at all.
    /// </summary>
    /// <param name="owned">The consumed x.</param>
    /// <param name="probability">The probability of an element being zeroed.</param>
    /// <param name="training">Whether the model is in training.</param>
    /// <returns>The result, in the same shape.</returns>
    public static Tensor Dropout(Tensor owned, double probability, bool training)
        => training && probability > 0 ? Replace(owned, nn.functional.dropout(owned, probability, training: true)) : owned;

    /// <summary>
    /// Zeroes channels at random in training and scales the rest (Tompson et al. 2015); in evaluation it costs nothing at all.
    /// </summary>
    /// <param name="owned">The consumed x <c>(B, C, ...)</c>.</param>
    /// <param name="probability">The probability of a channel being zeroed.</param>
    /// <param name="training">Whether the model is in training.</param>
    /// <returns>The result, in the same shape.</returns>
    public static Tensor Dropout2d(Tensor owned, double probability, bool training)
        => training && probability > 0 ? Replace(owned, nn.functional.dropout2d(owned, probability, training: true)) : owned;

    /// <summary>
    /// Zeroes items at random in training and scales the rest (Huang et al. 2016); in evaluation it costs nothing at all.
    /// </summary>
    /// <param name="owned">The consumed x <c>(B, ...)</c>.</param>
    /// <param name="probability">The probability of an item being zeroed.</param>
    /// <param name="training">Whether the model is in training.</param>
    /// <returns>The result, in the same shape.</returns>
    public static Tensor DropPath(Tensor owned, double probability, bool training)
        => training && probability > 0 ? Replace(owned, StochasticDepth.Apply(owned, probability, training: true)) : owned;

    /// <summary>The activation of a block, element by element.</summary>
    /// <param name="owned">The consumed x.</param>
    /// <param name="activation">Which one.</param>
    /// <returns>The result, in the same shape.</returns>
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

    // Whether owned + other has the shape and the type of owned, so that its memory can take the result.
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
