using System.Collections.Generic;

namespace ModelGen.Models.Tokenization;

/// <summary>Converts text to ids and back.</summary>
public interface ITokenizer
{
    /// <summary>Converts a text to ids, including the special ids that the model's family adds.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The ids.</returns>
    /// <exception cref="PretrainedException">The regular expression in the tokenizer's file takes too long for this text.</exception>
    IReadOnlyList<long> Encode(string text);

    /// <summary>Converts ids to text, as <see cref="GenerationOptions.Decode"/> requires.</summary>
    /// <param name="ids">The ids.</param>
    /// <returns>The text.</returns>
    string Decode(IReadOnlyList<long> ids);
}
