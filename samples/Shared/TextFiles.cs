using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Enumeration;
using System.Linq;
using System.Text;

namespace Samples.Shared;

/// <summary>Which text is learnt, and reading it.</summary>
internal static class TextFiles
{
    private const string SolutionFile = "ModelGen.sln";
    private const long MaximumBytes = 64 * 1024 * 1024;
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Reads a file, or the files of a folder in ordinal order of their paths, one after the other. Line ends become <c>\n</c>.
    /// </summary>
    /// <param name="path">
    /// A UTF-8 file of any name, a folder (its <c>*.md</c>, <c>*.txt</c> and <c>*.cs</c>), or <c>null</c> for this
    /// repository's <c>*.md</c> and <c>*.cs</c>.
    /// </param>
    /// <returns>The text, and where it comes from in words.</returns>
    /// <exception cref="SampleException">Missing, unreadable, not text, without any such file, or beyond 64 MB.</exception>
    public static (string Text, string Source) Read(string? path)
    {
        try
        {
            if (path is null)
            {
                return ReadRepository(".md", ".cs");
            }

            if (Directory.Exists(path))
            {
                return ReadFolder(path, [".md", ".txt", ".cs"], path);
            }

            return (ReadFiles([path]), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            throw new SampleException($"There is no file or folder '{path}'.");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new SampleException($"The text '{path ?? "of the repository"}' cannot be read: {e.Message}");
        }
    }

    /// <summary>Reads the files of this repository with one of the extensions, as <see cref="Read"/> does.</summary>
    /// <exception cref="SampleException">There is no repository above the program, or a file cannot be read.</exception>
    public static (string Text, string Source) ReadRepository(params string[] extensions)
    {
        try
        {
            return ReadFolder(RepositoryRoot(), extensions, "this repository");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new SampleException($"The text of the repository cannot be read: {e.Message}");
        }
    }

    /// <summary>
    /// The files of a folder in ordinal order of their paths, without what is built or machine-written: <c>bin</c>, <c>obj</c>, folders
    /// with a leading dot, the tests' snapshots, and links to folders. Of this repository, the Chinese pages of the course are left
    /// out, because a small model of English text and code learns nothing from them.
    /// </summary>
    public static IReadOnlyList<string> Find(string folder)
    {
        var translation = File.Exists(Path.Combine(folder, SolutionFile)) ? Path.Combine(folder, "docs", "course", "zh") : null;
        var everywhere = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = 0 };
        var files = new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToFullPath(), everywhere)
        {
            ShouldRecursePredicate = (ref FileSystemEntry entry) =>
                !entry.FileName.StartsWith('.')
                    && entry.FileName is not ("bin" or "obj") && (entry.Attributes & FileAttributes.ReparsePoint) == 0
                    && (translation is null || entry.ToFullPath() != translation),
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                !entry.IsDirectory && !entry.FileName.EndsWith(".verified.cs", StringComparison.OrdinalIgnoreCase),
        };

        // By the path below the folder with one separator, so that every machine reads the same text.
        return files.OrderBy(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), StringComparer.Ordinal).ToList();
    }

    /// <summary>Reads a file as UTF-8. Line ends become <c>\n</c>.</summary>
    /// <param name="file">The path.</param>
    /// <param name="text">The text, or nothing where it is none.</param>
    /// <param name="problem">Why it is not text, to be put after "is not text".</param>
    /// <returns>Whether it is text.</returns>
    public static bool TryRead(string file, out string text, out string problem)
    {
        (text, problem) = ("", "");
        try
        {
            using var reader = new StreamReader(file, _strict, detectEncodingFromByteOrderMarks: true);
            var content = reader.ReadToEnd();
            if (content.Contains('\0'))
            {
                problem = ": it contains NUL characters";
                return false;
            }

            text = content.ReplaceLineEndings("\n");
            return true;
        }
        catch (DecoderFallbackException)
        {
            problem = " in UTF-8";
            return false;
        }
    }

    private static (string Text, string Source) ReadFolder(string folder, string[] extensions, string name)
    {
        var files = Find(folder).Where(file => extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).ToList();
        if (files.Count == 0)
        {
            throw new SampleException($"The folder '{folder}' has no {string.Join(", ", extensions.Select(e => "*" + e))} file.");
        }

        return (ReadFiles(files), $"{name}, {files.Count} files");
    }

    private static string ReadFiles(IReadOnlyList<string> files)
    {
        if (files.Sum(file => new FileInfo(file).Length) > MaximumBytes)
        {
            throw new SampleException(
                $"The text is longer than {MaximumBytes / 1024 / 1024} MB, more than is learnt in minutes; give a part of it.");
        }

        var text = new StringBuilder();
        foreach (var file in files)
        {
            if (!TryRead(file, out var content, out var problem))
            {
                throw new SampleException($"The file '{file}' is not text{problem}.");
            }

            text.Append(content);
            if (text.Length > 0 && text[^1] != '\n')
            {
                text.Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>The folder with <c>ModelGen.sln</c> above the current folder or, failing that, above the program.</summary>
    /// <exception cref="SampleException">There is none.</exception>
    public static string RepositoryRoot()
    {
        foreach (var start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, SolutionFile)))
                {
                    return folder.FullName;
                }
            }
        }

        throw new SampleException("There is no ModelGen.sln above the current folder or the program; name a text with --text.");
    }
}
