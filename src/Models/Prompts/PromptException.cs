using System;

namespace ModelGen.Models;

/// <summary>
/// Thrown when a prompt template is malformed, when a slot has no value, and when a value is given for a slot that the template does not
/// have.
/// </summary>
/// <param name="message">The message, which names the slot, and the slots and values that exist.</param>
public sealed class PromptException(string message) : Exception(message)
{
}
