using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace Retrieval;

/// <summary>The documents that are searched.</summary>
/// <param name="Passages">Their passages, in the order of the documents.</param>
/// <param name="Documents">The number of documents with a passage.</param>
/// <param name="Warnings">A sentence per document that has no passage.</param>
internal sealed record DocumentCorpus(IReadOnlyList<Passage> Passages, int Documents, IReadOnlyList<string> Warnings)
{
    // Thousands of processor instructions, each documented by the name of the C function that it replaces.
    private static readonly string[] _omitted = ["System.Runtime.Intrinsics.xml"];

    /// <summary>
    /// The default: the XML documentation of .NET and of the packages that this program is compiled with, and the Markdown of this
    /// repository.
    /// </summary>
    /// <exception cref="SampleException">There is no repository above the program, or no document has a passage.</exception>
    public static DocumentCorpus Default()
    {
        var documentation = Documentation().Where(File.Exists).OrderBy(Path.GetFileName, StringComparer.Ordinal)
            .Select(file => (File: file, Name: Path.GetFileName(file))).Where(file => !_omitted.Contains(file.Name))
            .DistinctBy(file => file.Name);
        var root = TextFiles.RepositoryRoot();
        var pages = TextFiles.Find(root).Where(file => Path.GetExtension(file) == ".md")
            .Select(file => (File: file, Name: Relative(root, file)));
        return Read([.. documentation, .. pages], "this repository");
    }

    /// <summary>The documents of a folder: Markdown, HTML, text and XML documentation.</summary>
    /// <exception cref="SampleException">The folder does not exist, cannot be read, or no document has a passage.</exception>
    public static DocumentCorpus Folder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new SampleException($"There is no folder '{folder}'.");
        }

        try
        {
            var files = TextFiles.Find(folder)
                .Where(file => Retrieval.Documents.Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                .Select(file => (File: file, Name: Relative(folder, file)));
            return Read([.. files], $"the folder '{folder}'");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new SampleException($"The folder '{folder}' cannot be read: {e.Message}");
        }
    }

    private static DocumentCorpus Read(IReadOnlyList<(string File, string Name)> files, string source)
    {
        List<Passage> passages = [];
        List<string> warnings = [];
        var documents = 0;
        foreach (var (file, name) in files)
        {
            var before = passages.Count;
            try
            {
                if (!TextFiles.TryRead(file, out var text, out var problem))
                {
                    warnings.Add($"The document '{name}' is left out: it is not text{problem}.");
                    continue;
                }

                passages.AddRange(Retrieval.Documents.Read(name, text));
                if (passages.Count == before)
                {
                    warnings.Add($"The document '{name}' is left out: it is empty.");
                }
            }
            catch (Exception e) when (e is SampleException or UnauthorizedAccessException or IOException)
            {
                warnings.Add($"The document '{name}' is left out: {Words.OnOneLine(e.Message)}");
            }

            documents += passages.Count > before ? 1 : 0;
        }

        return passages.Count > 0
            ? new(passages, documents, warnings)
            : throw new SampleException(
                $"There is nothing to search in {source}: of its {files.Count:N0} documents "
                + $"({string.Join(", ", Retrieval.Documents.Extensions)}) none has a text.");
    }

    private static string Relative(string folder, string file) => Path.GetRelativePath(folder, file).Replace('\\', '/');

    // Written by the build: obj/…/documentation.txt.
    private static string[] Documentation()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("documentation.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
