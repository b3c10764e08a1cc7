using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>Whatever is declared, neither generator nor analyzer throws, and what they do not object to compiles.</summary>
public sealed partial class RobustnessTests
{
    private const int ClassesABatch = 400;

    // Of each kind: 20,000 declarations where FUZZ_ALL is set, as in CI.
    private static readonly int _batches = Environment.GetEnvironmentVariable("FUZZ_ALL") is { Length: > 0 } ? 25 : 4;

    [Fact]
    public Task RandomDeclarations() => VerifyAll(seed: 1, declarations => declarations.Write, acceptedAtLeast: 0);

    [Fact]
    public Task RandomModels() => VerifyAll(seed: 1001, declarations => declarations.WriteLikely, acceptedAtLeast: 0.15);

    [Fact]
    public Task RandomPrefixes() => VerifyAll(seed: 3001, declarations => declarations.WriteHalfTyped, acceptedAtLeast: 0);

    [Fact]
    public Task RandomAdapters() => VerifyAll(seed: 2001, declarations => declarations.WriteAdapted, acceptedAtLeast: 0.05);

    private static async Task VerifyAll(int seed, Func<RandomDeclaration, Func<string, string>> writer, double acceptedAtLeast)
    {
        Stopwatch clock = Stopwatch.StartNew();
        List<string> failures = [];
        int accepted = 0;
        for (int batch = 0; batch < _batches; batch++)
        {
            Func<string, string> write = writer(new RandomDeclaration(new Random(seed + batch)));
            accepted += await VerifyBatch(
                [.. Enumerable.Range(0, ClassesABatch).Select(i => write($"M{i}")), RandomDeclaration.Blocks], failures);
        }

        int declared = _batches * ClassesABatch;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{declared} declarations: {accepted} accepted, {declared - accepted} rejected, in {clock.Elapsed.TotalSeconds:f0} s.");
        Assert.True(failures.Count == 0, $"{failures.Count} failures:\n" + string.Join("\n", failures.Take(8)));
        Assert.True(accepted >= declared * acceptedAtLeast, $"Only {accepted} of {declared} declarations are models.");
    }

    // Returns how many declarations were accepted.
    private static async Task<int> VerifyBatch(string[] sources, List<string> failures)
    {
        int errors = InternalErrors.Count;
        GeneratorRun run;
        try
        {
            run = Compile.Run(sources);
        }
        catch (Xunit.Sdk.XunitException)
        {
            // The generator threw: at which of them?
            failures.AddRange(sources.Where(source => source != RandomDeclaration.Blocks).Select(Failure).OfType<string>());
            return 0;
        }

        ImmutableArray<Diagnostic> diagnostics = await run.Output.WithAnalyzers([new ModelAnalyzer()])
            .GetAllDiagnosticsAsync(TestContext.Current.CancellationToken);
        failures.AddRange(diagnostics.Where(diagnostic => diagnostic.Id == "AD0001").Select(diagnostic => diagnostic.ToString()));
        failures.AddRange(InternalErrors.After(errors));
        failures.AddRange(diagnostics.Where(diagnostic => diagnostic.Id == "MG0026")
            .Select(diagnostic => $"{diagnostic}\n{diagnostic.Location.SourceTree}"));

        // The compiler may object to what the user wrote, but not to what was generated from an accepted declaration.
        diagnostics = [.. diagnostics.Where(diagnostic => !diagnostic.IsSuppressed && diagnostic.Severity == DiagnosticSeverity.Error)];
        HashSet<string> blamed = [.. diagnostics.Select(FileOf)];
        failures.AddRange(diagnostics
            .Where(diagnostic => SourceOf(FileOf(diagnostic), sources) is { } source && !blamed.Contains(source.File))
            .Select(diagnostic => $"{DiagnosticText.WithLine(diagnostic)}\n{SourceOf(FileOf(diagnostic), sources)!.Value.Text}"));

        // And an accepted declaration becomes a model, not a surface that throws, unless a block of it is no model.
        int accepted = 0;
        foreach ((string name, string text) in run.Sources)
        {
            if (SourceOf(name, sources) is { } source
                && !blamed.Contains(source.File) && !source.Text.Contains("Broken") && !source.Text.Contains("Loop"))
            {
                accepted++;
                if (text.Contains("has errors; see its MG diagnostics"))
                {
                    failures.Add($"{name} only throws\n{source.Text}");
                }
            }
        }

        return accepted;
    }

