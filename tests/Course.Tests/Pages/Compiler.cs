using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Generator;

namespace Course.Tests;

/// <summary>Compiles declarations with the generator and the analyzer.</summary>
internal static class Compiler
{
    private static readonly CSharpParseOptions _parse = new(LanguageVersion.Latest);

    private static readonly CSharpCompilation _empty = CSharpCompilation.Create(
        "Declarations",
        references: ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is not ("Course.dll" or "Course.Tests.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
        options: new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private static readonly Lazy<ImmutableArray<string>> _generated = new(() => Generate(Repository.Sources("samples/Course")));

    /// <summary>What the generator writes for the models of samples/Course, one text per file.</summary>
    public static ImmutableArray<string> Generated => _generated.Value;

    /// <summary>Returns what ModelGen reports of a source, as <c>MG0102: message</c>, in the order of the source.</summary>
    public static async Task<IReadOnlyList<string>> Diagnose(string source)
    {
        var compilation = _empty.AddSyntaxTrees(
            CSharpSyntaxTree.ParseText("global using ModelGen;\n", _parse), CSharpSyntaxTree.ParseText(source, _parse));
        var diagnostics = await compilation.WithAnalyzers([new ModelAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        return
        [
            .. diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Info && !diagnostic.IsSuppressed)
                .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)
                .Select(diagnostic => $"{diagnostic.Id}: {diagnostic.GetMessage()}"),
        ];
    }

    private static ImmutableArray<string> Generate(IEnumerable<string> paths)
    {
        var compilation = _empty.AddSyntaxTrees(paths.Select(path => CSharpSyntaxTree.ParseText(Repository.Read(path), _parse, path)));
        var driver = CSharpGeneratorDriver.Create([new ModelGenerator().AsSourceGenerator()], parseOptions: _parse)
            .RunGenerators(compilation);
        return [.. driver.GetRunResult().GeneratedTrees.Select(tree => tree.ToString().ReplaceLineEndings("\n"))];
    }
}
