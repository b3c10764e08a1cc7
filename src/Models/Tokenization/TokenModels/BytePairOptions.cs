namespace ModelGen.Models.Tokenization;

/// <summary>The options of byte-pair encoding.</summary>
internal sealed record BytePairOptions
{
    /// <summary>The token for characters that are not in the vocabulary, which are left out without one.</summary>
    public string? Unknown { get; init; }

    /// <summary>The prefix of tokens that do not begin a word.</summary>
    public string Prefix { get; init; } = string.Empty;

    /// <summary>The suffix of tokens that end a word.</summary>
    public string Suffix { get; init; } = string.Empty;

    /// <summary>Whether adjacent unknown characters become one token.</summary>
    public bool FusesUnknown { get; init; }

    /// <summary>Whether an unknown character becomes the tokens of its bytes.</summary>
    public bool FallsBackToBytes { get; init; }

    /// <summary>Whether a word that is in the vocabulary is one token, whatever the merges.</summary>
    public bool IgnoresMerges { get; init; }
}
