using System;

namespace ModelGen.Build;

/// <summary>A library file is not what a build step expected; the message names the file and the expectation.</summary>
public sealed class LibraryFormatException : Exception
{
    /// <summary>
    /// Creates the exception for <paramref name="file"/>; <paramref name="problem"/> completes the sentence begun by its name.
    /// </summary>
    public LibraryFormatException(string file, string problem)
        : base($"{file}: {problem}")
    {
    }
}
