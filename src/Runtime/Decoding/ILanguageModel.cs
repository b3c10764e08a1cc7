using ModelGen.Decoding;

namespace ModelGen;

/// <summary>
/// A model that gives each id of its vocabulary a score for standing next: what <c>[Autoregressive]</c> makes of a model, and what
/// <see cref="Generation"/> works on.
/// </summary>
public interface ILanguageModel
{
    /// <summary>The number of ids, which run from 0 on.</summary>
    long Vocabulary { get; }

    /// <summary>How many positions a sequence may have; null if there is no limit.</summary>
    long? MaximumLength { get; }

    /// <summary>A decoding before its first position.</summary>
    /// <returns>The decoding, owned by the caller.</returns>
    DecodingState NewDecoding();
}
