using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>Checks what generator, analyzer and compiler together report on a user's project.</summary>
internal static class Diagnostics
{
    /// <summary>
    /// Requires exactly the diagnostics that <paramref name="source"/> marks (see <see cref="Markup"/>): ModelGen's, hidden ones only where
    /// one of their identifier is marked, and the compiler's from warnings on, in the generated files too. With <paramref name="messages"/>
    /// those of ModelGen must read so, in the order of their places.
    /// </summary>
    public static Task Verify(string source, params string[] messages) => Verify([source], messages);

    /// <inheritdoc cref="Verify(string, string[])"/>
    public static Task Verify(string source, CompileOptions options, params string[] messages) => Verify([source], messages, options);

    /// <inheritdoc cref="Verify(string, string[])"/>
    public static async Task Verify(string[] sources, string[]? messages = null, CompileOptions? options = null)
    {
        Markup[] markups = [.. sources.Select(Markup.Parse)];
        var marked = markups.SelectMany(markup => markup.Marks).Select(mark => mark.Id).ToHashSet();
        ImmutableArray<Diagnostic> actual = await Of([.. markups.Select(markup => markup.Source)], options, marked);

        List<(int File, Mark Mark)> missing = [.. markups.SelectMany((markup, file) => markup.Marks.Select(mark => (file, mark)))];
        List<Diagnostic> unexpected = [.. actual.Where(diagnostic => !missing.Remove(Place(diagnostic, sources.Length)))];
        StringBuilder problems = new();
        if (missing.Count > 0)
        {
            problems.Append("Missing:\n");
            foreach ((int file, Mark mark) in missing)
            {
                var start = Microsoft.CodeAnalysis.Text.SourceText.From(markups[file].Source).Lines.GetLinePosition(mark.Span.Start);
                problems.Append($"  {Compile.FileName(file)}({start.Line + 1},{start.Character + 1}) "
                    + $"'{markups[file].Source.Substring(mark.Span.Start, mark.Span.Length)}' {mark.Id}\n");
            }
        }

        if (unexpected.Count > 0)
        {
            problems.Append("Unexpected:\n").AppendJoin('\n', unexpected.Select(DiagnosticText.WithLine)).Append('\n');
        }

        string[] actualMessages = [.. actual.Where(IsOurs).Select(DiagnosticText.Message)];
        if (messages is { Length: > 0 } && !messages.SequenceEqual(actualMessages))
        {
            problems.Append("Expected messages:\n").AppendJoin('\n', messages.Select(message => "  " + message))
                .Append("\nActual messages:\n").AppendJoin('\n', actualMessages.Select(message => "  " + message)).Append('\n');
        }

        if (problems.Length > 0)
        {
            problems.Append("All that was reported:\n").AppendJoin('\n',
                actual.Select(DiagnosticText.Describe).DefaultIfEmpty("  nothing"));
            foreach ((Markup markup, int file) in markups.Select((markup, file) => (markup, file)))
            {
                var marks = actual.Select(diagnostic => Place(diagnostic, sources.Length))
                    .Where(place => place.File == file).Select(place => place.Mark);
                problems.Append($"\n{Compile.FileName(file)} with it marked:\n").Append(Markup.Write(markup.Source, marks));
            }

            Assert.Fail(problems.ToString());
        }
    }

    /// <summary>What <see cref="Verify(string, string[])"/> looks at, by file and place.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Of(
        string[] sources, CompileOptions? options = null, IReadOnlySet<string>? marked = null)
    {
        options ??= new();
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        GeneratorRun run = Compile.Run(sources, options);
        IEnumerable<Diagnostic> diagnostics = run.Diagnostics;
        if ((options.Tools ?? Tools.Default).Analyzer is { } analyzer)
        {
            CompilationWithAnalyzers analyzed = run.Output.WithAnalyzers([analyzer],
                new CompilationWithAnalyzersOptions(new AnalyzerOptions([], new EditorConfig(options.EditorConfig)),
                    onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
            diagnostics = diagnostics.Concat(await analyzed.GetAllDiagnosticsAsync(cancellation));
        }
        else
        {
            diagnostics = diagnostics.Concat(run.Output.GetDiagnostics(cancellation));
        }

        ImmutableArray<SyntaxTree> generated = run.Driver.GetRunResult().GeneratedTrees;
        return
        [
            .. diagnostics
                .Where(diagnostic => !diagnostic.IsSuppressed)
                .Where(diagnostic => diagnostic.Severity >= (IsOurs(diagnostic) ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning)
                    || marked?.Contains(diagnostic.Id) == true)
                .Where(diagnostic => diagnostic.Id != GeneratorRun.MissingDocumentation
                    || generated.Contains(diagnostic.Location.SourceTree!))
                .OrderBy(diagnostic => Place(diagnostic, sources.Length)),
        ];
    }

    private static bool IsOurs(Diagnostic diagnostic) => !diagnostic.Id.StartsWith("CS", System.StringComparison.Ordinal);

    /// <summary>The source by number, one more than the last for a generated file or none.</summary>
    private static (int File, Mark Mark) Place(Diagnostic diagnostic, int sources)
    {
        int file = 0;
        while (file < sources && diagnostic.Location.SourceTree?.FilePath != Compile.Folder + Compile.FileName(file))
        {
            file++;
        }

        return (file, new(diagnostic.Id, diagnostic.Location.SourceSpan));
    }
}
