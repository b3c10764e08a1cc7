using System.Collections.Generic;

namespace ModelGen.Models.Tokenization;

/// <summary>Text to ids and back.</summary>
public interface ITokenizer
{
    /// <summary>The ids of a text, with those that the family puts around it.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The ids.</returns>
    /// <exception cref="PretrainedException">The pattern that the tokenizer's file has for words takes too long for this text.</exception>
    IReadOnlyList<long> Encode(string text);

    /// <summary>The text of ids: what <see cref="GenerationOptions.Decode"/> asks for.</summary>
    /// <param name="ids">The ids.</param>
    /// <returns>The text.</returns>
    string Decode(IReadOnlyList<long> ids);
}
