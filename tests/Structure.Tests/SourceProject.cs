using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Generator;

namespace ModelGen.Structure.Tests;

/// <summary>
/// A project under <c>src</c>, parsed and bound, so that references can be resolved to the files that declare their targets.
/// </summary>
internal sealed class SourceProject
{
    private SourceProject(string root, CSharpCompilation compilation, ImmutableArray<SyntaxTree> sources)
    {
        Root = root;
        Compilation = compilation;
        Sources = sources;
    }

    public string Root { get; }

    /// <summary>The project's own files and, where it declares models, the files generated for them.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>The project's own files.</summary>
    public ImmutableArray<SyntaxTree> Sources { get; }

    /// <exception cref="InvalidOperationException">The sources do not compile, so that some references cannot be resolved.</exception>
    public static SourceProject Load(string name)
    {
        string root = Path.Combine(Repository.Root, "src", name);
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        ImmutableArray<SyntaxTree> sources = [.. Directory
            .EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(file => !IsBuildOutput(Path.GetRelativePath(root, file)))
            .Order(StringComparer.Ordinal)
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file))];

        string assemblyName = "ModelGen." + name;
        CSharpCompilation compilation = CSharpCompilation.Create(
            assemblyName,
            sources,
            References(assemblyName),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

        CSharpGeneratorDriver.Create([new ModelGenerator().AsSourceGenerator()], parseOptions: options)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation complete, out _);

        return new SourceProject(root, (CSharpCompilation)complete, sources);
    }

    private static bool IsBuildOutput(string path) => path.Split(Path.DirectorySeparatorChar)[0] is "bin" or "obj";

    private static IEnumerable<MetadataReference> References(string except) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) is var name
                && (!name.StartsWith("ModelGen.", StringComparison.Ordinal) || Below(except).Contains(name)))
            .Select(path => MetadataReference.CreateFromFile(path));

    private static string[] Below(string name) => name switch
    {
        "ModelGen.CodeFixes" => ["ModelGen.Generator"],
        "ModelGen.Models" => ["ModelGen.Attributes", "ModelGen.Runtime"],
        "ModelGen.Runtime" => ["ModelGen.Attributes"],
        "ModelGen.Training" => ["ModelGen.Attributes", "ModelGen.Runtime"],
        _ => [],
    };
}
