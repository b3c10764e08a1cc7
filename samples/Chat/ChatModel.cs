using System;
using System.Collections.Generic;
using ModelGen;
using ModelGen.Models.Tokenization;

namespace Chat;

/// <summary>A language model for chatting, with its tokenizer and special ids.</summary>
/// <param name="Language">The model, in evaluation mode.</param>
/// <param name="Tokenizer">The tokenizer.</param>
/// <param name="Description">A description for the user.</param>
/// <param name="StopIds">The ids that end an answer.</param>
/// <param name="BannedIds">The ids that are never generated.</param>
/// <param name="Owner">The owner of the weights.</param>
internal sealed record ChatModel(
    ILanguageModel Language, ITokenizer Tokenizer, string Description, IReadOnlyCollection<long> StopIds,
    IReadOnlyCollection<long> BannedIds, IDisposable Owner) : IDisposable
{
    /// <summary>Wraps a character-level model.</summary>
    public static ChatModel Of(CharGpt model, Alphabet alphabet, string description) =>
        new(model, new AlphabetTokenizer(alphabet), description, StopIds: [], BannedIds: [Alphabet.Unknown], model);

    /// <inheritdoc/>
    public void Dispose() => Owner.Dispose();
}
