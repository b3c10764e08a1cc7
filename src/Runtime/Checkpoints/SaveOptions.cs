using System.Collections.Generic;

namespace ModelGen;

/// <summary>How <see cref="Checkpoint"/> writes.</summary>
public sealed record SaveOptions
{
    /// <summary>How the checkpoint's names and layout relate to the module's; the same names when not given.</summary>
    public NameMap Map { get; init; } = new();

    /// <summary>The free texts of the header. Hugging Face's libraries ask for <c>format</c> to be <c>pt</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string> { ["format"] = "pt" };

    /// <summary>
    /// The most bytes of data of one file; what is more is written in several files with an index. A single tensor that is larger gets a
    /// file of its own. One file when not given.
    /// </summary>
    public long? MaxShardBytes { get; init; }
}
