using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Models;

/// <summary>
/// A conversation with named slots: messages of roles, each with a <see cref="PromptTemplate"/>. It is formatted to messages, which the
/// <see cref="ChatTemplate"/> of a model writes as text.
/// </summary>
public sealed class ChatPromptTemplate
{
    private readonly IReadOnlyList<(string Role, PromptTemplate Content)> _turns;

    private ChatPromptTemplate(IReadOnlyList<(string Role, PromptTemplate Content)> turns)
    {
        _turns = turns;
        Slots = [.. turns.SelectMany(turn => turn.Content.Slots).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The names of the slots without a value, in the order of their first occurrence.</summary>
    public IReadOnlyList<string> Slots { get; }

    /// <summary>Reads the templates of messages. Roles are text and have no slots.</summary>
    /// <param name="turns">The role of each message, such as <c>system</c>, <c>user</c> or <c>assistant</c>, and its template.</param>
    /// <returns>The template.</returns>
    /// <exception cref="PromptException">A template is malformed; the message contains the number and the role of its message.</exception>
    public static ChatPromptTemplate Parse(params (string Role, string Template)[] turns)
    {
        ArgumentNullException.ThrowIfNull(turns);
        return new([.. turns.Select(ParseTurn)]);
    }

    /// <summary>Fills all slots.</summary>
    /// <param name="values">The value of each slot, in any order.</param>
    /// <returns>The messages.</returns>
    /// <exception cref="PromptException">A slot has no value, or a value has no slot, or a name is given twice.</exception>
    public IReadOnlyList<ChatTurn> Format(params (string Name, string Value)[] values) => Format(SlotValues.Of(values));

    /// <summary>Fills all slots.</summary>
    /// <param name="values">The value of each slot by its name.</param>
    /// <returns>The messages.</returns>
    /// <exception cref="PromptException">A slot has no value, or a value has no slot.</exception>
    public IReadOnlyList<ChatTurn> Format(IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        SlotValues.Check(values, Slots);
        return [.. _turns.Select(turn => new ChatTurn(turn.Role, turn.Content.Fill(values)))];
    }

    /// <summary>Fills a slot in all messages and leaves the others open.</summary>
    /// <param name="name">The name of the slot.</param>
    /// <param name="value">Its value.</param>
    /// <returns>A template without this slot.</returns>
    /// <exception cref="PromptException">The template does not have the slot.</exception>
    public ChatPromptTemplate With(string name, string value)
    {
        SlotValues.CheckFilled(name, value, Slots);
        return new([.. _turns.Select(turn =>
            (turn.Role, turn.Content.Slots.Contains(name, StringComparer.Ordinal) ? turn.Content.With(name, value) : turn.Content))]);
    }

    private static (string Role, PromptTemplate Content) ParseTurn((string Role, string Template) turn, int index)
    {
        ArgumentException.ThrowIfNullOrEmpty(turn.Role, "role");
        try
        {
            return (turn.Role, PromptTemplate.Parse(turn.Template));
        }
        catch (PromptException cause)
        {
            throw new PromptException($"Message {index + 1} ({turn.Role}): {cause.Message}");
        }
    }
}