    [Fact]
    public Task TenThousandLayers()
    {
        StringBuilder source = new("[Model, Input(\"B\", 8)]\n");
        for (int i = 0; i < 2_500; i++)
        {
            source.Append("[Linear(8), Relu, Dropout(0.1), Residual]\n");
        }

        return VerifyFast(source.Append("public partial class Deep;").ToString());
    }

    [Fact]
    public Task TenThousandViews()
    {
        StringBuilder source = new("[Model, Input(\"B\", 8), Linear(8)]\n");
        for (int i = 0; i < 10_000; i++)
        {
            source.Append("[Dropout(0.1)]\n");
        }

        return VerifyFast(source.Append("public partial class Deep;").ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task ThreeThousandStages(bool reversed)
    {
        const int count = 3_000;
        StringBuilder source = new("[Model]\npublic partial class Deep\n{\n    [Input(\"B\", 8)] Stage input;\n");
        for (int i = 0; i < count; i++)
        {
            source.Append(reversed
                ? $"    [From({(i == count - 1 ? "nameof(input)" : $"nameof(s{i + 1})")}), "
                    + $"Linear(8)] {(i == 0 ? "[Output] " : "")}Stage s{i};\n"
                : $"    [Linear(8), Residual] Stage s{i};\n");
        }

        return VerifyFast(source.Append('}').ToString());
    }

    [Fact]
    public Task AThousandSymbols() => VerifyFast(
        $"[Model, Input({string.Join(", ", Enumerable.Range(0, 1_000).Select(i => $"\"D{i}\""))}), Relu] public partial class Wide;");

    [Theory]
    [InlineData("missing{0}", "stage{0}")]
    [InlineData("name{0}", "nane{0}")]
    public async Task AThousandUnknownStages(string unknown, string known)
    {
        StringBuilder source = new("[Model]\npublic partial class Deep\n{\n    [Input(\"B\", 8)] Stage input;\n");
        for (int i = 0; i < 1_000; i++)
        {
            source.Append($"    [From(\"{string.Format(System.Globalization.CultureInfo.InvariantCulture, unknown, i)}\"), "
                + $"Linear(8)] Stage {string.Format(System.Globalization.CultureInfo.InvariantCulture, known, i)};\n");
        }

        Stopwatch clock = Stopwatch.StartNew();
        ImmutableArray<Diagnostic> diagnostics = await Compile.Project([source.Append('}').ToString()])
            .WithAnalyzers([new ModelAnalyzer()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1_000, diagnostics.Count(diagnostic => diagnostic.Id == "MG0007"));
        TestContext.Current.TestOutputHelper?.WriteLine($"Analyzed in {clock.Elapsed}.");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"Analyzed in {clock.Elapsed}.");
    }

    // Generator and analyzer each; what the compiler itself makes of such a class is left out.
    private static async Task VerifyFast(string source)
    {
        Stopwatch clock = Stopwatch.StartNew();
        GeneratorRun run = Compile.Run(source);
        TimeSpan generated = clock.Elapsed;
        Assert.DoesNotContain("has errors", Assert.Single(run.Sources).Value, StringComparison.Ordinal);

        clock.Restart();
        ImmutableArray<Diagnostic> diagnostics = await run.Project.WithAnalyzers([new ModelAnalyzer()])
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Empty(diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        TimeSpan analyzed = clock.Elapsed;
        TestContext.Current.TestOutputHelper?.WriteLine($"Generated in {generated}, analyzed in {analyzed}.");
        Assert.True(generated < TimeSpan.FromSeconds(20) && analyzed < TimeSpan.FromSeconds(20),
            $"Generated in {generated}, analyzed in {analyzed}.");
    }

    private static string? Failure(string source)
    {
        try
        {
            Compile.Run([source, RandomDeclaration.Blocks]);
            return null;
        }
        catch (Xunit.Sdk.XunitException e)
        {
            return string.Join('\n', e.Message.Split('\n').Take(6).Append(source));
        }
    }

    private static string FileOf(Diagnostic diagnostic) => Path.GetFileName(diagnostic.Location.SourceTree?.FilePath ?? "");

    private static (string File, string Text)? SourceOf(string generated, string[] sources)
    {
        if (!generated.EndsWith(".g.cs", StringComparison.Ordinal))
        {
            return null;
        }

        Match name = ClassName().Match(generated);
        return name.Success ? (Compile.FileName(int.Parse(name.Groups[1].ValueSpan)), sources[int.Parse(name.Groups[1].ValueSpan)]) : null;
    }

    [GeneratedRegex(@"(?<![\p{L}\d])M(\d+)(?!\d)")]
    private static partial Regex ClassName();
}
