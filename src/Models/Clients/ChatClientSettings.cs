namespace ModelGen.Models;

/// <summary>How a <see cref="LanguageModelChatClient"/> writes conversations and answers.</summary>
public sealed record ChatClientSettings
{
    /// <summary>
    /// The template of the conversations that the model was trained on; <c>null</c> for a model that was not trained on conversations. Such
    /// a model continues one text: an answer continues the message before it, and every other message begins a line.
    /// </summary>
    public ChatTemplate? Template { get; init; }

    /// <summary>
    /// How ids are chosen unless a request asks for something else. <see cref="GenerationOptions.StopIds"/> must contain the ids that end
    /// an answer.
    /// </summary>
    public GenerationOptions Generation { get; init; } = new() { MaxNewTokens = 512 };

    /// <summary>
    /// Whether the oldest messages are left out if a conversation is too long for the model: at most half of the positions are reserved
    /// for the answer, and messages of the system and the last message are kept. Otherwise such a conversation is refused.
    /// </summary>
    public bool DropsOldestMessages { get; init; }

    /// <summary>The name of the model in responses.</summary>
    public string? ModelId { get; init; }
}
