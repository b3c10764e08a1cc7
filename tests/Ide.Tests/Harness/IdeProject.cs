using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Completion;
using ModelGen.Generator;
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
    public static Document Open(string[] sources, CompileOptions options) => Open(sources, options, analyzers: null, loader: null);

    /// <inheritdoc cref="Open(string[])"/>
    /// <param name="sources">The sources.</param>
    /// <param name="options">How they are compiled.</param>
    /// <param name="analyzers">The assemblies to attach; those that were built when null.</param>
    /// <param name="loader">What loads them.</param>
    public static Document Open(string[] sources, CompileOptions options, string[]? analyzers, IAnalyzerAssemblyLoader? loader)
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
            metadataReferences: compilation.References.Select(reference => _documented.GetValue(reference, WithDocumentation)),
            analyzerReferences: (analyzers
                ?? [typeof(ModelGenerator).Assembly.Location, typeof(DeclarationCompletionProvider).Assembly.Location])
                .Select(path => new AnalyzerFileReference(path, loader ?? new Loader()))));
        Solution solution = project.Solution.AddDocument(DocumentId.CreateNewId(project.Id), "Usings.cs",
            SourceText.From("global using ModelGen;\n"), filePath: Compile.Folder + "Usings.cs");
        List<DocumentId> documents = [];
        foreach (var (source, i) in sources.Select((source, i) => (source, i)))
        {
            documents.Add(DocumentId.CreateNewId(project.Id));
            solution = solution.AddDocument(documents[i], Compile.FileName(i), SourceText.From(source),
                filePath: Compile.Folder + Compile.FileName(i));
        }

        if (options.EditorConfig is { } config)
        {
            solution = solution.AddAnalyzerConfigDocument(DocumentId.CreateNewId(project.Id), ".editorconfig",
                SourceText.From("root = true\n" + config), filePath: Compile.Folder + ".editorconfig");
        }

        Assert.True(workspace.TryApplyChanges(solution));
        return workspace.CurrentSolution.GetDocument(documents[0])!;
    }

    /// <summary>ModelGen's own diagnostics of the document's project, and the compiler's errors, the generated files included.</summary>
    /// <param name="document">The document.</param>
    /// <param name="withHidden">Whether those count that only offer something, and are shown nowhere.</param>
    public static async Task<ImmutableArray<Diagnostic>> Diagnostics(Document document, bool withHidden = false)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var compilation = (await document.Project.GetCompilationAsync(cancellation))!;
        var analyzers =
            document.Project.AnalyzerReferences.SelectMany(reference => reference.GetAnalyzers(LanguageNames.CSharp)).ToImmutableArray();
        var all = await compilation.WithAnalyzers(analyzers, document.Project.AnalyzerOptions).GetAllDiagnosticsAsync(cancellation);
        return
        [
            .. all
                .Where(diagnostic => !diagnostic.IsSuppressed && (withHidden || diagnostic.Severity > DiagnosticSeverity.Hidden))
                .Where(diagnostic => diagnostic.Id.StartsWith("MG", System.StringComparison.Ordinal)
                    || diagnostic.Severity == DiagnosticSeverity.Error)
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

    // Read once, as in References.
    private static readonly ConditionalWeakTable<MetadataReference, MetadataReference> _documented = new();

    // As the IDE finds it: the XML file beside the assembly.
    private static MetadataReference WithDocumentation(MetadataReference reference) =>
        reference is PortableExecutableReference { FilePath: { } path }
            && Path.ChangeExtension(path, ".xml") is var documentation && File.Exists(documentation)
            ? MetadataReference.CreateFromFile(path, documentation: XmlDocumentationProvider.CreateFromFile(documentation))
            : reference;

    // As the IDE does, by the path of the assembly; it is loaded here already.
    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
