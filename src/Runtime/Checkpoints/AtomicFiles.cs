using System;
using System.Collections.Generic;
using System.IO;

namespace ModelGen.Checkpoints;

/// <summary>
/// Files that appear under their names only when all of them are written and on the disk: until <see cref="Commit"/> they stand under temporary
/// names beside, so that a full disk or a killed program leaves the old ones.
/// </summary>
internal sealed class AtomicFiles : IDisposable
{
    private readonly List<(string Temporary, string Path)> _files = [];

    /// <summary>Writes a file.</summary>
    /// <param name="path">The name it is to have.</param>
    /// <param name="write">Writes the content.</param>
    public void Write(string path, Action<Stream> write)
    {
        var full = Path.GetFullPath(path);
        var temporary = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}");
        using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        _files.Add((temporary, full));
        write(stream);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Gives the files their names, in the order in which they were written; each replaces what was there.</summary>
    public void Commit()
    {
        while (_files.Count > 0)
        {
            File.Move(_files[0].Temporary, _files[0].Path, overwrite: true);
            _files.RemoveAt(0);
        }
    }

    /// <summary>Deletes what was not committed.</summary>
    public void Dispose()
    {
        foreach (var (temporary, _) in _files)
        {
            File.Delete(temporary);
        }
    }
}
