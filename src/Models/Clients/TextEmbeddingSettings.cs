using static TorchSharp.torch;

namespace ModelGen.Models;

/// <summary>How the vectors of the tokens of a text become the vector of the text.</summary>
public enum EmbeddingPooling
{
    /// <summary>The mean over the tokens without padding, as in Sentence-BERT (Reimers and Gurevych 2019).</summary>
    Mean,

    /// <summary>The vector of the first token, which is <c>[CLS]</c> for BERT.</summary>
    FirstToken,
}

/// <summary>How a <see cref="TextEmbeddingGenerator"/> encodes texts.</summary>
public sealed record TextEmbeddingSettings
{
    /// <summary>How the vectors of the tokens become the vector of the text.</summary>
    public EmbeddingPooling Pooling { get; init; }

    /// <summary>
    /// Whether each vector is divided by its Euclidean length, so that the scalar product of two vectors is their cosine.
    /// </summary>
    public bool Normalize { get; init; } = true;

    /// <summary>
    /// The number of tokens to which longer texts are shortened, with the special tokens at their ends; <c>null</c> for no limit.
    /// </summary>
    public int? MaximumLength { get; init; }

    /// <summary>The number of texts that the encoder reads at once.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The id of padding.</summary>
    public long PaddingId { get; init; }

    /// <summary>The device of the encoder's inputs; the CPU when null.</summary>
    public Device? Device { get; init; }

    /// <summary>The name of the model in responses.</summary>
    public string? ModelId { get; init; }
}
