using System;

namespace ModelGen;

/// <summary>
/// Thrown when a checkpoint cannot be read or does not match the module, which is unchanged unless the message says otherwise.
/// </summary>
public class CheckpointException : Exception
{
    private const int LongestName = 200;

    /// <summary>Creates the exception.</summary>
    /// <param name="file">The path that was given.</param>
    /// <param name="tensor">The tensor with the problem, or <c>null</c> if it is the file itself.</param>
    /// <param name="problem">The problem, and what was expected.</param>
    /// <param name="cause">The inner exception, or <c>null</c>.</param>
    public CheckpointException(string file, string? tensor, string problem, Exception? cause = null)
        : base(tensor is null ? $"{file}: {problem}" : $"{file}: tensor '{Shown(tensor)}': {problem}", cause)
    {
        File = file;
        Tensor = tensor;
    }

    /// <summary>The path that was given; for a sharded checkpoint the path of the shard or index with the problem.</summary>
    public string File { get; }

    /// <summary>The tensor with the problem, or <c>null</c> if it is the file itself.</summary>
    public string? Tensor { get; }

    /// <summary>Makes a name from a file safe for a message: on one line and of limited length.</summary>
    internal static string Shown(string name)
    {
        var text = name.Length <= LongestName ? name : string.Concat(name.AsSpan(0, LongestName), "…");
        return string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) ? '\uFFFD' : source[i];
            }
        });
    }
}
