using System;
using System.Collections.Generic;
using ModelGen;
using ModelGen.Models.Tokenization;

namespace Chat;

/// <summary>A model to talk to and what belongs to it.</summary>
/// <param name="Language">The model, in evaluation mode.</param>
/// <param name="Tokenizer">Text to ids and back.</param>
/// <param name="Description">The model in words.</param>
/// <param name="StopIds">The ids that end an answer.</param>
/// <param name="BannedIds">The ids that mean no text.</param>
/// <param name="Owner">What holds the weights.</param>
internal sealed record ChatModel(
    ILanguageModel Language, ITokenizer Tokenizer, string Description, IReadOnlyCollection<long> StopIds,
    IReadOnlyCollection<long> BannedIds, IDisposable Owner) : IDisposable
{
    /// <summary>The model of characters.</summary>
    public static ChatModel Of(CharGpt model, Alphabet alphabet, string description) =>
        new(model, new AlphabetTokenizer(alphabet), description, StopIds: [], BannedIds: [Alphabet.Unknown], model);

    /// <inheritdoc/>
    public void Dispose() => Owner.Dispose();
}
