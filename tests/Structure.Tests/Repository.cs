using System.IO;
using System.Runtime.CompilerServices;

namespace ModelGen.Structure.Tests;

internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
