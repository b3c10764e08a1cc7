using System.IO;
using System.Runtime.CompilerServices;

namespace ModelGen.Ide.Tests.Fixes;

/// <summary>The page that these tests keep true.</summary>
internal static class Documentation
{
    /// <summary><c>docs/fixes.md</c>.</summary>
    public static string Fixes { get; } = Read();

    private static string Read([CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "fixes.md")).ReplaceLineEndings("\n");
}
