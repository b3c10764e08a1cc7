using System;

namespace ModelGen;

/// <summary>The model's scores cannot be generated from: they are not numbers, or leave no id to choose.</summary>
/// <param name="message">What is wrong.</param>
public sealed class GenerationException(string message) : Exception(message)
{
}
