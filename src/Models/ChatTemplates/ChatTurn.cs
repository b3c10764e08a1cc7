using System;

namespace ModelGen.Models;

/// <summary>A message of a conversation.</summary>
/// <param name="Role">Who says it: <c>system</c>, <c>user</c> or <c>assistant</c>, or another role that the template knows.</param>
/// <param name="Content">What is said.</param>
public sealed record ChatTurn(string Role, string Content)
{
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
}
