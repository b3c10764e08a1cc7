using System.Collections.Generic;

namespace ModelGen.Models.Tokenization;

/// <summary>Converts text to ids and back.</summary>
public interface ITokenizer
{
    /// <summary>The special tokens: texts, such as <c>&lt;|im_end|&gt;</c>, that <c>Encode</c> converts to one id each.</summary>
    IReadOnlyDictionary<string, long> SpecialTokens => NoSpecialTokens.Instance;

    /// <summary>Converts a text to ids, including the special ids that the model's family adds.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The ids.</returns>
    /// <exception cref="PretrainedException">The regular expression in the tokenizer's file takes too long for this text.</exception>
    IReadOnlyList<long> Encode(string text);

    /// <summary>Converts a text to ids, with or without the special ids that the model's family adds before and after a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="addSpecialTokens">Whether the ids are added. Special tokens within the text are converted in both cases.</param>
    /// <returns>The ids.</returns>
    /// <remarks>A tokenizer that adds ids must implement this method; the default is for those that add none.</remarks>
    /// <exception cref="PretrainedException">The regular expression in the tokenizer's file takes too long for this text.</exception>
    IReadOnlyList<long> Encode(string text, bool addSpecialTokens) => Encode(text);

    /// <summary>Converts ids to text, as <see cref="GenerationOptions.Decode"/> requires.</summary>
    /// <param name="ids">The ids.</param>
    /// <returns>The text.</returns>
    string Decode(IReadOnlyList<long> ids);
}

/// <summary>No special tokens.</summary>
internal static class NoSpecialTokens
{
    public static readonly IReadOnlyDictionary<string, long> Instance = new Dictionary<string, long>();
}
