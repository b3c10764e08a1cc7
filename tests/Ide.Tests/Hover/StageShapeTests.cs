using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.Text;
using ModelGen.CodeFixes.Documentation;
using ModelGen.Generator.Layers;
using ModelGen.Generator.Tests;
using Xunit;

namespace ModelGen.Ide.Tests.Hover;

/// <summary>How a user sees the shape of a stage: by the comment above it, which is written and checked, or by hints.</summary>
public sealed class StageShapeTests
{
    private const string Model = """
        [Model]
        public partial class Net
        {
            [Input("B", "T", Type = DType.Int64)] Stage tokens;

            // As in the paper.
            [Embedding(100, "D"), LayerNorm]
            [Linear("2*D")] private Stage features;

            /// <summary>The final scores.</summary>
            [Relu]
            Stage scores;
        }
        """;

    private const string Commented = """
        [Model]
        public partial class Net
        {
            /// <summary><c>(B, T)</c> of Int64.</summary>
            [Input("B", "T", Type = DType.Int64)] Stage tokens;

            // As in the paper.
            /// <summary><c>(B, T, 2*D)</c>, <c>2*D*D + 104*D</c> parameters.</summary>
            [Embedding(100, "D"), LayerNorm]
            [Linear("2*D")] private Stage features;

            /// <summary><c>(B, T, 2*D)</c>. The final scores.</summary>
            [Relu]
            Stage scores;
        }
        """;

    [Fact]
    public async Task EveryShapeIsWritten()
    {
        Assert.Equal(Commented, await Written(Model.Replace("class Net", "class N$$et"), "Write the shape above every stage"));
        Assert.Empty(await Offered(Commented.Replace("class Net", "class N$$et")));
    }

    [Theory]
    [InlineData("Stage $$features", "/// <summary><c>(B, T, 2*D)</c>, <c>2*D*D + 104*D</c> parameters.</summary>\n    [Embedding")]
    [InlineData("St$$age features", "/// <summary><c>(B, T, 2*D)</c>, <c>2*D*D + 104*D</c> parameters.</summary>\n    [Embedding")]
    [InlineData("Stage $$scores", "/// <summary><c>(B, T, 2*D)</c>. The final scores.</summary>")]
    public async Task OneShapeIsWritten(string caret, string expected)
    {
        var name = caret.Split(' ')[1].Trim('$');
        var text = await Written(Model.Replace(caret.Replace("$$", string.Empty), caret), $"Write the shape above '{name}'");
        Assert.Contains(expected, text);
        Assert.Single(text.Split('\n'), line => line.Contains("<c>"));
    }

    [Theory]
    [InlineData("[Embedding(100, \"D\"), Layer$$Norm]")]
    [InlineData("publ$$ic partial class")]
    public async Task ElsewhereNothingIsOffered(string caret) =>
        Assert.Empty(await Offered(Model.Replace(caret.Replace("$$", string.Empty), caret)));

    [Fact]
    public async Task NothingIsOfferedForAnotherClass() => Assert.Empty(await Offered("class Other { int fie$$ld; }"));

    [Fact]
    public async Task NothingIsOfferedWhereTheShapeIsUnknown() =>
        Assert.Empty(await Offered("[Model, Input(\"B\", 3)] public partial class Net { [Conv(4, Kernel = 3), Relu] Stage sco$$res; }"));

    [Fact]
    public async Task AStageOnTheLineOfItsClassGetsALine() => Assert.Equal(
        "[Model, Input(\"B\", 3)] public partial class Net { /// <summary><c>(B, 4)</c>, "
            + "16 parameters.</summary>\n[Linear(4)] Stage scores; }",
        await Written("[Model, Input(\"B\", 3)] public partial class Net { [Linear(4)] Stage sco$$res; }",
            "Write the shape above 'scores'"));

    [Fact]
    public async Task LineEndingsStay() => Assert.Contains(
        "{\r\n    /// <summary><c>(B, 4)</c>, 16 parameters.</summary>\r\n    [Linear(4)]\r\n",
        await Written("[Model, Input(\"B\", 3)]\r\npublic partial class Net\r\n{\r\n    [Linear(4)]\r\n    Stage sco$$res;\r\n}\r\n",
            "Write the shape above 'scores'"));

    [Theory]
    [InlineData("private Stage fea$$tures")]
    [InlineData("[From(nameof(fea$$tures)), Relu]")]
    [InlineData("=> fea$$tures;")]
    public async Task TheHoverShowsTheComment(string caret)
    {
        var source = Commented.Replace("[Relu]", "[From(nameof(features)), Relu]").TrimEnd('}') + "    Stage Get() => features;\n}";
        Assert.StartsWith(
            "(field) Stage Net.features\n\n(B, T, 2*D), 2*D*D + 104*D parameters.",
            await QuickInfo.At(source.Replace(caret.Replace("$$", string.Empty), caret)));
    }

