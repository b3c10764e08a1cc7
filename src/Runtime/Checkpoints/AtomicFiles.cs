using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ModelGen.Checkpoints;

/// <summary>
/// Files that appear under their names only when all of them are written and on the disk. Until <see cref="Commit"/> they have temporary
/// names beside, so that a full disk or a killed program leaves the old ones. What a killed program left is deleted by the next one that
/// writes the same file.
/// </summary>
/// <remarks>
/// A symbolic link is followed: its target is replaced, and the link stays. A file keeps its permissions. The temporary files are open, and
/// so locked, until they have their names: one that can be locked belongs to no running program.
/// </remarks>
internal sealed class AtomicFiles : IDisposable
{
    private const string TemporarySuffix = ".tmp";

    // What Path.GetRandomFileName gives: 8 characters, a dot and 3 characters.
    private const int RandomLength = 12;

    private readonly List<(FileStream Stream, string Temporary, string Path)> _files = [];

    /// <summary>Refuses a path that cannot become a regular file. Nothing is written.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="IOException">The path is a directory, a named pipe or a device.</exception>
    public static void Require(string path)
    {
        if (RegularFile.Obstacle(path) is { } obstacle)
        {
            throw new IOException($"'{path}' is {obstacle}, expected the path of a regular file.");
        }
    }

    /// <summary>Writes a file.</summary>
    /// <param name="path">The name it is to have.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="alike">Files whose permissions a new file takes: the first that exists. Without one it has the user's default.</param>
    /// <exception cref="IOException">The path is no regular file, or the file cannot be written.</exception>
    public void Write(string path, Action<Stream> write, params string[] alike)
    {
        Require(path);
        var target = Target(path);
        DeleteLeftovers(Path.GetDirectoryName(target)!, name => name == Path.GetFileName(target));
        var temporary = Path.Combine(
            Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}{TemporarySuffix}");
        var mode = Mode(alike.Select(Target).Prepend(target));
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read | FileShare.Delete,
            BufferSize = 1 << 16,
        };
        if (mode is { } permissions && !OperatingSystem.IsWindows())
        {
            // Set when the file is created, so that no other user can read a private file while it is written; set again below, where the
            // process's umask does not apply.
            options.UnixCreateMode = permissions;
        }

        var stream = new FileStream(temporary, options);
        _files.Add((stream, temporary, target));
        if (mode is { } exactly && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(stream.SafeFileHandle, exactly);
        }

        write(stream);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Gives the files their names, in the order in which they were written; each replaces what was there.</summary>
    public void Commit()
    {
        foreach (var (_, temporary, path) in _files)
        {
            File.Move(temporary, path, overwrite: true);
        }

        _files.ForEach(file => file.Stream.Dispose());
        _files.Clear();
    }

    /// <summary>Deletes what was not committed.</summary>
    public void Dispose()
    {
        foreach (var (stream, temporary, _) in _files)
        {
            stream.Dispose();
            File.Delete(temporary);
        }
    }

    /// <summary>Deletes the temporary files that killed programs left.</summary>
    /// <param name="directory">Where to look.</param>
    /// <param name="isMeant">Whether the file of this name was to be written.</param>
    public static void DeleteLeftovers(string directory, Func<string, bool> isMeant)
    {
        foreach (var file in Directory.EnumerateFiles(
            directory, ".*" + TemporarySuffix, new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = true }))
        {
            var name = Path.GetFileName(file);
            var length = name.Length - RandomLength - TemporarySuffix.Length - 2;
            if (length > 0 && name[length + 1] == '.' && name[length + 10] == '.' && isMeant(name.Substring(1, length)))
            {
                TryDelete(file);
            }
        }
    }

    /// <summary>Deletes a file, unless a program has it open.</summary>
    /// <param name="path">The file.</param>
    public static void TryDelete(string path)
    {
        try
        {
            // Without sharing: this fails while another has it open.
            using (new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, 1))
            {
            }

            File.Delete(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // It is in use, is gone already, or is another user's. It disturbs no reader.
        }
    }

    // Where a path leads: through links, even to a file that is not there yet.
    private static string Target(string path)
    {
        var full = Path.GetFullPath(path);
        var link = new FileInfo(full);
        return link.LinkTarget is null ? full : link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
    }

    private static UnixFileMode? Mode(IEnumerable<string> paths)
        => !OperatingSystem.IsWindows() && paths.FirstOrDefault(File.Exists) is { } existing ? File.GetUnixFileMode(existing) : null;
}
