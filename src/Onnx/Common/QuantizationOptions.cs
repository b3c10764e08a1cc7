using System;
using System.Collections.Generic;

namespace ModelGen.Onnx;

/// <summary>
/// What is quantised, and how: for <see cref="WeightType.Int8Dynamic"/>, <see cref="WeightType.Int8"/> and <see cref="WeightType.Int4"/>.
/// </summary>
/// <remarks>
/// The weights of matrix products are quantised: those of linear layers, of attention and of feed-forward networks; with
/// <see cref="WeightType.Int8Dynamic"/> also those of LSTMs. Biases, norms and convolutions stay in 32 bits.
/// </remarks>
public sealed record QuantizationOptions
{
    /// <summary>
    /// The number of weights with one scale, along the inputs of a layer: 16, 32, 64, 128 or 256. Smaller blocks are more accurate and
    /// larger. <see cref="WeightType.Int8Dynamic"/> has one scale per output instead.
    /// </summary>
    public int BlockSize { get; init; } = 32;

    /// <summary>
    /// Whether the range of a block has zero in its middle. Otherwise it goes from the smallest to the largest weight, which is more
    /// accurate and takes a zero point per block. <see cref="WeightType.Int8Dynamic"/> is always symmetric.
    /// </summary>
    public bool Symmetric { get; init; }

    /// <summary>
    /// Whether products with blocks may round the other operand to 8 bits as well, in blocks (<c>accuracy_level</c> 4 of
    /// <c>MatMulNBits</c>). Otherwise they are computed in 32 bits (<c>accuracy_level</c> 1), which is slower.
    /// </summary>
    public bool Int8Products { get; init; } = true;

    /// <summary>
    /// Whether <see cref="WeightType.Int8Dynamic"/> uses 7 bits. Intel's processors with AVX2 or AVX-512 but without VNNI cut off
    /// larger sums of two products.
    /// </summary>
    public bool ReduceRange { get; init; }

    /// <summary>
    /// Whether embeddings are quantised. One that is also the weight of a quantised layer (<c>TiedLinear</c>) always is, because the file
    /// stores it once.
    /// </summary>
    public bool Embeddings { get; init; }

    /// <summary>
    /// The layers that keep their weights: paths of layers or blocks, such as <c>head</c> or <c>block.0</c>, or of a part of a layer,
    /// such as <c>attention.query</c>.
    /// </summary>
    public IReadOnlyCollection<string> Except { get; init; } = [];

    /// <summary>Whether the first and the last layer that would be quantised keep their weights.</summary>
    public bool ExceptFirstAndLast { get; init; }

    /// <summary>Refuses what makes no sense.</summary>
    internal void Validate()
    {
        if (BlockSize is not (16 or 32 or 64 or 128 or 256))
        {
            throw new ArgumentException($"{nameof(BlockSize)} is {BlockSize}, expected 16, 32, 64, 128 or 256.");
        }
    }
}
