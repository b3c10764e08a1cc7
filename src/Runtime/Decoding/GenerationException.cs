using System;

namespace ModelGen;

/// <summary>Thrown when no id can be chosen: the scores contain NaN or infinity, or all ids are excluded.</summary>
/// <param name="message">The message.</param>
public sealed class GenerationException(string message) : Exception(message)
{
}
