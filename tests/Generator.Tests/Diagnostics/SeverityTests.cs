using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>Users decide about diagnostics by <c>#pragma</c> and <c>.editorconfig</c>; identifiers and messages hold for every culture.</summary>
public sealed class SeverityTests
{
    private const string UnusedStage =
        """
        [Model]
        public partial class Net { [Input("B", 3)] Stage x; [Linear(3)] Stage a; [From("x"), Linear(2)] Stage b; }
        """;

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
    [InlineData("none", null)]
    [InlineData("error", DiagnosticSeverity.Error)]
    [InlineData("suggestion", DiagnosticSeverity.Info)]
    public async Task EditorConfigSetsTheSeverity(string setting, DiagnosticSeverity? expected)
    {
        var diagnostics = await Diagnostics.Of([UnusedStage], new CompileOptions { EditorConfig = $"[*.cs]\ndotnet_diagnostic.MG0013.severity = {setting}\n" });
        Assert.Equal(expected, diagnostics.SingleOrDefault(diagnostic => diagnostic.Id == "MG0013")?.Severity);
    }

    [Fact]
    public async Task EditorConfigSetsACategory() => Assert.DoesNotContain(
        await Diagnostics.Of(
            ["[Model, Input(\"B\", \"T\", 3), Lstm(3, Dropout = 0.5)] public partial class Net;"],
            new CompileOptions { EditorConfig = "[*.cs]\ndotnet_analyzer_diagnostic.category-ModelGen.Practice.severity = none\n" }),
        diagnostic => diagnostic.Id == "MG0201");

    [Fact]
    public async Task MessagesAreTheSameInEveryCulture()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            await Diagnostics.Verify("[Model, Input(\"B\", 3), Dropout({|MG0011:1.5|})] public partial class Net;", "Dropout's probability must be from 0 to 1, not 1.5.");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
