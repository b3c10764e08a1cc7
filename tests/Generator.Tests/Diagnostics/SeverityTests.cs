using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>
/// Users decide about diagnostics by <c>#pragma</c> and <c>.editorconfig</c>; identifiers and messages hold for every culture.
/// </summary>
public sealed class SeverityTests
{
    /// <summary>A mistake of each category.</summary>
    public static TheoryData<string, string, string> Mistakes => new()
    {
        {
            "ModelGen.Declaration", "MG0013",
            """
            [Model]
            public partial class Net { [Input("B", 3)] Stage x; [Linear(3)] Stage a; [From("x"), Linear(2)] Stage b; }
            """
        },
        { "ModelGen.Shapes", "MG0102", """[Model, Input("B", 3), Linear(4, In = 5)] public partial class Net;""" },
        { "ModelGen.Practice", "MG0207", """[Model, Input("B", 3, 32, 32), Conv(8, Kernel = 3), Relu, Linear(10)] public partial class Net;""" },
    };

    public static TheoryData<string, string, string, string, DiagnosticSeverity?> Settings
    {
        get
        {
            TheoryData<string, string, string, string, DiagnosticSeverity?> rows = [];
            foreach (var (category, id, source) in Mistakes.Select(row => row.Data))
            {
                rows.Add(category, id, source, "none", null);
                rows.Add(category, id, source, "suggestion", DiagnosticSeverity.Info);
                rows.Add(category, id, source, "warning", DiagnosticSeverity.Warning);
                rows.Add(category, id, source, "error", DiagnosticSeverity.Error);
            }

            return rows;
        }
    }

    [Fact]
    public Task PragmasAreObeyed() => Diagnostics.Verify(
        """
        [Model]
        public partial class Net
        {
            [Input("B", 3)] Stage x;
        #pragma warning disable MG0013
            [Linear(3)] Stage a;
        #pragma warning restore MG0013
            [From("x"), Linear(3)] Stage {|MG0013:b|};
            [From("x"), Linear(2)] Stage c;
        }
        """);

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task EditorConfigSetsTheSeverity(string category, string id, string source, string setting, DiagnosticSeverity? expected)
    {
        Assert.Equal(expected, await SeverityOf(id, source, $"dotnet_diagnostic.{id}.severity = {setting}"));
        Assert.Equal(expected, await SeverityOf(id, source, $"dotnet_analyzer_diagnostic.category-{category}.severity = {setting}"));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task ALineOfTheDiagnosticsOwnWinsOverTheCategorys(string category, string id, string source) => Assert.Equal(
        DiagnosticSeverity.Info,
        await SeverityOf(id, source,
            $"dotnet_diagnostic.{id}.severity = suggestion\ndotnet_analyzer_diagnostic.category-{category}.severity = none"));

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task APragmaAnAttributeAndTheProjectSwitchItOff(string category, string id, string source)
    {
        Assert.NotNull(await SeverityOf(id, source));
        Assert.Null(await SeverityOf(id, $"#pragma warning disable {id}\n{source}\n#pragma warning restore {id}"));
        Assert.Null(await SeverityOf(id, $"[System.Diagnostics.CodeAnalysis.SuppressMessage(\"{category}\", \"{id}\")]\n{source}"));
        Assert.Null((await Diagnostics.Of([source], new CompileOptions { NoWarn = [id] })).SingleOrDefault()?.Severity);
    }

    /// <summary>As docs/diagnostics/README.md says: no weights are guessed.</summary>
    [Fact]
    public async Task AModelWhoseErrorIsSwitchedOffCompilesAndThrows()
    {
        const string Source = """[Model, Input("B", 3), Linear(4, In = 5)] public partial class Net;""";
        CompileOptions options = new() { EditorConfig = "[*.cs]\ndotnet_diagnostic.MG0102.severity = none\n" };
        Assert.Empty(await Diagnostics.Of([Source], options));
        GeneratorRun run = Compile.Run(Source, options);
        run.AssertCompilesWithoutWarnings();
        Assert.Contains(
            """throw new global::System.InvalidOperationException("The declaration of Net has errors; see its MG diagnostics.");""",
            Assert.Single(run.Sources.Values),
            System.StringComparison.Ordinal);
    }

    // What SuppressMessage and pragmas suppress is not among them.
    private static async Task<DiagnosticSeverity?> SeverityOf(string id, string source, string? settings = null)
    {
        CompileOptions options = new() { EditorConfig = settings is null ? null : $"[*.cs]\n{settings}\n" };
        Diagnostic? reported = (await Diagnostics.Of([source], options)).SingleOrDefault();
        Assert.Equal(id, reported?.Id ?? id);
        return reported?.Severity;
    }

    [Fact]
    public async Task MessagesAreTheSameInEveryCulture()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            await Diagnostics.Verify("[Model, Input(\"B\", 3), Dropout({|MG0011:1.5|})] public partial class Net;",
                "Dropout's probability must be from 0 to 1, not 1.5.");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
