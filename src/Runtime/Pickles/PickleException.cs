using System;

namespace ModelGen.Pickles;

/// <summary>Thrown when a pickle is damaged or contains something other than data. Nothing of it was executed.</summary>
/// <param name="message">The problem, as the rest of a sentence about the pickle.</param>
/// <param name="name">The Python name that is refused, or <c>null</c> if the pickle is damaged.</param>
internal sealed class PickleException(string message, string? name = null) : Exception(message)
{
    /// <summary>The Python name that is refused, such as <c>posix.system</c>, or <c>null</c> if the pickle is damaged.</summary>
    public string? Name { get; } = name;
}
