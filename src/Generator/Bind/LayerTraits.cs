using System;
using ModelGen.Generator.Layers;

namespace ModelGen.Generator.Bind;

/// <summary>What a kind is to its neighbours, for suggestions.</summary>
[Flags]
internal enum LayerTraits
{
    None = 0,

    /// <summary>A nonlinearity, element by element.</summary>
    Activation = 1,

    /// <summary>A linear layer that learns a bias unless Bias is false.</summary>
    Affine = 2,

    /// <summary>Normalises each channel over the batch.</summary>
    BatchNorm = 4,

    /// <summary>Zeroes elements at random in training.</summary>
    Dropout = 8,

    /// <summary>Works on a feature map <c>(B, C, spatial…)</c>.</summary>
    Spatial = 16,

    /// <summary>Returns a sequence whose features are the last axis, <c>(B, T, D)</c>.</summary>
    FeaturesLast = 32,

    /// <summary>
    /// Multiplies tensors with each other or with its weights, all of which must be of one floating-point type: that of the result, too.
    /// </summary>
    OneType = 64,

    /// <summary>Its weights may turn the tensor into another floating-point type.</summary>
    Promotes = 128,

    /// <summary>Mixes the features along the last axis and computes every position of a sequence alone.</summary>
    Pointwise = 256,

    /// <summary>Reads a sequence step by step.</summary>
    Recurrent = 512,

    /// <summary>Takes one item of the axis that <c>Axis</c> names.</summary>
    Selects = 1024,

    /// <summary>Combines all items of the axis that <c>Axis</c> names.</summary>
    Reduces = 2048,

    /// <summary>Joins tensors that have the same axes.</summary>
    Joins = 4096,

    /// <summary>Runs code of the user's own.</summary>
    OwnCode = 8192,

    /// <summary>Takes a range of the axis that <c>Axis</c> names.</summary>
    Slices = 16384,

    /// <summary>Adds the tensor that its stage starts from.</summary>
    AddsStart = 32768,

    /// <summary>Takes ids and gives a vector for each; its sizes are <c>vocabulary</c> and <c>features</c>.</summary>
    Embeds = 65536,

    /// <summary>Adds a code for its position to each item of a sequence.</summary>
    AddsPositions = 131072,

    /// <summary>Takes <c>(B, T, features)</c>, the batch before the steps.</summary>
    TakesSequences = 262144,

    /// <summary>Gives the same elements with the axes in another order.</summary>
    Permutes = 524288,
}

internal static class LayerTraitsExtensions
{
    /// <summary>
    /// Whether one is among them; <c>HasFlag</c> boxes both until its caller is optimized, which in a build seldom comes.
    /// </summary>
    public static bool Has(this LayerTraits traits, LayerTraits one) => (traits & one) == one;
}
