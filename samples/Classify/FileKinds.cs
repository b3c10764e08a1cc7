using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Classify;

/// <summary>What kind of file a file is.</summary>
internal static class FileKinds
{
    private static readonly HashSet<string> _msbuild = new(
        [".csproj", ".fsproj", ".vbproj", ".proj", ".props", ".targets"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The extension, where the projects and imports of MSBuild are one; <c>null</c> without extension.</summary>
    public static string? Of(string file)
    {
        var extension = Path.GetExtension(file);
        return _msbuild.Contains(extension) ? "msbuild" : extension.Length > 1 ? extension.ToLowerInvariant() : null;
    }

    /// <summary>At most so many items of a list, spread evenly over it, in their order.</summary>
    public static IReadOnlyList<T> Spread<T>(IReadOnlyList<T> items, int maximum) => items.Count <= maximum
        ? items
        : Enumerable.Range(0, maximum).Select(i => items[(int)((long)i * items.Count / maximum)]).ToList();
}
