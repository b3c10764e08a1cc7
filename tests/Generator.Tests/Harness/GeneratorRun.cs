using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>A project, and what the generator made of it.</summary>
internal sealed class GeneratorRun
{
    private readonly CompileOptions _options;

    private GeneratorRun(CSharpCompilation project, GeneratorDriver driver, CompileOptions options)
    {
        _options = options;
        Project = project;
        Driver = driver.RunGeneratorsAndUpdateCompilation(project, out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        Output = (CSharpCompilation)output;
        Diagnostics = diagnostics;
        FailIfGeneratorFailed();
    }

    /// <summary>The project before the generator ran.</summary>
    public CSharpCompilation Project { get; }

    /// <summary>The project with the generated files.</summary>
    public CSharpCompilation Output { get; }

    /// <summary>The driver after the run, for <see cref="Snapshot.Verify"/>.</summary>
    public GeneratorDriver Driver { get; }

    /// <summary>What the generator itself reported; ModelGen's reports nothing, its analyzer does.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>The generated files by hint name.</summary>
    public IReadOnlyDictionary<string, string> Sources =>
        Driver.GetRunResult().Results.SelectMany(result => result.GeneratedSources).ToDictionary(source => source.HintName,
            source => source.SourceText.ToString());

    public static GeneratorRun Start(CSharpCompilation project, CompileOptions options)
    {
        Tools tools = options.Tools ?? Tools.Default;
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [tools.Generator.AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)project.SyntaxTrees[0].Options,
            optionsProvider: new EditorConfig(options.EditorConfig),
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        return new(project, driver, options);
    }

    /// <summary>Runs again after an edit, with what the driver remembers of this run.</summary>
    public GeneratorRun Continue(CSharpCompilation edited) => new(edited, Driver, _options);

    /// <summary>
    /// Fails on any warning or error of the compiler at the highest warning level, nullable warnings and missing
    /// documentation included. In generated files even hidden diagnostics fail, and those that a <c>#pragma</c> there
    /// silences, except the <paramref name="silenced"/>. Checked in C# 11 and in C# 12.
    /// </summary>
    public void AssertCompilesWithoutWarnings(params string[] silenced) =>
        AssertCompilesWithoutWarnings([LanguageVersion.CSharp11, LanguageVersion.CSharp12], silenced);

    /// <inheritdoc cref="AssertCompilesWithoutWarnings(string[])"/>
    public void AssertCompilesWithoutWarnings(LanguageVersion[] versions, params string[] silenced)
    {
        Assert.NotEmpty(Driver.GetRunResult().GeneratedTrees);
        foreach (LanguageVersion version in versions)
        {
            GeneratorRun run = In(version);
            CSharpCompilation output = run.Output.WithOptions(run.Output.Options.WithReportSuppressedDiagnostics(true));
            ImmutableArray<SyntaxTree> generated = run.Driver.GetRunResult().GeneratedTrees;
            List<Diagnostic> surprises =
            [
                .. run.Diagnostics,
                .. output.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic =>
                    diagnostic.Location.SourceTree is { } tree && generated.Contains(tree)
                        ? !(diagnostic.IsSuppressed && silenced.Contains(diagnostic.Id))
                        : !diagnostic.IsSuppressed
                            && diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id != MissingDocumentation),
            ];
            if (surprises.Count > 0)
            {
                Assert.Fail($"In C# {version.ToDisplayString()} the generated code does not compile cleanly:\n"
                    + string.Join('\n', surprises.Select(DiagnosticText.WithLine)));
            }
        }
    }

    /// <summary>CS1591: a test's own sources need no documentation, what is generated does.</summary>
    public const string MissingDocumentation = "CS1591";

    /// <summary>Compiles the project with its generated files. Fails on errors.</summary>
    public byte[] Emit()
    {
        using MemoryStream stream = new();
        var result = Output.Emit(stream, cancellationToken: TestContext.Current.CancellationToken);
        if (!result.Success)
        {
            Assert.Fail("The project does not compile:\n"
                + string.Join('\n', result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(DiagnosticText.WithLine)));
        }

        return stream.ToArray();
    }

    /// <summary>Compiles and loads the project, for reflection; libtorch is not there.</summary>
    public Assembly Load()
    {
        AssemblyLoadContext context = new(Output.AssemblyName, isCollectible: true);
        return context.LoadFromStream(new MemoryStream(Emit()));
    }

    private GeneratorRun In(LanguageVersion version)
    {
        if (version == Project.LanguageVersion)
        {
            return this;
        }

        // All at once: a compilation of two versions cannot be.
        CSharpCompilation project = Project.RemoveAllSyntaxTrees().AddSyntaxTrees(Project.SyntaxTrees.Select(tree =>
        {
            CSharpParseOptions parse = ((CSharpParseOptions)tree.Options).WithLanguageVersion(version);
            SourceText text = version < LanguageVersion.CSharp12 ? WithBodies(tree) : tree.GetText();
            return CSharpSyntaxTree.ParseText(text, parse, tree.FilePath);
        }));
        return Start(project, _options);
    }

    /// <summary><c>class C;</c> is C# 12, so for older compilers it becomes <c>class C { }</c>.</summary>
    private static SourceText WithBodies(SyntaxTree tree) =>
        tree.GetText().WithChanges(tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>()
            .Where(type => type.OpenBraceToken.IsKind(SyntaxKind.None) && type.SemicolonToken.IsKind(SyntaxKind.SemicolonToken))
            .Select(type => new TextChange(type.SemicolonToken.Span, " { }")));

    private void FailIfGeneratorFailed()
    {
        foreach (GeneratorRunResult result in Driver.GetRunResult().Results)
        {
            if (result.Exception is { } exception)
            {
                Assert.Fail($"CS8785: {result.Generator.GetGeneratorType().Name} threw {exception}");
            }
        }

        // A generator that cannot be constructed or initialised has no result at all.
        if (Diagnostics.FirstOrDefault(diagnostic => diagnostic.Id is "CS8784" or "CS8785") is { } failure)
        {
            Assert.Fail(failure.ToString());
        }
    }
}
