using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator.Tests;
using Xunit;

namespace ModelGen.Ide.Tests;

/// <summary>A user's project as an IDE holds it: in a workspace, with ModelGen's generator and analyzer attached.</summary>
internal static class IdeProject
{
    /// <summary>Opens the sources as <c>Model.cs</c>, <c>Model2.cs</c>, ... beside a file with <c>global using ModelGen;</c>.</summary>
    /// <returns>The first source's document.</returns>
    public static Document Open(params string[] sources) => Open(sources, new CompileOptions());

    /// <inheritdoc cref="Open(string[])"/>
    public static Document Open(string[] sources, CompileOptions options)
    {
        AdhocWorkspace workspace = new();
        CSharpCompilation compilation = Compile.Project([], options);
        Project project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Create(),
            options.AssemblyName,
            options.AssemblyName,
            LanguageNames.CSharp,
            filePath: Compile.Folder + "UserProject.csproj",
            compilationOptions: compilation.Options,
            parseOptions: new CSharpParseOptions(options.LanguageVersion, DocumentationMode.Diagnose),
            metadataReferences: compilation.References,
            analyzerReferences: [new ToolsReference(options.Tools ?? Tools.Default)]));
        Solution solution = project.Solution.AddDocument(DocumentId.CreateNewId(project.Id), "Usings.cs", SourceText.From("global using ModelGen;\n"), filePath: Compile.Folder + "Usings.cs");
        List<DocumentId> documents = [];
        foreach (var (source, i) in sources.Select((source, i) => (source, i)))
        {
            documents.Add(DocumentId.CreateNewId(project.Id));
            solution = solution.AddDocument(documents[i], Compile.FileName(i), SourceText.From(source), filePath: Compile.Folder + Compile.FileName(i));
        }

        if (options.EditorConfig is { } config)
        {
            solution = solution.AddAnalyzerConfigDocument(DocumentId.CreateNewId(project.Id), ".editorconfig", SourceText.From("root = true\n" + config), filePath: Compile.Folder + ".editorconfig");
        }

        Assert.True(workspace.TryApplyChanges(solution));
        return workspace.CurrentSolution.GetDocument(documents[0])!;
    }

    /// <summary>ModelGen's own diagnostics of the document's project, and the compiler's errors, the generated files included.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Diagnostics(Document document)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var compilation = (await document.Project.GetCompilationAsync(cancellation))!;
        var analyzers = document.Project.AnalyzerReferences.SelectMany(reference => reference.GetAnalyzers(LanguageNames.CSharp)).ToImmutableArray();
        var all = await compilation.WithAnalyzers(analyzers, document.Project.AnalyzerOptions).GetAllDiagnosticsAsync(cancellation);
        return
        [
            .. all
                .Where(diagnostic => !diagnostic.IsSuppressed)
                .Where(diagnostic => diagnostic.Id.StartsWith("MG", System.StringComparison.Ordinal) || diagnostic.Severity == DiagnosticSeverity.Error)
                .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start),
        ];
    }

    /// <summary>Takes the caret <c>$$</c> out of a source.</summary>
    public static (string Source, int Caret) Caret(string marked)
    {
        int caret = marked.IndexOf("$$", System.StringComparison.Ordinal);
        Assert.True(caret >= 0, "The source has no caret '$$'.");
        return (marked.Remove(caret, 2), caret);
    }

    private sealed class ToolsReference(Tools tools) : AnalyzerReference
    {
        // A workspace looks its generators up by identity.
        private readonly ImmutableArray<ISourceGenerator> _generators = [tools.Generator.AsSourceGenerator()];

        public override string? FullPath => null;

        public override object Id => this;

        public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzers(string language) => tools.Analyzer is { } analyzer ? [analyzer] : [];

        public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzersForAllLanguages() => GetAnalyzers(LanguageNames.CSharp);

        public override ImmutableArray<ISourceGenerator> GetGenerators(string language) => _generators;

        public override ImmutableArray<ISourceGenerator> GetGeneratorsForAllLanguages() => GetGenerators(LanguageNames.CSharp);
    }
}
