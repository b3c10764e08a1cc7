using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Enumeration;
using System.Linq;
using System.Text;

namespace Quickstart;

/// <summary>Which text is learnt, and reading it.</summary>
internal static class TextFiles
{
    private const long MaximumBytes = 64 * 1024 * 1024;

    /// <summary>
    /// Reads a file, or the files of a folder in ordinal order of their paths, one after the other. Line ends become <c>\n</c>.
    /// </summary>
    /// <param name="path">A UTF-8 file of any name, a folder (its <c>*.md</c>, <c>*.txt</c> and <c>*.cs</c>), or <c>null</c> for this repository's <c>*.md</c> and <c>*.cs</c>.</param>
    /// <returns>The text, and where it comes from in words.</returns>
    /// <exception cref="QuickstartException">Missing, unreadable, not text, without any such file, or beyond 64 MB.</exception>
    public static (string Text, string Source) Read(string? path)
    {
        try
        {
            if (path is null)
            {
                var root = RepositoryRoot();
                return ReadFolder(root, [".md", ".cs"], "this repository");
            }

            if (Directory.Exists(path))
            {
                return ReadFolder(path, [".md", ".txt", ".cs"], path);
            }

            return (ReadFiles([path]), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new QuickstartException($"There is no file or folder '{path}'.");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new QuickstartException($"The text '{path ?? "of the repository"}' cannot be read: {e.Message}");
        }
    }

    private static (string Text, string Source) ReadFolder(string folder, string[] extensions, string name)
    {
        var files = Find(folder, extensions);
        if (files.Count == 0)
        {
            throw new QuickstartException($"The folder '{folder}' has no {string.Join(", ", extensions.Select(e => "*" + e))} file.");
        }

        return (ReadFiles(files), $"{name}, {files.Count} files");
    }

    /// <summary>Leaves out what is built or machine-written: <c>bin</c>, <c>obj</c>, folders with a leading dot, the tests' snapshots, and links to folders.</summary>
    private static List<string> Find(string folder, string[] extensions)
    {
        var everywhere = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = 0 };
        var files = new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToFullPath(), everywhere)
        {
            ShouldRecursePredicate = (ref FileSystemEntry entry) =>
                !entry.FileName.StartsWith('.') && entry.FileName is not ("bin" or "obj") && (entry.Attributes & FileAttributes.ReparsePoint) == 0,
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
            {
                var file = entry.FileName.ToString();
                return !entry.IsDirectory
                    && extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)
                    && !file.EndsWith(".verified.cs", StringComparison.OrdinalIgnoreCase);
            },
        };

        // By the path below the folder with one separator, so that every machine reads the same text.
        return files.OrderBy(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), StringComparer.Ordinal).ToList();
    }

    private static string ReadFiles(IReadOnlyList<string> files)
    {
        if (files.Sum(file => new FileInfo(file).Length) > MaximumBytes)
        {
            throw new QuickstartException($"The text is longer than {MaximumBytes / 1024 / 1024} MB, more than is learnt in minutes; give a part of it.");
        }

        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        var text = new StringBuilder();
        foreach (var file in files)
        {
            try
            {
                using var reader = new StreamReader(file, strict, detectEncodingFromByteOrderMarks: true);
                var content = reader.ReadToEnd();
                if (content.Contains('\0'))
                {
                    throw new QuickstartException($"The file '{file}' is not text: it contains NUL characters.");
                }

                text.Append(content.ReplaceLineEndings("\n"));
            }
            catch (DecoderFallbackException)
            {
                throw new QuickstartException($"The file '{file}' is not text in UTF-8.");
            }

            if (text.Length > 0 && text[^1] != '\n')
            {
                text.Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>The folder with <c>ModelGen.sln</c> above the current folder or, failing that, above the program.</summary>
    private static string RepositoryRoot()
    {
        foreach (var start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "ModelGen.sln")))
                {
                    return folder.FullName;
                }
            }
        }

        throw new QuickstartException("There is no ModelGen.sln above the current folder or the program; name a text with --text.");
    }
}
