namespace ModelGen;

/// <summary>max(x, 0), element by element.</summary>
public sealed class ReluAttribute : LayerAttribute
{
}

/// <summary>x Φ(x), element by element (Hendrycks and Gimpel 2016).</summary>
public sealed class GeluAttribute : LayerAttribute
{
    /// <summary>Whether Φ is approximated by a tanh, as in GPT-2.</summary>
    public bool Tanh { get; set; }
}

/// <summary>x σ(x), element by element.</summary>
public sealed class SiluAttribute : LayerAttribute
{
}

/// <summary>The hyperbolic tangent, element by element.</summary>
public sealed class TanhAttribute : LayerAttribute
{
}

/// <summary>1 / (1 + e⁻ˣ), element by element.</summary>
public sealed class SigmoidAttribute : LayerAttribute
{
}

/// <summary>eˣ divided by its sum along an axis.</summary>
public sealed class SoftmaxAttribute : LayerAttribute
{
    /// <summary>The axis along which the result sums to 1; negative from the end.</summary>
    public int Axis { get; set; } = -1;
}

/// <summary>The logarithm of <see cref="SoftmaxAttribute"/>, computed without overflow.</summary>
public sealed class LogSoftmaxAttribute : LayerAttribute
{
    /// <summary>The axis along which the exponentials sum to 1; negative from the end.</summary>
    public int Axis { get; set; } = -1;
}

/// <summary>x where it is positive, elsewhere x times a small slope, element by element, as <c>torch.nn.LeakyReLU</c>.</summary>
public sealed class LeakyReluAttribute : LayerAttribute
{
    /// <summary>The slope below 0.</summary>
    public double NegativeSlope { get; set; } = 0.01;
}

/// <summary>x where it is positive, elsewhere α (eˣ - 1), element by element (Clevert et al. 2016).</summary>
public sealed class EluAttribute : LayerAttribute
{
    /// <summary>α: the limit below 0 is -α.</summary>
    public double Alpha { get; set; } = 1;
}

/// <summary>x tanh(ln(1 + eˣ)), element by element (Misra 2019).</summary>
public sealed class MishAttribute : LayerAttribute
{
}

/// <summary>min(max(x, 0), 6), element by element (Howard et al. 2017).</summary>
public sealed class Relu6Attribute : LayerAttribute
{
}

/// <summary>x min(max(x + 3, 0), 6) / 6, element by element (Howard et al. 2019).</summary>
public sealed class HardswishAttribute : LayerAttribute
{
}

/// <summary>ln(1 + e^(βx)) / β, element by element, as <c>torch.nn.Softplus</c>.</summary>
public sealed class SoftplusAttribute : LayerAttribute
{
    /// <summary>β.</summary>
    public double Beta { get; set; } = 1;

    /// <summary>Where βx is above this, the result is x.</summary>
    public double Threshold { get; set; } = 20;
}

/// <summary>
/// The first half of an axis times the sigmoid of the second: <c>(..., 2*D)</c> to <c>(..., D)</c>, a gated linear unit (Dauphin et al. 2017).
/// </summary>
public sealed class GluAttribute : LayerAttribute
{
    /// <summary>The axis that is halved; negative from the end.</summary>
    public int Axis { get; set; } = -1;
}

/// <summary>
/// x where it is positive, elsewhere x times a learned slope, as <c>torch.nn.PReLU</c> (He et al. 2015): one slope, or one for each channel of <c>(B, C, ...)</c>.
/// </summary>
public sealed class PReluAttribute : WeightedLayerAttribute
{
    /// <summary>The number of slopes: 1, or the size of axis 1.</summary>
    public object NumParameters { get; set; } = 1;

    /// <summary>The slopes to start from.</summary>
    public double InitialSlope { get; set; } = 0.25;
}
