using System;

namespace ModelGen;

/// <summary>A checkpoint that cannot be read, or that does not fit the module. Nothing was changed unless the message says so.</summary>
public class CheckpointException : Exception
{
    private const int LongestName = 200;

    /// <summary>The exception.</summary>
    /// <param name="file">The file, as it was given.</param>
    /// <param name="tensor">The tensor that is at fault, or <c>null</c> if it is the file itself.</param>
    /// <param name="problem">What is wrong, and what was expected.</param>
    /// <param name="cause">What was thrown below, if anything.</param>
    public CheckpointException(string file, string? tensor, string problem, Exception? cause = null)
        : base(tensor is null ? $"{file}: {problem}" : $"{file}: tensor '{Shown(tensor)}': {problem}", cause)
    {
        File = file;
        Tensor = tensor;
    }

    /// <summary>The file, as it was given; of a sharded checkpoint the shard or the index that is at fault.</summary>
    public string File { get; }

    /// <summary>The tensor that is at fault, or <c>null</c> if it is the file itself.</summary>
    public string? Tensor { get; }

    /// <summary>A name out of a file as it may stand in a message: on one line, and not endless.</summary>
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
