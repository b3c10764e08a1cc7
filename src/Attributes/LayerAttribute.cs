using System;
using System.ComponentModel;

namespace ModelGen;

/// <summary>A layer: on a class a link of its chain, on a <c>Stage</c> field a link of that stage's chain.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Field, AllowMultiple = true, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class LayerAttribute : Attribute
{
    /// <summary>
    /// The layer's name in <c>state_dict</c> keys and summaries. By default its kind in camelCase, numbered from the
    /// second of a kind on: <c>linear</c>, <c>linear2</c>.
    /// </summary>
    public string? Name { get; set; }

    /// <summary>A constant, true by default; the layer is left out where it is false, as if it were not written.</summary>
    public bool When { get; set; } = true;
}

/// <summary>A layer with weights.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Field, AllowMultiple = true, Inherited = false)]
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class WeightedLayerAttribute : LayerAttribute
{
    /// <summary>How the weights (parameters of two or more axes) are initialised; PyTorch's default for the layer when not given.</summary>
    public Init Init { get; set; }

    /// <summary>The standard deviation for <see cref="Init.Normal"/> and <see cref="Init.TruncatedNormal"/>; 0.02 by default.</summary>
    public double InitStd { get; set; } = 0.02;

    /// <summary>
    /// A layer of the same kind whose weights this one uses: its stage (<c>nameof(encoder)</c>), or <c>stage.layer</c>; in a chain the
    /// layer above. Both must be built alike.
    /// </summary>
    public string? Shared { get; set; }
}

/// <summary>The schemes of <c>torch.nn.init</c>.</summary>
public enum Init
{
    /// <summary>PyTorch's default for the layer.</summary>
    Default,

    /// <summary>Uniform, Glorot and Bengio 2010.</summary>
    XavierUniform,

    /// <summary>Normal, Glorot and Bengio 2010.</summary>
    XavierNormal,

    /// <summary>Uniform for ReLU, He et al. 2015.</summary>
    KaimingUniform,

    /// <summary>Normal for ReLU, He et al. 2015.</summary>
    KaimingNormal,

    /// <summary>Orthogonal rows or columns, Saxe et al. 2013.</summary>
    Orthogonal,

    /// <summary>Normal with mean 0 and <see cref="WeightedLayerAttribute.InitStd"/>.</summary>
    Normal,

    /// <summary>Normal with mean 0 and <see cref="WeightedLayerAttribute.InitStd"/>, cut at two standard deviations.</summary>
    TruncatedNormal,

    /// <summary>All zero.</summary>
    Zeros,
}
