using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Classify;

/// <summary>Determines the kind of a file.</summary>
internal static class FileKinds
{
    private static readonly HashSet<string> _msbuild = new(
        [".csproj", ".fsproj", ".vbproj", ".proj", ".props", ".targets"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the extension, with a single kind for all project files of MSBuild; <c>null</c> without extension.</summary>
    public static string? Of(string file)
    {
        var extension = Path.GetExtension(file);
        return _msbuild.Contains(extension) ? "msbuild" : extension.Length > 1 ? extension.ToLowerInvariant() : null;
    }

    /// <summary>Returns at most a number of items of a list, spread evenly over it, in order.</summary>
    public static IReadOnlyList<T> Spread<T>(IReadOnlyList<T> items, int maximum) => items.Count <= maximum
        ? items
        : Enumerable.Range(0, maximum).Select(i => items[(int)((long)i * items.Count / maximum)]).ToList();
}
