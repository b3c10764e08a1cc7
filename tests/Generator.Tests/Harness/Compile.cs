using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>
/// Compiles a user's project with the generator in it. The project has <c>global using ModelGen;</c>, nullable
/// reference types and documentation switched on; its files are <c>Model.cs</c>, <c>Model2.cs</c>, ...
/// </summary>
internal static class Compile
{
    /// <summary>Where the project pretends to lie.</summary>
    public const string Folder = "/project/";

    // Compilations derived from one share the binding of its references, which costs more than a small test's sources.
    private static readonly CSharpCompilation _empty = CSharpCompilation.Create("UserProject", references: References.All, options:
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999)
            .WithSpecificDiagnosticOptions(new Dictionary<string, ReportDiagnostic>
            {
                // As every SDK project: TorchSharp was built for an older framework.
                ["CS1701"] = ReportDiagnostic.Suppress,
                ["CS1702"] = ReportDiagnostic.Suppress,
            }));

    /// <summary>Runs the generator. Fails if it throws.</summary>
    public static GeneratorRun Run(string source, CompileOptions? options = null) => Run([source], options);

    /// <inheritdoc cref="Run(string, CompileOptions?)"/>
    public static GeneratorRun Run(string[] sources, CompileOptions? options = null)
    {
        options ??= new();
        return GeneratorRun.Start(Project(sources, options), options);
    }

    /// <summary>Runs a new generator over a project as it stands.</summary>
    public static GeneratorRun Run(CSharpCompilation project, CompileOptions? options = null) =>
        GeneratorRun.Start(project, options ?? new());

    /// <summary>For snapshots: runs the generator and requires that its code compiles without a warning in C# 11 and 12.</summary>
    public static GeneratorDriver Generate(string source, CompileOptions? options = null) => Generate([source], options);

    /// <inheritdoc cref="Generate(string, CompileOptions?)"/>
    public static GeneratorDriver Generate(string[] sources, CompileOptions? options = null)
    {
        GeneratorRun run = Run(sources, options);
        run.AssertCompilesWithoutWarnings();
        return run.Driver;
    }

    /// <summary>The generated files of a project, compiled with it into an assembly that another project may reference.</summary>
    public static MetadataReference Library(string source, CompileOptions? options = null) =>
        MetadataReference.CreateFromImage(Run(source, (options ?? new()) with { AssemblyName = "Library" }).Emit());

    /// <summary>The project before any generator ran.</summary>
    public static CSharpCompilation Project(IReadOnlyList<string> sources, CompileOptions? options = null)
    {
        options ??= new();
        CSharpParseOptions parse = new(options.LanguageVersion, DocumentationMode.Diagnose);
        CSharpCompilation project = _empty;
        if (options.References.Length > 0)
        {
            project = project.AddReferences(options.References);
        }

        if (options.EditorConfig is not null)
        {
            project = project.WithOptions(project.Options.WithSyntaxTreeOptionsProvider(new EditorConfig(options.EditorConfig).Severities));
        }

        if (options.NoWarn.Length > 0)
        {
            project = project.WithOptions(project.Options.WithSpecificDiagnosticOptions(
                project.Options.SpecificDiagnosticOptions.SetItems(
                    options.NoWarn.Select(id => KeyValuePair.Create(id, ReportDiagnostic.Suppress)))));
        }

        return project
            .WithAssemblyName(options.AssemblyName)
            .AddSyntaxTrees(Parse("global using ModelGen;\n", "Usings.cs", parse))
            .AddSyntaxTrees(sources.Select((source, i) => Parse(source, FileName(i), parse)));
    }

    /// <summary>The name of the <paramref name="index"/>th source.</summary>
    public static string FileName(int index) => index == 0 ? "Model.cs" : $"Model{index + 1}.cs";

    /// <summary>A file of the project.</summary>
    public static SyntaxTree Parse(string source, string fileName, CSharpParseOptions options) =>
        CSharpSyntaxTree.ParseText(SourceText.From(source, Encoding.UTF8), options, Folder + fileName);
}
