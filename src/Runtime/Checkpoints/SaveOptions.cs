using System.Collections.Generic;

namespace ModelGen;

/// <summary>How <see cref="Checkpoint"/> saves a checkpoint.</summary>
public sealed record SaveOptions
{
    /// <summary>How the names and layout of the checkpoint correspond to those of the module; equal names by default.</summary>
    public NameMap Map { get; init; } = new();

    /// <summary>The metadata in the header. Hugging Face's libraries require the entry <c>format</c> with the value <c>pt</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string> { ["format"] = "pt" };

    /// <summary>
    /// The maximum size in bytes of the data in one file; a larger checkpoint is written as several shards with an index. A single tensor
    /// that is larger gets a shard of its own. One file of any size when null.
    /// </summary>
    public long? MaxShardBytes { get; init; }
}
