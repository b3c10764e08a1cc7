using System;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Xunit;
using Xunit.Sdk;

namespace ModelGen.Generator.Tests;

public sealed class DiagnosticsTests
{
    private static readonly CompileOptions _toy = new() { Tools = new(new ToyGenerator(), new ToyAnalyzer()) };

    [Fact]
    public Task SeveralOnOneSource() => Diagnostics.Verify(
        """
        [Model, Linear({|TOY002:-1|})]
        [Linear({|TOY001:20|}, In = {|TOY001:3|})]
        public partial class M;
        """, _toy, "-1 is negative", "20 is an integer", "3 is an integer");

    [Fact]
    public Task CompilerErrorsAreMarkedToo() => Diagnostics.Verify("[Model, Linear({|CS0103:x|})] public partial class M;", _toy);

    [Fact]
    public Task SeveralFiles() => Diagnostics.Verify(
        ["[Model, Linear({|TOY001:1|})] public partial class M;", "[Model, Linear({|TOY001:2|})] public partial class N;"], options: _toy);

    [Fact]
    public Task PragmasAreObeyed() => Diagnostics.Verify(
        """
        #pragma warning disable TOY001
        [Model, Linear(1)]
        #pragma warning restore TOY001
        [Linear({|TOY001:2|})]
        public partial class M;
        """, _toy);

    [Fact]
    public Task EditorConfigSilences() => Diagnostics.Verify(
        "[Model, Linear(1), Linear({|TOY002:-1|})] public partial class M;",
        _toy with { EditorConfig = "[*.cs]\ndotnet_diagnostic.TOY001.severity = none\n" });

    [Fact]
    public async Task EditorConfigSetsTheSeverity() => Assert.Equal(
        DiagnosticSeverity.Warning,
        Assert.Single(await Diagnostics.Of(["[Model, Linear(1)] public partial class M;"],
            _toy with { EditorConfig = "[*.cs]\ndotnet_diagnostic.TOY001.severity = warning\n" })).Severity);

    [Theory]
    [InlineData("[Model, Linear({|TOY002:1|})] public partial class M;", "Missing:\n  Model.cs(1,16) '1' TOY002\n")]
    [InlineData("[Model, Linear(1)] public partial class M;", "Unexpected:\n  Model.cs(1,16-1,17) '1' TOY001 info: 1 is an integer\n")]
    [InlineData("[Model, {|TOY001:Linear(1)|}] public partial class M;", "Missing:\n  Model.cs(1,9) 'Linear(1)' TOY001\n")]
    [InlineData("[Model, Linear({|TOY001:{|TOY001:1|}|})] public partial class M;", "Missing:\n  Model.cs(1,16) '1' TOY001\n")]
    [InlineData("[Model, Linear({|TOY001:1|})] public partial class M { int _unused; }", "'_unused' CS0169 warning")]
    [InlineData("[Model, Linear(1)] public partial class M;", "Model.cs with it marked:\n[Model, Linear({|TOY001:1|})] public partial class M;")]
    public async Task AnyOtherPlaceOrNumberFails(string source, string message) =>
        Assert.Contains(message, await Fails(() => Diagnostics.Verify(source, _toy)), StringComparison.Ordinal);

    [Fact]
    public async Task AnotherMessageFails() => Assert.Contains(
        "Expected messages:\n  2 is an integer\nActual messages:\n  1 is an integer\n",
        await Fails(() => Diagnostics.Verify("[Model, Linear({|TOY001:1|})] public partial class M;", _toy, "2 is an integer")),
        StringComparison.Ordinal);

    [Fact]
    public async Task AnAnalyzerThatThrowsFails() => Assert.Contains("AD0001", await Fails(() => Diagnostics.Verify(
        "[Model, Linear(1)] public partial class M;",
        new CompileOptions { Tools = new(new ToyGenerator(), new ToyAnalyzer(throws: true)) })), StringComparison.Ordinal);

    [Fact]
    public async Task AGeneratorThatThrowsFails() => Assert.Contains("CS8785", await Fails(() => Diagnostics.Verify(
        "[Model] public partial class M;", new CompileOptions { Tools = new(new ToyGenerator(ToyFault.Throws), new ToyAnalyzer()) })),
        StringComparison.Ordinal);

    [Fact]
    public async Task WarningsInGeneratedCodeFail() => Assert.Contains("M.g.cs(5,", await Fails(() => Diagnostics.Verify(
        "[Model] public partial class M;",
        new CompileOptions { Tools = new(new ToyGenerator(ToyFault.NullableWarning), new ToyAnalyzer()) })), StringComparison.Ordinal);

    [Fact]
    public void MarksNestAndTouch()
    {
        const string text = "{|MG1:{|MG2:ab|}c|}{|MG3:|}{|MG4:d|}";
        Markup markup = Markup.Parse(text);
        Assert.Equal("abcd", markup.Source);
        Assert.Equal([new("MG1", new TextSpan(0, 3)), new("MG2", new TextSpan(0, 2)), new("MG4", new TextSpan(3, 1)), new("MG3",
            new TextSpan(3, 0))], markup.Marks);
        Assert.Equal(markup.Marks, Markup.Parse(Markup.Write(markup.Source, markup.Marks)).Marks);
    }

    [Theory]
    [InlineData("{|MG1:a")]
    [InlineData("a|}")]
    public void UnbalancedMarksAreRefused(string text) => Assert.Throws<FormatException>(() => Markup.Parse(text));

    private static async Task<string> Fails(Func<Task> test) => (await Assert.ThrowsAsync<FailException>(test)).Message;
}
