using System;

namespace ModelGen.Models.Tokenization;

/// <summary>Tokenizers in the format of Hugging Face's library, <c>tokenizer.json</c>.</summary>
public static class TokenizerFile
{
    /// <summary>Loads a tokenizer: byte-level BPE as of GPT-2, Llama 3 and Qwen 2, or BERT's word pieces.</summary>
    /// <param name="path">The path of the file.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="PretrainedException">The file cannot be read, is malformed, or describes another kind of tokenizer.</exception>
    public static ITokenizer Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Tokenizers.Json(path, "BPE", "WordPiece");
    }
}
