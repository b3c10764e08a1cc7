using System;

namespace ModelGen.Models;

/// <summary>
/// A folder does not hold a model that can be loaded: a file is missing or malformed, or its configuration is of another family or not
/// supported. Or the pattern of its tokenizer takes too long for a text.
/// </summary>
/// <param name="message">One sentence that names the file, what is in it and what is supported.</param>
/// <param name="cause">What the reader of the file said.</param>
public sealed class PretrainedException(string message, Exception? cause = null) : Exception(message, cause)
{
}
