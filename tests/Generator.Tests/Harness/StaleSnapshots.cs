using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using Xunit.Sdk;
using Xunit.v3;

namespace ModelGen.Generator.Tests;

/// <summary>
/// Finds accepted snapshots that no test looks at any more. A test that runs finds its own stale files; these are the
/// files of tests that were deleted, renamed or moved.
/// </summary>
internal static class StaleSnapshots
{
    /// <summary>
    /// The snapshots of <paramref name="project"/>, a folder of tests, that belong to no test among
    /// <paramref name="types"/>, each with the reason.
    /// </summary>
    public static async Task<IReadOnlyList<(string Path, string Reason)>> Find(string project, IReadOnlyCollection<Type> types)
    {
        List<(string, string)> stale = [];
        foreach (string path in Snapshots(project).Order(StringComparer.Ordinal))
        {
            if (await Reason(project, path, types) is { } reason)
            {
                stale.Add((path, reason));
            }
        }

        return stale;
    }

    private static IEnumerable<string> Snapshots(string folder) =>
        Directory.EnumerateFiles(folder, "*.verified.cs")
            .Concat(Directory.EnumerateDirectories(folder)
                .Where(sub => Path.GetFileName(sub) is not ("bin" or "obj" or "TestResults")).SelectMany(Snapshots));

    private static async Task<string?> Reason(string project, string path, IReadOnlyCollection<Type> types)
    {
        string folder = Path.GetRelativePath(Path.Combine(project, "Snapshots"), Path.GetDirectoryName(path)!);
        if (folder.StartsWith("..", StringComparison.Ordinal))
        {
            return "it is not in Snapshots";
        }

        if (SnapshotFiles.Test(path) is not (string testClass, string test))
        {
            return "it is not named {TestClass}.{Method}#{HintName}.verified.cs";
        }

        string source = Path.Combine(project, folder, testClass + ".cs");
        if (!File.Exists(source))
        {
            return $"there is no {Path.Combine(folder, testClass).Replace('\\', '/')}.cs";
        }

        if (!(await File.ReadAllTextAsync(source)).Contains("Snapshot.Verify(", StringComparison.Ordinal))
        {
            return $"{testClass}.cs calls no Snapshot.Verify";
        }

        MethodInfo[] tests =
        [
            .. types.Where(type => type.Name == testClass)
                .SelectMany(type =>
                    type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.FlattenHierarchy))
                .Where(method => method.GetCustomAttributes().Any(attribute => attribute is IFactAttribute)),
        ];
        if (tests.Any(method => method.Name == test))
        {
            return null;
        }

        foreach (MethodInfo method in tests.Where(method => test.StartsWith(method.Name + "_", StringComparison.Ordinal)))
        {
            if ((await Variants(method)).Contains(test[(method.Name.Length + 1)..]))
            {
                return null;
            }
        }

        return $"{testClass} has no test {test}, nor a theory whose arguments make this name";
    }

    private static async Task<HashSet<string>> Variants(MethodInfo theory)
    {
        HashSet<string> variants = [];
        await using DisposalTracker tracker = new();
        foreach (IDataAttribute data in theory.GetCustomAttributes().OfType<IDataAttribute>())
        {
            foreach (var row in await data.GetData(theory, tracker))
            {
                variants.UnionWith(row.GetData().OfType<object>().Select(SnapshotFiles.Variant));
            }
        }

        return variants;
    }
}
