using System;
using System.Collections.Generic;

namespace ModelGen.Models;

/// <summary>A message of a conversation.</summary>
/// <param name="Role">
/// Who says it: <c>system</c>, <c>user</c>, <c>assistant</c>, <c>tool</c> for the result of a tool, or another role that the template
/// knows.
/// </param>
/// <param name="Content">What is said.</param>
public sealed record ChatTurn(string Role, string Content)
{
    /// <summary>The calls of tools in a message of the model.</summary>
    public IReadOnlyList<ChatToolCall> ToolCalls { get; init; } = [];

    /// <summary>Describes the task to the model.</summary>
    /// <param name="content">What is said.</param>
    /// <returns>The message.</returns>
    public static ChatTurn System(string content) => new("system", content);

    /// <summary>What the user says.</summary>
    /// <param name="content">What is said.</param>
    /// <returns>The message.</returns>
    public static ChatTurn User(string content) => new("user", content);

    /// <summary>What the model says.</summary>
    /// <param name="content">What is said.</param>
    /// <returns>The message.</returns>
    public static ChatTurn Assistant(string content) => new("assistant", content);

    /// <summary>The result of a tool.</summary>
    /// <param name="content">The result.</param>
    /// <returns>The message.</returns>
    public static ChatTurn Tool(string content) => new("tool", content);
}
