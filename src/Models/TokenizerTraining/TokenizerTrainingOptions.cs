using System;
using System.Collections.Generic;

namespace ModelGen.Models.Tokenization;

/// <summary>How a tokenizer is trained.</summary>
public record TokenizerTrainingOptions
{
    /// <summary>The largest number of tokens, including the special tokens.</summary>
    public int VocabularySize { get; init; } = 30_000;

    /// <summary>How often a pair of tokens must occur in the corpus to become one token.</summary>
    public int MinimumFrequency { get; init; } = 2;

    /// <summary>
    /// The special tokens, such as <c>&lt;|endoftext|&gt;</c>, which get the first ids. Where the corpus contains one, it separates words.
    /// </summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = [];

    /// <summary>Receives the progress.</summary>
    public IProgress<TokenizerProgress>? Progress { get; init; }
}

/// <summary>
/// How a word-piece tokenizer is trained. The special tokens of BERT come before <see cref="TokenizerTrainingOptions.SpecialTokens"/>.
/// </summary>
public sealed record WordPieceTrainingOptions : TokenizerTrainingOptions
{
    /// <summary>Whether texts are converted to lower case and lose their accents.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>
    /// The largest number of different characters, of which the most frequent ones are kept. A word with another character becomes
    /// <c>[UNK]</c>.
    /// </summary>
    public int LargestAlphabet { get; init; } = 1000;
}

/// <summary>How far the training of a tokenizer is.</summary>
/// <param name="Texts">The number of texts that are read.</param>
/// <param name="Words">The number of different words in them.</param>
/// <param name="Tokens">The number of tokens so far; 0 while texts are read.</param>
public readonly record struct TokenizerProgress(long Texts, int Words, int Tokens);
