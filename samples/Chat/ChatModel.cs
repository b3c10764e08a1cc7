using System;
using Microsoft.Extensions.AI;
using ModelGen;
using ModelGen.Models;
using ModelGen.Models.Tokenization;

namespace Chat;

/// <summary>A language model for chatting.</summary>
/// <param name="Client">The model, in evaluation mode.</param>
/// <param name="Description">A description for the user.</param>
/// <param name="Owner">The owner of the weights.</param>
internal sealed record ChatModel(IChatClient Client, string Description, IDisposable Owner) : IDisposable
{
    /// <summary>Wraps a character-level model, which continues text and was not trained on conversations.</summary>
    public static ChatModel Of(CharGpt model, Alphabet alphabet, string description) =>
        new(
            Endless(model, new AlphabetTokenizer(alphabet), new() { Generation = new() { BannedIds = [Alphabet.Unknown] } }), description,
            model);

    /// <summary>Wraps a model of the Hugging Face hub, with the chat template of its folder if there is one.</summary>
    public static ChatModel Of(PretrainedCausalLM model, string description) =>
        new(Endless(model.Language, model.Tokenizer, model.ChatSettings()), description, model);

    /// <inheritdoc/>
    public void Dispose()
    {
        Client.Dispose();
        Owner.Dispose();
    }

    // A conversation may exceed the positions of the model: the oldest messages are left out, and long answers slide on.
    private static LanguageModelChatClient Endless(
        ILanguageModel model, ITokenizer tokenizer, ChatClientSettings settings) => new(
            model, tokenizer, settings with
            {
                DropsOldestMessages = true,
                Generation = settings.Generation with { Overflow = ContextOverflow.Slide },
            });
}
