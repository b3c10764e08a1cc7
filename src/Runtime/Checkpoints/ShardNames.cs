using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace ModelGen.Checkpoints;

/// <summary>
/// The file names of a sharded checkpoint. Each save uses new names, so that a reader that follows an index never reads the shards of
/// another save: <c>model-00001-of-00002.safetensors</c> in a new directory, later <c>model-x3k5a1bc-00001-of-00002.safetensors</c>.
/// </summary>
internal sealed class ShardNames
{
    private const int TokenLength = 8;

    private readonly string _stem;
    private readonly string _extension;

    /// <summary>Creates the names for a path.</summary>
    /// <param name="path">The path of the checkpoint as a single file.</param>
    public ShardNames(string path)
    {
        Single = path;
        Index = path + ".index.json";
        Directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        _stem = Path.GetFileNameWithoutExtension(path);
        _extension = Path.GetExtension(path);
    }

    /// <summary>The path of the checkpoint as a single file.</summary>
    public string Single { get; }

    /// <summary>The path of the index.</summary>
    public string Index { get; }

    /// <summary>The directory of all files.</summary>
    public string Directory { get; }

    /// <summary>Returns whether a file is a shard of this checkpoint, of any save.</summary>
    /// <param name="name">The name of the file.</param>
    public bool IsShard(string name) => IsShard(name, "(-[a-z0-9]{8})?");

    /// <summary>Creates the names of a new save.</summary>
    /// <param name="count">The number of shards.</param>
    /// <returns>Names that no earlier save in this directory had.</returns>
    public IReadOnlyList<string> Next(int count)
    {
        var isNew = !File.Exists(Single) && !File.Exists(Index) && !Shards().Any();
        var token = isNew ? string.Empty : "-" + Path.GetRandomFileName()[..TokenLength];
        return [.. Enumerable.Range(1, count).Select(number => $"{_stem}{token}-{number:D5}-of-{count:D5}{_extension}")];
    }

    /// <summary>Returns the shards that the index currently lists.</summary>
    /// <returns>The file names; none without a readable index.</returns>
    public IReadOnlySet<string> Listed()
    {
        try
        {
            return File.Exists(Index) ? ShardIndex.Shards(Index).Where(IsShard).ToHashSet(StringComparer.Ordinal) : [];
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or CheckpointException)
        {
            return new HashSet<string>();
        }
    }

    /// <summary>
    /// Deletes the shards of earlier saves, including those of killed processes. A shard that cannot be deleted does not affect readers and
    /// is deleted by the next save.
    /// </summary>
    /// <param name="written">The shards of this save, which the index lists; none if the checkpoint is a single file.</param>
    /// <param name="replaced">The shards that the index listed before.</param>
    public void DeleteAllBut(IReadOnlyList<string> written, IReadOnlySet<string> replaced)
    {
        foreach (var name in replaced.Except(written))
        {
            TryDelete(Path.Combine(Directory, name));
        }

        // Other shards may belong to a concurrent save, which locks them until its index has replaced this one. So they are locked first,
        // and deleted only if the index is still that of this save. Without an index, shards with the conventional names may be unrelated.
        var kept = written.ToHashSet(StringComparer.Ordinal);
        var others = Shards().Where(name => !kept.Contains(name) && (written.Count > 0 || IsShard(name, "-[a-z0-9]{8}")))
            .Select(name => TryLock(Path.Combine(Directory, name)))
            .OfType<FileStream>().ToList();
        var isCurrent = Listed().SetEquals(kept);
        foreach (var file in others)
        {
            file.Dispose();
            if (isCurrent)
            {
                TryDelete(file.Name);
            }
        }
    }

    private bool IsShard(string name, string token) => Regex.IsMatch(
        name, $@"\A{Regex.Escape(_stem)}{token}-[0-9]{{5,}}-of-[0-9]{{5,}}{Regex.Escape(_extension)}\z", RegexOptions.CultureInvariant);

    private IEnumerable<string> Shards() =>
        System.IO.Directory.EnumerateFiles(Directory).Select(path => Path.GetFileName(path)).Where(IsShard);

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, 1);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // Another process has the file open, on a system where that prevents deletion.
        }
    }
}
