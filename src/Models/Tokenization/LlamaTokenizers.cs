using System;
using System.Collections.Generic;
using System.IO;
using Microsoft.ML.Tokenizers;

namespace ModelGen.Models.Tokenization;

/// <summary>
/// The tokenizers of Llama, SentencePiece up to Llama 2 and byte-level BPE from Llama 3 on, and those of other Llama-like models.
/// </summary>
internal static partial class Tokenizers
{
    /// <summary>Reads the tokenizer of a Llama-like model, which prepends the id that begins a text.</summary>
    public static ITokenizer Llama(PretrainedFolder folder)
    {
        if (folder.Has("tokenizer.model"))
        {
            return Read(folder.Find("tokenizer.model"), path => SentencePieces(PretrainedFolder.Content(path), AddedTokens.Read(folder)));
        }

        folder.Require("tokenizer", JsonFile);
        return Json(folder.Find(JsonFile));
    }

    private static LibraryTokenizer SentencePieces(byte[] content, IReadOnlyDictionary<string, int> added)
    {
        var pieces = Create(null);
        var special = new Dictionary<string, int>(added, StringComparer.Ordinal)
        {
            [pieces.BeginningOfSentenceToken] = pieces.BeginningOfSentenceId,
            [pieces.EndOfSentenceToken] = pieces.EndOfSentenceId,
        };

        // The library does not prepend the id to an empty text.
        return new LibraryTokenizer(Create(special), special, pieces.BeginningOfSentenceId);

        LlamaTokenizer Create(IReadOnlyDictionary<string, int>? special)
        {
            using var file = new MemoryStream(content);
            return LlamaTokenizer.Create(file, addBeginOfSentence: false, addEndOfSentence: false, special);
        }
    }
}
