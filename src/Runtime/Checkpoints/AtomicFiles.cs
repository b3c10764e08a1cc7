using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ModelGen.Checkpoints;

/// <summary>
/// Writes files that replace existing ones atomically: they have temporary names in the same directory until <see cref="Commit"/>, so that
/// a full disk or a killed process leaves the old files unchanged. Temporary files of a killed process are deleted by the next process that
/// writes the same file.
/// </summary>
/// <remarks>
/// A symbolic link is followed: its target is replaced and the link is kept. An existing file keeps its permissions. Temporary files are
/// open, and therefore locked, until they are renamed: one that can be locked belongs to no running process.
/// </remarks>
internal sealed class AtomicFiles : IDisposable
{
    private const string TemporarySuffix = ".tmp";

    // The format of Path.GetRandomFileName: 8 characters, a dot and 3 characters.
    private const int RandomLength = 12;

    private readonly List<(FileStream Stream, string Temporary, string Path)> _files = [];

    /// <summary>Throws if a path cannot become a regular file, without writing anything.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="IOException">The path is a directory, a named pipe or a device.</exception>
    public static void Require(string path)
    {
        if (RegularFile.Obstacle(path) is { } obstacle)
        {
            throw new IOException($"'{path}' is {obstacle}, expected the path of a regular file.");
        }
    }

    /// <summary>Writes a file under a temporary name.</summary>
    /// <param name="path">The final path of the file.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="alike">
    /// Files from which a new file takes its permissions: from the first that exists. The user's default if there is none.
    /// </param>
    /// <exception cref="IOException">The path does not denote a regular file, or the file cannot be written.</exception>
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
            // Set on creation, so that no other user can read a private file while it is written; set again below, because the umask of the
            // process applies here.
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

    /// <summary>Renames the files to their final paths, in the order in which they were written, replacing existing files.</summary>
    public void Commit()
    {
        foreach (var (_, temporary, path) in _files)
        {
            File.Move(temporary, path, overwrite: true);
        }

        _files.ForEach(file => file.Stream.Dispose());
        _files.Clear();
    }

    /// <summary>Deletes the files that were not committed.</summary>
    public void Dispose()
    {
        foreach (var (stream, temporary, _) in _files)
        {
            try
            {
                stream.Dispose();
            }
            catch (IOException)
            {
                // A full disk has no room for the rest of the buffer either. The handle is closed nevertheless.
            }

            File.Delete(temporary);
        }
    }

    /// <summary>Deletes temporary files of killed processes.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="isMeant">Returns whether a temporary file for the given file name is to be deleted.</param>
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

    /// <summary>Deletes a file unless a process has it open.</summary>
    /// <param name="path">The file.</param>
    public static void TryDelete(string path)
    {
        try
        {
            // Exclusive access fails while another process has the file open.
            using (new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, 1))
            {
            }

            File.Delete(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // The file is in use, already deleted, or belongs to another user. It does not affect readers.
        }
    }

    // Resolves links, including links to a file that does not exist.
    private static string Target(string path)
    {
        var full = Path.GetFullPath(path);
        var link = new FileInfo(full);
        return link.LinkTarget is null ? full : link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
    }

    private static UnixFileMode? Mode(IEnumerable<string> paths)
        => !OperatingSystem.IsWindows() && paths.FirstOrDefault(File.Exists) is { } existing ? File.GetUnixFileMode(existing) : null;
}
