namespace ModelGen;

/// <summary><c>max(x, 0)</c>, element by element: any shape to the same, as <c>torch.nn.ReLU</c>.</summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class ReluAttribute() : LayerAttribute
{
}

/// <summary><c>x Φ(x)</c>, element by element: any shape to the same, as <c>torch.nn.GELU</c> (Hendrycks and Gimpel 2016).</summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class GeluAttribute() : LayerAttribute
{
    /// <summary>Whether Φ is approximated by a tanh, as in GPT-2.</summary>
    public bool Tanh { get; set; }
}

/// <summary>
/// <c>x σ(x)</c>, element by element: any shape to the same, as <c>torch.nn.SiLU</c>; also called swish (Hendrycks and Gimpel 2016).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class SiluAttribute() : LayerAttribute
{
}

/// <summary>The hyperbolic tangent, element by element: any shape to the same.</summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed class TanhAttribute() : LayerAttribute
{
}

/// <summary><c>1 / (1 + e⁻ˣ)</c>, element by element: any shape to the same.</summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed class SigmoidAttribute() : LayerAttribute
{
}

/// <summary><c>eˣ</c> divided by its sum along an axis: any shape to the same, as <c>torch.nn.Softmax</c>.</summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class SoftmaxAttribute() : LayerAttribute
{
    /// <summary>The axis along which the result sums to 1, negative from the end; -1 by default.</summary>
    public int Axis { get; set; } = -1;
}

/// <summary>
/// The logarithm of <see cref="SoftmaxAttribute"/>, computed without overflow: any shape to the same, as <c>torch.nn.LogSoftmax</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class LogSoftmaxAttribute() : LayerAttribute
{
    /// <summary>The axis along which the exponentials sum to 1, negative from the end; -1 by default.</summary>
    public int Axis { get; set; } = -1;
}

/// <summary>
/// <c>x</c> where it is positive, elsewhere x times a small slope, element by element: any shape to the same, as <c>torch.nn.LeakyReLU</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class LeakyReluAttribute() : LayerAttribute
{
    /// <summary>The slope below 0; 0.01 by default.</summary>
    public double NegativeSlope { get; set; } = 0.01;
}

/// <summary>
/// <c>x</c> where it is positive, elsewhere <c>α (eˣ - 1)</c>, element by element: any shape to the same, as <c>torch.nn.ELU</c> (Clevert
/// et al. 2016).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class EluAttribute() : LayerAttribute
{
    /// <summary>α: the limit below 0 is -α; 1 by default.</summary>
    public double Alpha { get; set; } = 1;
}

/// <summary><c>x tanh(ln(1 + eˣ))</c>, element by element: any shape to the same (Misra 2019).</summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class MishAttribute() : LayerAttribute
{
}

/// <summary><c>min(max(x, 0), 6)</c>, element by element: any shape to the same (Howard et al. 2017).</summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class Relu6Attribute() : LayerAttribute
{
}

/// <summary><c>x min(max(x + 3, 0), 6) / 6</c>, element by element: any shape to the same (Howard et al. 2019).</summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class HardswishAttribute() : LayerAttribute
{
}

/// <summary><c>ln(1 + e^(βx)) / β</c>, element by element: any shape to the same, as <c>torch.nn.Softplus</c>.</summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class SoftplusAttribute() : LayerAttribute
{
    /// <summary>β; 1 by default.</summary>
    public double Beta { get; set; } = 1;

    /// <summary>Where βx is above this, the result is x; 20 by default.</summary>
    public double Threshold { get; set; } = 20;
}

/// <summary>
/// The first half of an axis times the sigmoid of the second: <c>(..., 2*D)</c> to <c>(..., D)</c>, a gated linear unit (Dauphin et al.
/// 2017).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class GluAttribute() : LayerAttribute
{
    /// <summary>The axis that is halved, negative from the end; -1 by default.</summary>
    public int Axis { get; set; } = -1;
}

/// <summary>
/// <c>x</c> where it is positive, elsewhere x times a learned slope: any shape to the same, as <c>torch.nn.PReLU</c> (He et al. 2015). One
/// slope, or one for each channel of <c>(B, C, ...)</c>.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#activations">The vocabulary: activations</see>
/// </remarks>
public sealed partial class PReluAttribute() : WeightedLayerAttribute
{
    /// <summary>The number of slopes: 1, or the size of axis 1.</summary>
    public object NumParameters { get; set; } = 1;

    /// <summary>The slopes to start from; 0.25 by default.</summary>
    public double InitialSlope { get; set; } = 0.25;
}
