using System;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace ModelGen.Site;

/// <summary>Builds the website.</summary>
/// <param name="repository">The repository.</param>
/// <param name="log">Receives what docfx prints.</param>
internal sealed class SiteBuilder(Repository repository, TextWriter log)
{
    // docfx writes this file into every website.
    private const string Mark = "manifest.json";

    /// <summary>Builds the website in a temporary folder and moves it to its place only when it is complete.</summary>
    /// <exception cref="SiteException">It cannot be built, or other files are in its place.</exception>
    public void Build(string output)
    {
        if (Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any() && !File.Exists(Path.Combine(output, Mark)))
        {
            throw new SiteException($"{output} holds files that are not a website of docfx: name another folder.");
        }

        // Beside the output, so that the website can be moved.
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        var work = output.TrimEnd(Path.DirectorySeparatorChar) + ".work";
        DeleteFolder(work);
        try
        {
            WriteContent(Path.Combine(work, "content"));
            CopyAssemblies(Path.Combine(work, "assemblies"));
            CopyFolder(Path.Combine(AppContext.BaseDirectory, "template"), Path.Combine(work, "template"));
            File.Copy(Path.Combine(AppContext.BaseDirectory, "docfx.json"), Path.Combine(work, "docfx.json"));
            RestoreTools();
            DotNet("docfx", Path.Combine(work, "docfx.json"), "--warningsAsErrors", "--logLevel", "warning");
            SearchIndex.AddChineseWords(Path.Combine(work, "site"));
            DeleteFolder(output);
            Directory.Move(Path.Combine(work, "site"), output);
        }
        finally
        {
            DeleteFolder(work);
        }
    }

    /// <summary>Restores docfx.</summary>
    /// <exception cref="SiteException">It is not served.</exception>
    public void RestoreTools() => DotNet("tool", "restore");

    private void WriteContent(string folder)
    {
        foreach (var path in repository.Pages)
        {
            WriteFile(Path.Combine(folder, Page.PathOnSite(path)), Page.Read(repository, path).ForSite());
        }

        foreach (var (path, text) in new TableOfContents(repository).Files())
        {
            WriteFile(Path.Combine(folder, path), text);
        }

        foreach (var path in repository.Pictures)
        {
            CopyFile(Path.Combine(repository.Root, path), Path.Combine(folder, path));
        }
    }

    // This program refers to the libraries, so all that docfx has to resolve is in its own folder.
    private static void CopyAssemblies(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")
            .Concat(Directory.EnumerateFiles(AppContext.BaseDirectory, "*.xml")))
        {
            CopyFile(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }

    private void DotNet(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        log.Write(output);
        log.Write(error.Result);
        if (process.ExitCode != 0)
        {
            throw new SiteException($"'dotnet {string.Join(' ', arguments.Take(2))}' failed: what it printed says why.");
        }
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            CopyFile(file, Path.Combine(to, Path.GetRelativePath(from, file)));
        }
    }

    private static void CopyFile(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to);
    }

    private static void WriteFile(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
