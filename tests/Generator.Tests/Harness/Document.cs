using System.IO;
using System.Runtime.CompilerServices;

namespace ModelGen.Generator.Tests;

/// <summary>The repository's documents.</summary>
internal static class Document
{
    /// <summary>The text of a document, by its path from the root.</summary>
    public static string Read(string document, [CallerFilePath] string caller = "")
    {
        string? folder = Path.GetDirectoryName(caller);
        while (folder is not null && !File.Exists(Path.Combine(folder, "ModelGen.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return File.ReadAllText(Path.Combine(folder ?? throw new DirectoryNotFoundException($"no ModelGen.sln above {caller}"), document)).ReplaceLineEndings("\n");
    }
}
