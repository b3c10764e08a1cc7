using System;

namespace ModelGen.Models.Tokenization;

/// <summary>Tokenizers in the format of Hugging Face's library, <c>tokenizer.json</c>.</summary>
public static class TokenizerFile
{
    /// <summary>
    /// Loads a tokenizer with a model of the types <c>BPE</c>, <c>Unigram</c>, <c>WordPiece</c> or <c>WordLevel</c>. The ids are those of
    /// Hugging Face's library. <c>truncation</c> and <c>padding</c> are not applied.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="PretrainedException">
    /// The file cannot be read, is malformed, or uses a component or an option that is not supported.
    /// </exception>
    public static ITokenizer Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Tokenizers.Json(path);
    }
}