    [Theory]
    [InlineData("<c>2*D*D + 104*D</c> parameters", "<c>2*D*D + 100*D</c> parameters", "(B, T, 2*D), 2*D*D + 100*D parameters")]
    [InlineData("<c>2*D*D + 104*D</c> parameters", "2*D*D + 100*D parameters", "(B, T, 2*D), 2*D*D + 100*D parameters")]
    [InlineData("<c>(B, T, 2*D)</c>, <c>2*D", "<c>(B, T, D)</c>, <c>2*D", "(B, T, D), 2*D*D + 104*D parameters")]
    [InlineData("<c>(B, T, 2*D)</c>, <c>2*D*D + 104*D</c> parameters.", "<c>(T, B, 2*D)</c>.", "(T, B, 2*D)")]
    public async Task AStaleCommentIsToldAndRefreshed(string right, string wrong, string said)
    {
        var source = Commented.Replace(right, wrong);
        var document = IdeProject.Open(source);
        var diagnostic = Assert.Single(await IdeProject.Diagnostics(document));
        Assert.Equal("MG0301", diagnostic.Id);
        Assert.Equal(
            $"The comment says {said}, but stage 'features' is (B, T, 2*D), 2*D*D + 104*D parameters: write that, or leave the shape out.",
            diagnostic.GetMessage());
        Assert.StartsWith("<c>(", source[diagnostic.Location.SourceSpan.Start..diagnostic.Location.SourceSpan.End]);

        List<CodeAction> actions = [];
        await new StaleShapeCodeFixProvider()
            .RegisterCodeFixesAsync(new(document, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
        Assert.Equal(Commented, await Text(Assert.Single(actions), document));
    }

    [Fact]
    public async Task AllStaleCommentsAreRefreshedAtOnce()
    {
        var document = IdeProject.Open(Commented.Replace("(B, T", "(T, B"));
        var diagnostics = await IdeProject.Diagnostics(document);
        Assert.Equal(["MG0301", "MG0301", "MG0301"], diagnostics.Select(diagnostic => diagnostic.Id));
        StaleShapeCodeFixProvider provider = new();
        List<CodeAction> actions = [];
        await provider.RegisterCodeFixesAsync(
            new(document, diagnostics[0], (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
        FixAllContext context = new(document, provider,
            FixAllScope.Document, actions[0].EquivalenceKey!, ["MG0301"], new Reported(diagnostics), TestContext.Current.CancellationToken);
        Assert.Equal(Commented, await Text((await provider.GetFixAllProvider().GetFixAsync(context))!, document));
    }

    [Theory]
    [InlineData("/// <summary><c>(B, T, 2*D)</c>.</summary>")]
    [InlineData("/// <summary><c>(B, T, 2*D)</c>, 2*D*D + 104*D parameters.</summary>")]
    [InlineData("/// <summary><c>(B, T, D)</c> to <c>(B, T, 2*D)</c>, as in the paper.</summary>")]
    [InlineData("/// <summary>From <c>(B, T)</c>.</summary>")]
    [InlineData("/// <summary>\n    /// Features.\n    /// </summary>")]
    public async Task WhatIsTrueOrNoShapeIsLeftAlone(string comment) =>
        Assert.Empty(await IdeProject.Diagnostics(
            IdeProject.Open(Commented.Replace("/// <summary><c>(B, T, 2*D)</c>, <c>2*D*D + 104*D</c> parameters.</summary>", comment))));

    [Fact]
    public async Task HintsTellEveryShapeToThoseWhoAsk()
    {
        Assert.Empty(await Hints(string.Empty));
        Assert.Equal(
            [
                "MG0302 tokens: (B, T) of Int64.",
                "MG0302 features: (B, T, 2*D), 2*D*D + 104*D parameters.",
                "MG0302 scores: (B, T, 2*D).",
            ],
            await Hints("dotnet_diagnostic.MG0302.severity = suggestion"));
        Assert.Equal(
            [
                "MG0303 Embedding(100, \"D\"): (B, T) to (B, T, D), 100*D parameters.",
                "MG0303 LayerNorm: (B, T, D) to (B, T, D), 2*D parameters.",
                "MG0303 Linear(\"2*D\"): (B, T, D) to (B, T, 2*D), 2*D*D + 2*D parameters.",
                "MG0303 Relu: (B, T, 2*D) to (B, T, 2*D).",
            ],
            await Hints("dotnet_diagnostic.MG0303.severity = suggestion"));
    }

    private static async Task<IEnumerable<string>> Hints(string config)
    {
        var document = IdeProject.Open([Model], new CompileOptions { EditorConfig = "[*.cs]\n" + config + "\n" });
        var diagnostics = await IdeProject.Diagnostics(document);
        Assert.All(diagnostics, diagnostic => Assert.Equal(DiagnosticSeverity.Info, diagnostic.Severity));
        return diagnostics.Select(diagnostic => $"{diagnostic.Id} {diagnostic.GetMessage()}");
    }

    private static async Task<List<(CodeAction Action, Document Document)>> OfferedActions(string marked)
    {
        var (source, caret) = IdeProject.Caret(marked);
        var document = IdeProject.Open(source);
        List<(CodeAction, Document)> actions = [];
        await new StageShapeRefactoringProvider().ComputeRefactoringsAsync(
            new(document, new TextSpan(caret, 0), action => actions.Add((action, document)), TestContext.Current.CancellationToken));
        return actions;
    }

    private static async Task<IEnumerable<string>> Offered(string marked) =>
        (await OfferedActions(marked)).Select(offered => offered.Action.Title);

    private static async Task<string> Written(string marked, string title)
    {
        var (action, document) = Assert.Single(await OfferedActions(marked));
        Assert.Equal(title, action.Title);
        return await Text(action, document);
    }

    private static async Task<string> Text(CodeAction action, Document document)
    {
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        var changed = Assert.Single(operations.OfType<ApplyChangesOperation>()).ChangedSolution.GetDocument(document.Id)!;
        return (await changed.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
    }

    private sealed class Reported(IEnumerable<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(diagnostics);
    }
}
