using System;

namespace ModelGen.Build;

/// <summary>Thrown when a library file does not have the expected format; the message names the file and the expectation.</summary>
public sealed class LibraryFormatException : Exception
{
    /// <summary>
    /// Creates the exception for <paramref name="file"/>; <paramref name="problem"/> completes the sentence that starts with its name.
    /// </summary>
    public LibraryFormatException(string file, string problem)
        : base($"{file}: {problem}")
    {
    }
}
