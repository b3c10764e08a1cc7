using System;
using System.ComponentModel;

namespace ModelGen;

/// <summary>A layer in a chain: the chain of the model on a class, the chain of a stage on a <c>Stage</c> field.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Field, AllowMultiple = true, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class LayerAttribute : Attribute
{
    /// <summary>
    /// The name of the layer in <c>state_dict</c> keys and summaries. By default its kind in camel case, numbered from the second layer of
    /// a kind on: <c>linear</c>, <c>linear2</c>.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>A constant, true by default; if it is false, the layer is omitted.</summary>
    public bool When { get; set; } = true;
}

/// <summary>A layer with weights.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Field, AllowMultiple = true, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class WeightedLayerAttribute : LayerAttribute
{
    /// <summary>
    /// The scheme that initialises the weights, parameters with two or more axes; PyTorch's default for the layer when not given.
    /// </summary>
    public Init Init { get; set; }

    /// <summary>The standard deviation of <see cref="Init.Normal"/> and <see cref="Init.TruncatedNormal"/>; 0.02 by default.</summary>
    public double InitStd { get; set; } = 0.02;

    /// <summary>
    /// A layer of the same kind whose weights this one shares: its stage (<c>nameof(encoder)</c>) or <c>stage.layer</c>; in a chain a
    /// preceding layer. Both must have the same parameters.
    /// </summary>
    public string? Shared { get; set; }
}

/// <summary>The initialisation schemes of <c>torch.nn.init</c>.</summary>
public enum Init
{
    /// <summary>PyTorch's default for the layer.</summary>
    Default,

    /// <summary>Uniform distribution with Glorot's bound (Glorot and Bengio 2010).</summary>
    XavierUniform,

    /// <summary>Normal distribution with Glorot's standard deviation (Glorot and Bengio 2010).</summary>
    XavierNormal,

    /// <summary>Uniform distribution with He's bound for ReLU (He et al. 2015).</summary>
    KaimingUniform,

    /// <summary>Normal distribution with He's standard deviation for ReLU (He et al. 2015).</summary>
    KaimingNormal,

    /// <summary>Orthogonal rows or columns (Saxe et al. 2013).</summary>
    Orthogonal,

    /// <summary>Normal distribution with mean 0 and standard deviation <see cref="WeightedLayerAttribute.InitStd"/>.</summary>
    Normal,

    /// <summary>
    /// Normal distribution with mean 0 and standard deviation <see cref="WeightedLayerAttribute.InitStd"/>, truncated at two standard
    /// deviations.
    /// </summary>
    TruncatedNormal,

    /// <summary>All zeros.</summary>
    Zeros,
}
