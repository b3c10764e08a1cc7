using System;
using System.Collections.Generic;
using System.IO;
using ModelGen.Checkpoints;

namespace ModelGen.Models.Tokenization;

/// <summary>A tokenizer that was trained on a corpus. It encodes exactly as the tokenizer that is loaded from its file.</summary>
public sealed class TrainedTokenizer : ITokenizer
{
    private readonly byte[] _json;
    private readonly ITokenizer _tokenizer;

    internal TrainedTokenizer(byte[] json, TokenVocabulary vocabulary, IReadOnlyList<(string Left, string Right)> merges)
    {
        (_json, Vocabulary, Merges) = (json, vocabulary.Ids, merges);
        _tokenizer = Tokenizers.Json(json);
    }

    /// <summary>The ids of all tokens, in the characters of the file: a byte-level tokenizer writes a space as <c>Ġ</c>.</summary>
    public IReadOnlyDictionary<string, int> Vocabulary { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, long> SpecialTokens => _tokenizer.SpecialTokens;

    /// <summary>The merges of a byte-level tokenizer in their order; empty for word pieces.</summary>
    public IReadOnlyList<(string Left, string Right)> Merges { get; }

    /// <inheritdoc/>
    public IReadOnlyList<long> Encode(string text) => _tokenizer.Encode(text);

    /// <inheritdoc/>
    public IReadOnlyList<long> Encode(string text, bool addSpecialTokens) => _tokenizer.Encode(text, addSpecialTokens);

    /// <inheritdoc/>
    public string Decode(IReadOnlyList<long> ids) => _tokenizer.Decode(ids);

    /// <summary>
    /// Saves the tokenizer as <c>tokenizer.json</c>, which <see cref="TokenizerFile.Load"/>, the models of this package and Hugging Face's
    /// library read. A file that is there is replaced when the new one is complete.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="IOException">The file cannot be written; an existing file is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; an existing file is unchanged.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var files = new AtomicFiles();
        files.Write(path, stream => stream.Write(_json));
        files.Commit();
    }
}
