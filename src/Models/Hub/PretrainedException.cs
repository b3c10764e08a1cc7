using System;

namespace ModelGen.Models;

/// <summary>
/// Thrown when a directory does not contain a model that can be loaded, because a file is missing or malformed, or the configuration
/// belongs to another family or is not supported; also thrown when the pattern of the tokenizer takes too long for a text.
/// </summary>
/// <param name="message">The message, which names the file, its content and what is supported.</param>
/// <param name="cause">The exception of the file's reader, or <c>null</c>.</param>
public sealed class PretrainedException(string message, Exception? cause = null) : Exception(message, cause)
{
}
