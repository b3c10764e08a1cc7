using ModelGen.Decoding;

namespace ModelGen;

/// <summary>
/// A model that scores each id of its vocabulary as the next one of a sequence. <c>[Autoregressive]</c> implements it and
/// <see cref="Generation"/> uses it.
/// </summary>
public interface ILanguageModel
{
    /// <summary>The number of ids; valid ids are 0 to <c>Vocabulary - 1</c>.</summary>
    long Vocabulary { get; }

    /// <summary>The maximum sequence length; null if there is no limit.</summary>
    long? MaximumLength { get; }

    /// <summary>Creates an empty decoding state.</summary>
    /// <returns>The decoding state, owned by the caller.</returns>
    DecodingState NewDecoding();
}
