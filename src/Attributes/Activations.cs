namespace ModelGen;

/// <summary>Rectified linear unit <c>max(x, 0)</c>, applied element-wise to any shape, as <c>torch.nn.ReLU</c>.</summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class ReluAttribute() : LayerAttribute
{
}

/// <summary>
/// Gaussian error linear unit <c>x Φ(x)</c>, applied element-wise to any shape, as <c>torch.nn.GELU</c> (Hendrycks and Gimpel 2016).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class GeluAttribute() : LayerAttribute
{
    /// <summary>Whether Φ is approximated by a hyperbolic tangent, as in GPT-2.</summary>
    public bool Tanh { get; set; }
}

/// <summary>
/// Sigmoid linear unit <c>x σ(x)</c>, also called swish, applied element-wise to any shape, as <c>torch.nn.SiLU</c> (Hendrycks and Gimpel
/// 2016).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class SiluAttribute() : LayerAttribute
{
}

/// <summary>Hyperbolic tangent, applied element-wise to any shape, as <c>torch.nn.Tanh</c>.</summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed class TanhAttribute() : LayerAttribute
{
}

/// <summary>Logistic sigmoid <c>1 / (1 + e⁻ˣ)</c>, applied element-wise to any shape, as <c>torch.nn.Sigmoid</c>.</summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed class SigmoidAttribute() : LayerAttribute
{
}

/// <summary>Softmax along one axis: any shape to the same shape, as <c>torch.nn.Softmax</c>.</summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class SoftmaxAttribute() : LayerAttribute
{
    /// <summary>The axis along which the result sums to 1, counted from the end if negative; -1 by default.</summary>
    public int Axis { get; set; } = -1;
}

/// <summary>
/// Logarithm of the softmax along one axis, computed without overflow: any shape to the same shape, as <c>torch.nn.LogSoftmax</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class LogSoftmaxAttribute() : LayerAttribute
{
    /// <summary>The axis along which the exponentials sum to 1, counted from the end if negative; -1 by default.</summary>
    public int Axis { get; set; } = -1;
}

/// <summary>
/// Leaky ReLU <c>max(x, 0) + NegativeSlope min(x, 0)</c>, applied element-wise to any shape, as <c>torch.nn.LeakyReLU</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class LeakyReluAttribute() : LayerAttribute
{
    /// <summary>The slope for negative inputs; 0.01 by default.</summary>
    public double NegativeSlope { get; set; } = 0.01;
}

/// <summary>
/// Exponential linear unit, <c>x</c> for positive x and <c>α (eˣ - 1)</c> otherwise, applied element-wise to any shape, as
/// <c>torch.nn.ELU</c> (Clevert et al. 2016).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class EluAttribute() : LayerAttribute
{
    /// <summary>The coefficient α, where -α is the limit for large negative inputs; 1 by default.</summary>
    public double Alpha { get; set; } = 1;
}

/// <summary>Mish <c>x tanh(ln(1 + eˣ))</c>, applied element-wise to any shape, as <c>torch.nn.Mish</c> (Misra 2019).</summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class MishAttribute() : LayerAttribute
{
}

/// <summary>
/// ReLU clipped at 6, <c>min(max(x, 0), 6)</c>, applied element-wise to any shape, as <c>torch.nn.ReLU6</c> (Howard et al. 2017).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class Relu6Attribute() : LayerAttribute
{
}

/// <summary>
/// Hard swish <c>x min(max(x + 3, 0), 6) / 6</c>, applied element-wise to any shape, as <c>torch.nn.Hardswish</c> (Howard et al. 2019).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class HardswishAttribute() : LayerAttribute
{
}

/// <summary>Softplus <c>ln(1 + e^(βx)) / β</c>, applied element-wise to any shape, as <c>torch.nn.Softplus</c>.</summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class SoftplusAttribute() : LayerAttribute
{
    /// <summary>The sharpness β; 1 by default.</summary>
    public double Beta { get; set; } = 1;

    /// <summary>The value of βx above which the result is x, for numerical stability; 20 by default.</summary>
    public double Threshold { get; set; } = 20;
}

/// <summary>
/// Gated linear unit: the first half of an axis times the sigmoid of the second half, <c>(..., 2*D)</c> to <c>(..., D)</c>, as
/// <c>torch.nn.GLU</c> (Dauphin et al. 2017).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class GluAttribute() : LayerAttribute
{
    /// <summary>The axis to split in half, counted from the end if negative; -1 by default.</summary>
    public int Axis { get; set; } = -1;
}

/// <summary>
/// Parametric ReLU with a learned slope for negative inputs, one for all channels or one per channel of <c>(B, C, ...)</c>: any shape to
/// the same shape, as <c>torch.nn.PReLU</c> (He et al. 2015).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class PReluAttribute() : WeightedLayerAttribute
{
    /// <summary>The number of slopes: 1, the default, or the number of channels, the size of axis 1.</summary>
    public object NumParameters { get; set; } = 1;

    /// <summary>The initial value of the slopes; 0.25 by default.</summary>
    public double InitialSlope { get; set; } = 0.25;
}

/// <summary>
/// Scaled exponential linear unit <c>scale * (max(x, 0) + min(alpha * (exp(x) - 1), 0))</c> with the constants that keep mean and variance
/// (Klambauer et al. 2017), applied element-wise to any shape, as <c>torch.nn.SELU</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed class SeluAttribute() : LayerAttribute
{
}
