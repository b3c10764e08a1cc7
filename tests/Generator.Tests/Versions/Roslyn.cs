using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>
/// One version of the compiler, with the generator and this assembly loaded a second time on top of it. A check runs there with everything
/// that the tests share; what it takes and returns are the framework's types, which are the same everywhere.
/// </summary>
internal sealed class Roslyn : AssemblyLoadContext
{
    private static readonly Assembly _tests = typeof(Roslyn).Assembly;
    private static readonly ConcurrentDictionary<string, Lazy<Roslyn>> _loaded = new();

    private readonly Dictionary<string, string> _own;

    private Roslyn(string version)
        : base("Roslyn " + version)
    {
        _own = new[]
        {
            _tests.Location,
            typeof(ModelGenerator).Assembly.Location,
            Library("Microsoft.CodeAnalysis.Common", version, "Microsoft.CodeAnalysis"),
            Library("Microsoft.CodeAnalysis.CSharp", version, "Microsoft.CodeAnalysis.CSharp")
        }
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path));
    }

    /// <summary>The versions of Directory.Packages.props, the oldest first.</summary>
    public static IReadOnlyList<string> Versions { get; } = Metadata("RoslynTested").Split(';');

    public static Roslyn Version(string version) => _loaded.GetOrAdd(version, key => new(() => new Roslyn(key))).Value;

    /// <summary>Runs a static method of this assembly on top of this version; what it throws is thrown.</summary>
    public T Run<T>(Func<T> check)
    {
        Type type = LoadFromAssemblyPath(_tests.Location).GetType(check.Method.DeclaringType!.FullName!, throwOnError: true)!;
        MethodInfo method = type.GetMethod(check.Method.Name, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        Assert.NotSame(check.Method, method);
        return (T)method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null)!;
    }

    protected override Assembly? Load(AssemblyName name) =>
        _own.TryGetValue(name.Name!, out string? path) ? LoadFromAssemblyPath(path) : null;

    // The newest build for .NET in the package; the one for .NET Standard would load as well, but is not what the SDK runs.
    private static string Library(string package, string version, string assembly) =>
        Directory.EnumerateDirectories(Path.Combine(Metadata("NuGetPackageRoot"), package.ToLowerInvariant(), version, "lib"), "net*.0")
            .Where(folder => System.Version.TryParse(Path.GetFileName(folder)["net".Length..], out _))
            .OrderBy(folder => System.Version.Parse(Path.GetFileName(folder)["net".Length..]))
            .Select(folder => Path.Combine(folder, assembly + ".dll"))
            .Last(File.Exists);

    private static string Metadata(string key) =>
        _tests.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
