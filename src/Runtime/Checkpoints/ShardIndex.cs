using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Unicode;

namespace ModelGen.Checkpoints;

/// <summary>
/// The index of a sharded checkpoint, as Hugging Face's <c>save_pretrained</c> writes it: its <c>weight_map</c> maps the name of each
/// tensor to a file in the same directory.
/// </summary>
internal static class ShardIndex
{
    /// <summary>The conventional name of the index.</summary>
    public const string FileName = SingleFileName + ".index.json";

    /// <summary>The conventional name of a checkpoint in one file.</summary>
    public const string SingleFileName = "model.safetensors";

    /// <summary>The names of checkpoints in a directory of the Hugging Face hub, in the order in which they are looked for.</summary>
    public static readonly IReadOnlyList<string> FileNames =
        [FileName, SingleFileName, "pytorch_model.bin.index.json", "pytorch_model.bin"];

    // The number of attempts to open a checkpoint that another process keeps replacing.
    private const int Attempts = 20;

    /// <summary>Opens an index and all of its shards.</summary>
    /// <param name="path">The path of the index.</param>
    /// <param name="entry">The state dict in files of <c>torch.save</c>, or <c>null</c> for the only one.</param>
    /// <returns>The checkpoint.</returns>
    /// <exception cref="CheckpointException">The index or a shard is malformed, or they contradict each other.</exception>
    public static CheckpointFile Open(string path, string? entry)
    {
        for (var attempt = 1; ; attempt++)
        {
            var content = Content(path);
            try
            {
                return Open(path, content, entry);
            }
            catch (Exception cause) when (cause is CheckpointException or IOException
                && attempt < Attempts
                && !Content(path).AsSpan().SequenceEqual(content))
            {
                // Another process has replaced the index since it was read, and deleted the shards that it listed.
            }
        }
    }

    /// <summary>Returns the shards that an index lists.</summary>
    /// <param name="path">The path of the index.</param>
    /// <returns>The file names.</returns>
    /// <exception cref="CheckpointException">The index is malformed.</exception>
    public static IEnumerable<string> Shards(string path) => Parse(Content(path), path).WeightMap.Values.Distinct(StringComparer.Ordinal);

    private static CheckpointFile Open(string path, byte[] content, string? entry)
    {
        var (weightMap, metadata) = Parse(content, path);
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var sources = new List<ByteSource>();
        try
        {
            var tensors = new List<CheckpointTensor>();
            foreach (var shard in weightMap.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                var file = Path.Combine(directory, shard);
                if (!File.Exists(file))
                {
                    throw new CheckpointException(
                        path, null, $"the shard '{CheckpointException.Shown(shard)}' that it lists does not exist in its directory.");
                }

                var source = new ByteSource(file);
                sources.Add(source);
                tensors.AddRange(CheckpointFormat.Read(source, entry).Tensors);
            }

            var checkpoint = new CheckpointFile(path, sources, tensors, metadata);
            foreach (var (name, shard) in weightMap)
            {
                var file = checkpoint.Find(name)?.File;
                if (file is null || Path.GetFileName(file) != shard)
                {
                    throw new CheckpointException(
                        path, name, $"is not in '{CheckpointException.Shown(shard)}', where the index lists "
                            + $"it{(file is null ? string.Empty : $", but in {file}")}.");
                }
            }

            return checkpoint;
        }
        catch
        {
            foreach (var source in sources)
            {
                source.Dispose();
            }

            throw;
        }
    }

    /// <summary>Writes an index.</summary>
    /// <param name="destination">The stream to write to.</param>
    /// <param name="shards">The file name for each tensor.</param>
    /// <param name="bytes">The total size of all tensors in bytes.</param>
    /// <param name="metadata">The metadata.</param>
    public static void Write(
        Stream destination, IReadOnlyDictionary<string, string> shards, long bytes, IReadOnlyDictionary<string, string> metadata)
    {
        using var json = new Utf8JsonWriter(destination, new JsonWriterOptions { Indented = true, Encoder = SafeTensorsWriter.Encoder });
        json.WriteStartObject();
        json.WriteStartObject("metadata");
        foreach (var (key, text) in metadata.Where(pair => pair.Key != "total_size").OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, text);
        }

        json.WriteNumber("total_size", bytes);
        json.WriteEndObject();
        json.WriteStartObject("weight_map");
        foreach (var (name, shard) in shards.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(name, shard);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static byte[] Content(string path)
    {
        using var source = new ByteSource(path);
        if (source.Length > SafeTensorsHeader.LargestHeader)
        {
            throw new CheckpointException(
                path, null, $"the index has {source.Length} bytes, expected at most {SafeTensorsHeader.LargestHeader}.");
        }

        var bytes = new byte[source.Length];
        source.Read(0, bytes);
        return bytes;
    }

    private static (Dictionary<string, string> WeightMap, Dictionary<string, string> Metadata) Parse(byte[] bytes, string path)
    {
        if (!Utf8.IsValid(bytes))
        {
            throw new CheckpointException(path, null, "the index is not valid UTF-8.");
        }

        try
        {
            using var json = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 32 });
            if (json.RootElement.ValueKind != JsonValueKind.Object
                || !json.RootElement.TryGetProperty("weight_map", out var map)
                || map.ValueKind != JsonValueKind.Object)
            {
                throw new CheckpointException(path, null, "expected an object with a 'weight_map'.");
            }

            return (WeightMap(map, path), Metadata(json.RootElement));
        }
        catch (JsonException cause)
        {
            throw new CheckpointException(path, null, $"the index is not valid JSON in line {cause.LineNumber + 1}.", cause);
        }
        catch (InvalidOperationException cause)
        {
            throw new CheckpointException(path, null, "the index has a string with an unpaired surrogate.", cause);
        }
    }

    private static Dictionary<string, string> WeightMap(JsonElement map, string path)
    {
        var shards = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in map.EnumerateObject())
        {
            var shard = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : string.Empty;
            if (!IsPlainName(shard))
            {
                throw new CheckpointException(
                    path, entry.Name, $"its shard is '{CheckpointException.Shown(shard)}', expected the name of a file in the same "
                        + "directory.");
            }

            if (!shards.TryAdd(entry.Name, shard))
            {
                throw new CheckpointException(path, entry.Name, "occurs twice in the weight_map.");
            }
        }

        return shards;
    }

    private static Dictionary<string, string> Metadata(JsonElement root)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        if (root.TryGetProperty("metadata", out var given) && given.ValueKind == JsonValueKind.Object)
        {
            foreach (var entry in given.EnumerateObject())
            {
                metadata[entry.Name] = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : entry.Value.GetRawText();
            }
        }

        return metadata;
    }

    // The same rules on every system, so that an index is valid on all of them or on none: no directories, drives, streams or devices.
    private static bool IsPlainName(string name)
        => name.Length is > 0 and <= 255 && name.Trim('.', ' ').Length > 0
            && name.IndexOfAny(['/', '\\', ':', '*', '?', '"', '<', '>', '|']) < 0 && !name.Any(char.IsControl);
}
