using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>A file that a fuzzer wrote from a model of the zoo. It may name the models of the zoo's file that the model is from.</summary>
internal sealed record FuzzedFile(ZooFile Origin, string Text);

/// <summary>
/// Tries any number of files, right or wrong, many to a compilation, each in a namespace of its own. Neither generator nor analyzer
/// fails on any of them; what is generated for a file has errors only if the file itself has one; and the models of other files are
/// generated as they are without it.
/// </summary>
internal static partial class ManyFiles
{
    private const int FilesPerProject = 500;

    // To find the files of more would take long.
    private const int FailuresToFind = 5;

    private static readonly ConcurrentDictionary<ZooFile, string[]> _expected = new();

    /// <summary>Tries the files and prints how many there were.</summary>
    /// <param name="what">What the files are, for the count.</param>
    /// <param name="files">The files.</param>
    /// <param name="forbidden">Diagnostics that no file may get.</param>
    public static async Task Verify(string what, IEnumerable<FuzzedFile> files, params string[] forbidden)
    {
        Stopwatch clock = Stopwatch.StartNew();
        HashSet<string> texts = [];
        List<string> failures = [];
        int count = 0;
        int accepted = 0;
        foreach (FuzzedFile[] batch in files.Chunk(FilesPerProject))
        {
            count += batch.Length;
            accepted += await Try(batch, forbidden, texts, failures);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{count} {what}: {accepted} without an error, {count - accepted} with one, in {clock.Elapsed.TotalSeconds:f0} s.");
        Assert.NotEqual(0, count);
        Assert.True(failures.Count == 0, $"{failures.Count} failures:\n" + string.Join("\n\n", failures.Distinct().Take(8)));
    }

    // Returns how many have no error.
    private static async Task<int> Try(FuzzedFile[] files, string[] forbidden, HashSet<string> texts, List<string> failures)
    {
        int errors = InternalErrors.Count;
        ZooFile[] others = [.. files.Select(file => file.Origin).Distinct()];
        GeneratorRun run;
        try
        {
            run = Compile.Run(
                [.. files.Select((file, i) => file.Origin.In($"Zoo.P{i}", file.Text)), .. others.Select(file => file.In("Zoo"))]);
        }
        catch (Xunit.Sdk.XunitException e)
        {
            if (files.Length > 1)
            {
                return await TryHalves(files, forbidden, texts, failures);
            }

            failures.Add($"{e.Message}\n{files[0].Text}");
            return 0;
        }

        SyntaxTree[] sources = [.. run.Project.SyntaxTrees.Skip(1)];
        Dictionary<SyntaxTree, SyntaxTree> origins = run.Driver.GetRunResult().GeneratedTrees
            .ToDictionary(tree => tree, tree => OriginOf(tree, sources));
        List<Diagnostic> reported =
        [
            .. await Analyzed(run.Project).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken),
            .. run.Output.GetParseDiagnostics(TestContext.Current.CancellationToken),
            .. run.Output.GetDeclarationDiagnostics(TestContext.Current.CancellationToken),
        ];

        // To bind the code that is generated takes most of the time, so that is done for files without an error
        // only, and once for each text.
        HashSet<SyntaxTree> wrong = WithErrors(reported, sources);
        HashSet<SyntaxTree> bound = [.. sources[files.Length..]];
        bound.UnionWith(origins.Where(pair => !wrong.Contains(pair.Value) && texts.Add(Namespace().Replace(pair.Key.ToString(), "")))
            .Select(pair => pair.Value));
        CSharpCompilation rest = run.Output.RemoveSyntaxTrees(
            [.. sources.Where(tree => !bound.Contains(tree)), .. origins.Keys.Where(tree => !bound.Contains(origins[tree]))]);
        reported.AddRange(await Analyzed(rest).GetAllDiagnosticsAsync(TestContext.Current.CancellationToken));
        if (files.Length > 1
            && failures.Count < FailuresToFind && (InternalErrors.Count > errors || reported.Any(diagnostic => diagnostic.Id == "AD0001")))
        {
            // Neither says which file.
            return await TryHalves(files, forbidden, texts, failures);
        }

        wrong = WithErrors(reported, sources);
        failures.AddRange(reported
            .Where(diagnostic => diagnostic.Id is "AD0001" or "MG0026" || forbidden.Contains(diagnostic.Id)
                || (IsError(diagnostic) && Origin(diagnostic, origins) is { } origin && !wrong.Contains(origin)))
            .Concat(origins.Keys.SelectMany(tree => tree.GetDiagnostics()))
            .Select(diagnostic =>
                $"{DiagnosticText.WithLine(diagnostic)}\n{Origin(diagnostic, origins) ?? diagnostic.Location.SourceTree}"));

        failures.AddRange(InternalErrors.After(errors).Select(error => $"{error}\n{(files.Length == 1 ? files[0].Text : "")}"));
        HashSet<string> parts = [.. run.Sources.Values];
        failures.AddRange(others
            .Where(file => !_expected.GetOrAdd(file, file => [.. Compile.Run(file.In("Zoo")).Sources.Values]).All(parts.Contains))
            .Select(file => $"What is generated for {file.Name} changed{(files.Length == 1 ? $" with\n{files[0].Text}" : ".")}"));
        failures.AddRange(reported
            .Where(diagnostic => IsError(diagnostic) && Array.IndexOf(sources, diagnostic.Location.SourceTree) >= files.Length)
            .Select(diagnostic => $"Another file has an error: {DiagnosticText.WithLine(diagnostic)}"));
        return sources[..files.Length].Count(tree => !wrong.Contains(tree));
    }

    private static HashSet<SyntaxTree> WithErrors(IEnumerable<Diagnostic> reported, SyntaxTree[] sources) =>
        [.. reported.Where(IsError).Select(diagnostic => diagnostic.Location.SourceTree).OfType<SyntaxTree>().Intersect(sources)];

    // The file that a generated file with an error is generated for.
    private static SyntaxTree? Origin(Diagnostic diagnostic, Dictionary<SyntaxTree, SyntaxTree> origins) =>
        diagnostic.Location.SourceTree is { } tree ? origins.GetValueOrDefault(tree) : null;

    private static async Task<int> TryHalves(FuzzedFile[] files, string[] forbidden, HashSet<string> texts, List<string> failures) =>
        await Try(files[..(files.Length / 2)], forbidden, texts, failures) + await Try(
            files[(files.Length / 2)..], forbidden, texts, failures);

    private static CompilationWithAnalyzers Analyzed(CSharpCompilation project) => project.WithAnalyzers([new ModelAnalyzer()]);

    private static SyntaxTree OriginOf(SyntaxTree generated, SyntaxTree[] sources) =>
        Namespace().Match(generated.ToString()) is { Success: true } name ? sources[int.Parse(name.Groups[1].ValueSpan)] : sources[^1];

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    [GeneratedRegex(@"^namespace Zoo\.P(\d+)\b", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
