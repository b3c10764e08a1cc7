using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Checkpoints;

/// <summary>The tensors of a module in the layout of a checkpoint, and their assignment to files.</summary>
internal sealed class SavePlan : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly SaveOptions _options;

    /// <summary>Creates the plan.</summary>
    /// <param name="state">The tensors by their names in the module.</param>
    /// <param name="options">The layout.</param>
    /// <exception cref="ArgumentException">The module cannot be written in that layout; the message names the tensor.</exception>
    public SavePlan(IReadOnlyDictionary<string, Tensor> state, SaveOptions options)
    {
        _options = options;
        try
        {
            options.Map.Check();
            using var quiet = no_grad();
            foreach (var group in options.Map.Groups(state.Keys, options.Map.Prefixes[0]))
            {
                Add(group, state);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes one file, or several shards and their index. Readers find the old files until the new ones are complete; then the old ones
    /// are deleted, in either form.
    /// </summary>
    /// <param name="path">The path of the file; shards are numbered before its extension.</param>
    public void Write(string path)
    {
        var names = new ShardNames(path);
        AtomicFiles.Require(path);
        AtomicFiles.Require(names.Index);
        AtomicFiles.DeleteLeftovers(names.Directory, names.IsShard);
        var replaced = names.Listed();
        var shards = Shards();
        using var files = new AtomicFiles();
        if (shards.Count == 1)
        {
            Write(files, path, shards[0], names.Index);
            files.Commit();

            // A directory is read by its index if it has one; once the index is deleted, by the new file.
            File.Delete(names.Index);
            names.DeleteAllBut([], replaced);
        }
        else
        {
            var written = WriteSharded(files, names, shards);
            files.Commit();
            File.Delete(path);
            names.DeleteAllBut(written, replaced);
        }
    }

    /// <summary>Writes one file, which appears together with the others of <paramref name="files"/>.</summary>
    public void Write(AtomicFiles files, string path) => Write(files, path, [.. SafeTensorsWriter.Order(_tensors)]);

    private void Write(AtomicFiles files, string path, IReadOnlyList<KeyValuePair<string, Tensor>> tensors, params string[] alike)
        => files.Write(path, stream => SafeTensorsWriter.Write(stream, tensors, _options.Metadata), alike);

    public void Dispose() => _scope.Dispose();

    private IReadOnlyList<string> WriteSharded(AtomicFiles files, ShardNames names, List<List<KeyValuePair<string, Tensor>>> shards)
    {
        var shardOf = new Dictionary<string, string>(StringComparer.Ordinal);
        var written = names.Next(shards.Count);
        foreach (var (name, shard) in written.Zip(shards))
        {
            Write(files, Path.Combine(names.Directory, name), shard, names.Index, names.Single);
            foreach (var (tensor, _) in shard)
            {
                shardOf.Add(tensor, name);
            }
        }

        // Renamed last, so that readers change from the old shards to the new ones at once.
        var bytes = _tensors.Values.Sum(SafeTensorsWriter.Size);
        files.Write(names.Index, stream => ShardIndex.Write(stream, shardOf, bytes, _options.Metadata), names.Single);
        return written;
    }

    private List<List<KeyValuePair<string, Tensor>>> Shards()
    {
        var shards = new List<List<KeyValuePair<string, Tensor>>> { new() };
        long filled = 0;
        foreach (var pair in SafeTensorsWriter.Order(_tensors))
        {
            var size = SafeTensorsWriter.Size(pair.Value);
            if (shards[^1].Count > 0 && filled + size > _options.MaxShardBytes)
            {
                shards.Add([]);
                filled = 0;
            }

            shards[^1].Add(pair);
            filled += size;
        }

        return shards;
    }

    private void Add(NameGroup group, IReadOnlyDictionary<string, Tensor> state)
    {
        var lacking = group.Module.FirstOrDefault(name => !state.ContainsKey(name));
        if (lacking is not null)
        {
            throw new ArgumentException(
                $"'{group.Checkpoint[0]}' consists of several tensors of the module, which has no '{lacking}'.");
        }

        var parts = group.Module.Select(name => state[name]).ToArray();
        foreach (var (part, name) in parts.Zip(group.Module))
        {
            if (!ElementType.Has(part.dtype) || part.device_type == DeviceType.META)
            {
                throw new ArgumentException($"'{name}' is {part.dtype} on {part.device_type}, which safetensors cannot hold.");
            }
        }

        if (group.Common && !Array.TrueForAll(parts, part => AreEqual(part, parts[0])))
        {
            throw new ArgumentException(
                $"'{group.Checkpoint[0]}' is the value of each of '{string.Join("', '", group.Module)}', but these differ.");
        }

        if (parts.Length > 1 && !group.Common && !FitTogether(parts, group.Axis))
        {
            throw new ArgumentException(
                $"'{group.Checkpoint[0]}' consists of '{string.Join("', '", group.Module)}', which cannot be concatenated along axis "
                    + $"{group.Axis}.");
        }

        var whole = parts.Length == 1 || group.Common ? parts[0] : cat(parts, group.Axis);
        foreach (var (name, part) in group.Checkpoint.Zip(Split(whole, group)))
        {
            if (name == SafeTensorsHeader.MetadataKey || !_tensors.TryAdd(name, group.Transpose && part.dim() == 2 ? part.t() : part))
            {
                throw new ArgumentException($"'{group.Module[0]}' maps to '{name}', which another tensor maps to.");
            }
        }
    }

    /// <summary>Returns whether two tensors have equal shapes and values.</summary>
    public static bool AreEqual(Tensor one, Tensor other)
    {
        if (!one.shape.AsSpan().SequenceEqual(other.shape))
        {
            return false;
        }

        using var each = one.eq(other);
        using var all = each.all();
        return all.item<bool>();
    }

    private static bool FitTogether(Tensor[] parts, int axis)
    {
        var shape = parts[0].shape;
        return axis < shape.Length && parts.All(part => part.dtype == parts[0].dtype && part.dim() == shape.Length
            && Enumerable.Range(0, shape.Length).All(other => other == axis || part.size(other) == shape[other]));
    }

    private static IEnumerable<Tensor> Split(Tensor whole, NameGroup group)
    {
        var count = group.Checkpoint.Count;
        if (count == 1)
        {
            return [whole];
        }

        var ratio = group.Ratio ?? [.. Enumerable.Repeat(1L, count)];
        var total = ratio.Sum();
        if (group.Axis >= whole.dim() || whole.size(group.Axis) % total != 0)
        {
            throw new ArgumentException(
                $"'{group.Module[0]}' ({string.Join(", ", whole.shape)}) cannot be divided {string.Join(" : ", ratio)} along axis "
                    + $"{group.Axis}.");
        }

        var parts = new List<Tensor>();
        long start = 0;
        foreach (var share in ratio)
        {
            var size = whole.size(group.Axis) / total * share;
            parts.Add(whole.narrow(group.Axis, start, size));
            start += size;
        }

        return parts;
    }
}
