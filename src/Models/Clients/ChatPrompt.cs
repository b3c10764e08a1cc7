using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Models.Tokenization;

namespace ModelGen.Models;

/// <summary>Writes and encodes conversations for a model.</summary>
internal sealed class ChatPrompt(ILanguageModel model, ITokenizer tokenizer, ChatClientSettings settings)
{
    private readonly LiteralText _literal = new(tokenizer);

    /// <summary>Encodes a conversation up to the place where the answer begins.</summary>
    /// <param name="turns">The messages.</param>
    /// <param name="request">What the request asks for.</param>
    /// <returns>The ids, at least one and fewer than the model has positions.</returns>
    /// <exception cref="ArgumentException">The conversation is empty or too long, or its tokenizer belongs to another model.</exception>
    public IReadOnlyList<long> Encode(IReadOnlyList<ChatTurn> turns, ChatRequest request)
    {
        var maximum = model.MaximumLength ?? long.MaxValue;
        var ids = Ids(turns, request);
        var room = maximum - long.Min(request.Generation.MaxNewTokens, maximum / 2);
        while (settings.DropsOldestMessages && ids.Count > room && WithoutOldest(turns) is { } fewer)
        {
            turns = fewer;
            ids = Ids(turns, request);
        }

        return ids.Count switch
        {
            0 => throw new ArgumentException("The conversation has no text that the tokenizer knows."),
            _ when ids.Count >= maximum => throw new ArgumentException(
                $"The conversation has {ids.Count:N0} tokens, and the model has {maximum:N0} positions for it and the answer: shorten it."),
            _ when ids.Max() is var id && id >= model.Vocabulary => throw new ArgumentException(
                $"The tokenizer returned token {id:N0}, and the model has {model.Vocabulary:N0} tokens: they do not match."),
            _ => ids,
        };
    }

    private IReadOnlyList<long> Ids(IReadOnlyList<ChatTurn> turns, ChatRequest request)
    {
        var marked = turns.Select(turn => turn with { Content = _literal.Mark(turn.Content) }).ToList();
        return settings.Template is { } template
            ? _literal.Encode(template.Render(marked, addGenerationPrompt: true, request.Tools), addSpecialTokens: false)
            : _literal.Encode(string.Concat(marked.Select(Line)), addSpecialTokens: true);
    }

    // Without a template, an answer continues the message before it, and every other message begins a line.
    private static string Line(ChatTurn turn, int index) => index == 0 || turn.Role == "assistant" ? turn.Content : "\n" + turn.Content;

    // Leaves out the oldest message that is not of the system, with the answers to it.
    private static List<ChatTurn>? WithoutOldest(IReadOnlyList<ChatTurn> turns)
    {
        var oldest = turns.TakeWhile(turn => turn.Role == "system").Count();
        var next = oldest + 1;
        while (next < turns.Count && turns[next].Role != "user")
        {
            next++;
        }

        return next < turns.Count ? [.. turns.Take(oldest), .. turns.Skip(next)] : null;
    }
}
