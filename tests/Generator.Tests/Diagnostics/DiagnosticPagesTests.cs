using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>Every diagnostic has a page in <c>docs/diagnostics</c>, and the page agrees with the analyzer.</summary>
[Collection(nameof(Isolation))]
public sealed class DiagnosticPagesTests
{
    private const string Index = DiagnosticPage.Folder + "README.md";
    private const string InternalError = "MG0026";
    private const string MissingPackage = "MG0601";
    private const string Start = "<!-- computed by DiagnosticPagesTests -->\n";

    // The diagnostics of all analyzers. An analyzer can report only diagnostics that it announces.
    private static readonly ImmutableSortedDictionary<string, (DiagnosticDescriptor Descriptor, DiagnosticAnalyzer Analyzer)> All =
        typeof(ModelAnalyzer).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)
            .SelectMany(analyzer => analyzer.SupportedDiagnostics.Select(descriptor => (descriptor, analyzer)))
            .ToImmutableSortedDictionary(pair => pair.descriptor.Id, pair => pair, StringComparer.Ordinal);

    public static TheoryData<string> Ids => [.. All.Keys];

    [Fact]
    public void EveryDiagnosticHasAPageAndEveryPageADiagnostic() => Assert.Equal(
        All.Keys.Append("README"),
        Directory.EnumerateFiles(Document.FullPath(DiagnosticPage.Folder))
            .Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public void ThePageBeginsAsTheDescriptorSays(string id)
    {
        DiagnosticDescriptor descriptor = All[id].Descriptor;
        Assert.StartsWith($"# {id}: {descriptor.Title}\n\n`{descriptor.Category}`, {Severity(descriptor)} by default.\n\n",
            DiagnosticPage.Read(id).Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task TheExampleReportsWhatThePageShows(string id)
    {
        DiagnosticPage page = DiagnosticPage.Read(id);
        using IDisposable? fault = id == InternalError ? new IsolationTests.Fault("Injected", [Isolation.Step.Write]) : null;
        ImmutableArray<Diagnostic> reported = await Reported(page, page.Example);
        Assert.Contains(id, reported.Select(diagnostic => diagnostic.Id));
        foreach (string other in reported.Select(diagnostic => diagnostic.Id).Where(other => other != id).Distinct())
        {
            Assert.Contains($"`{other}`", page.Text, StringComparison.Ordinal);
        }

        page.VerifyMessages(string.Join('\n', reported.Select(diagnostic => $"{diagnostic.Id}: {DiagnosticText.Message(diagnostic)}")));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task TheCorrectedExampleReportsNothing(string id)
    {
        DiagnosticPage page = DiagnosticPage.Read(id);

        // Hints and internal errors are not mistakes of the declaration, so their pages have no corrected example.
        Assert.Equal(All[id].Descriptor.IsEnabledByDefault && id != InternalError, page.Corrected is not null);
        if (page.Corrected is { } corrected)
        {
            Assert.NotEqual(page.Example, corrected);
            Assert.Empty((await Reported(page, corrected)).Select(DiagnosticText.Describe));
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void EveryPageHasTheSameHeadings(string id)
    {
        DiagnosticDescriptor descriptor = All[id].Descriptor;
        string[] what = descriptor.IsEnabledByDefault ? ["Cause", "Why it matters", "How to fix it"] : ["What it shows"];
        string[] whenToIgnore = descriptor.DefaultSeverity is DiagnosticSeverity.Error ? [] : ["When to ignore it"];
        Assert.Equal([.. what, "Example", .. whenToIgnore, "Configuration"], DiagnosticPage.Read(id).Sections.Keys);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void ThePageDescribesTheConfiguration(string id) => Assert.Equal(
        $"""
        Set the severity in an `.editorconfig`: `dotnet_diagnostic.{id}.severity = none`, or `suggestion`, `warning`, `error`.
        To disable the diagnostic around a declaration, use `#pragma warning disable {id}` and
        `#pragma warning restore {id}`. See [Configuration](README.md#configuration).
        """.ReplaceLineEndings("\n"),
        DiagnosticPage.Read(id).Sections["Configuration"]);

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheHelpLinkLeadsToThePage(string id)
    {
        string repository = XDocument.Load(Document.FullPath("Directory.Build.props")).Descendants("RepositoryUrl").Single().Value;
        Assert.Equal($"{repository}/blob/main/{DiagnosticPage.Folder}{id}.md", All[id].Descriptor.HelpLinkUri);
    }

    [Fact]
    public void TheReleasesListEveryDiagnostic() => Assert.Equal(
        All.Values.Select(pair => pair.Descriptor).Select(descriptor => new Rule(
            descriptor.Id,
            descriptor.Category,
            descriptor.IsEnabledByDefault ? descriptor.DefaultSeverity.ToString() : "Disabled",
            descriptor.Title.ToString())),
        Releases());

    /// <summary>The index comes from the files that Roslyn's release tracking reads. <c>ACCEPT_SNAPSHOTS=1</c> writes it.</summary>
    [Fact]
    public void TheIndexHoldsTheReleases()
    {
        StringBuilder text = new("\n| id | category | severity | title |\n|---|---|---|---|\n");
        foreach (Rule rule in Releases())
        {
            text.Append($"| [{rule.Id}]({rule.Id}.md) | {rule.Category} | {Severity(rule.Severity)} | {rule.Title} |\n");
        }

        Document.VerifyBelow(Index, Start, text.ToString());
    }

    private static Task<ImmutableArray<Diagnostic>> Reported(DiagnosticPage page, string source) =>
        Diagnostics.Of([source], new CompileOptions
        {
            EditorConfig = page.EditorConfig,
            References = page.Id == MissingPackage ? [] : References.Inference,
            Tools = new Tools(new ModelGenerator(), All[page.Id].Analyzer),
        });

    private static string Severity(DiagnosticDescriptor descriptor) =>
        Severity(descriptor.IsEnabledByDefault ? descriptor.DefaultSeverity.ToString() : "Disabled");

    // As an .editorconfig names them.
    private static string Severity(string severity) => severity switch
    {
        nameof(DiagnosticSeverity.Info) => "suggestion",
        "Disabled" => "off",
        _ => severity.ToLowerInvariant(),
    };

    private static IReadOnlyList<Rule> Releases()
    {
        string all = Document.Read("src/Generator/AnalyzerReleases.Shipped.md")
            + Document.Read("src/Generator/AnalyzerReleases.Unshipped.md");
        Assert.DoesNotMatch("### (Removed|Changed) Rules", all); // The index does not support these sections.
        return
        [
            .. Regex.Matches(all, @"^(MG\d{4}) \| (\S+) \| (\w+) \| (.+)$", RegexOptions.Multiline)
                .Select(row => new Rule(row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value, row.Groups[4].Value))
                .OrderBy(rule => rule.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>A row of a release.</summary>
    private sealed record Rule(string Id, string Category, string Severity, string Title);
}
