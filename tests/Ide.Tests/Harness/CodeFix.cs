using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using ModelGen.CodeFixes;
using ModelGen.Generator.Tests;
using Xunit;

namespace ModelGen.Ide.Tests;

/// <summary>Applies code fixes as an IDE does.</summary>
internal static class CodeFix
{
    /// <summary>
    /// Applies the fix with this title to the first diagnostic that offers it. Requires the text to become <paramref name="expected"/>, one
    /// diagnostic of this identifier fewer, and no error of the compiler that was not there before.
    /// </summary>
    public static async Task Verify(string id, string title, string source, string expected, CompileOptions? options = null)
    {
        var document = IdeProject.Open([source], options ?? new());
        var before = await IdeProject.Diagnostics(document, withHidden: true);
        var (_, action) = await Find(document, before, id, title);
        await AssertMended(document, await ChangedBy(action), expected, before, id,
            remaining: before.Count(diagnostic => diagnostic.Id == id) - 1);
    }

    /// <summary>
    /// Applies the fix with this title, and those of its kind, to the whole document. None of the diagnostics may remain.
    /// </summary>
    public static async Task VerifyAll(string id, string title, string source, string expected)
    {
        var document = IdeProject.Open(source);
        var before = await IdeProject.Diagnostics(document, withHidden: true);
        Assert.True(before.Count(diagnostic => diagnostic.Id == id) > 1, "There is nothing to do at once:\n" + Text(before));
        var (provider, action) = await Find(document, before, id, title);
        FixAllContext context = new(document, provider, FixAllScope.Document, action.EquivalenceKey!, [id], new Reported(before),
            TestContext.Current.CancellationToken);
        var all = await provider.GetFixAllProvider()!.GetFixAsync(context);
        await AssertMended(document, await ChangedBy(all!), expected, before, id, remaining: 0);
    }

    /// <summary>
    /// Applies everything that is offered for ModelGen's diagnostics, each to the source as it is, and says how many these were and which
    /// did not mend its diagnostic, do not compile, or end lines otherwise than the source.
    /// </summary>
    public static async Task<(int Count, IReadOnlyList<string> Failures)> ApplyEach(string source)
    {
        var document = IdeProject.Open(source);
        var before = await IdeProject.Diagnostics(document, withHidden: true);
        int count = 0;
        List<string> failures = [];
        foreach (var diagnostic in before.Where(diagnostic => diagnostic.Id.StartsWith("MG", StringComparison.Ordinal)))
        {
            foreach (var action in await Offered(new RepairCodeFixProvider(), document, diagnostic))
            {
                count++;
                var mended = (await ChangedBy(action)).GetDocument(document.Id)!;
                var after = await IdeProject.Diagnostics(mended, withHidden: true);
                var text = (await mended.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
                if (Count(after, diagnostic.Id) >= Count(before, diagnostic.Id)
                    || NewErrors(before, after).Any() || (source.Contains("\r\n") && text.Replace("\r\n", string.Empty).Contains('\n')))
                {
                    failures.Add($"{diagnostic.Id} '{action.Title}' makes\n{text}\nwith\n{Text(after)}");
                }
            }
        }

        return (count, failures);
    }

    /// <summary>
    /// Applies the first fix that is offered for the first error or warning, again and again, as a user does who trusts every fix. Requires
    /// the text to become <paramref name="expected"/>, and that no error and no warning is left.
    /// </summary>
    public static async Task VerifyFirst(string source, string expected)
    {
        var (text, left, titles) = await ApplyFirst(source);
        Assert.True(text == expected && left.Count == 0,
            $"The fixes\n  {string.Join("\n  ", titles)}\nmake\n{text}\nwith\n{Text(left)}\nwhere this was meant:\n{expected}");
    }

    /// <summary>
    /// Applies the first fix that is offered for the first error or warning, again and again: the text, what is left, and what was applied.
    /// </summary>
    public static async Task<(string Text, IReadOnlyList<Diagnostic> Left, IReadOnlyList<string> Applied)> ApplyFirst(string source)
    {
        const int limit = 10;
        List<string> applied = [];
        var document = IdeProject.Open(source);
        while (true)
        {
            var diagnostics = await IdeProject.Diagnostics(document);
            var shown = diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
                .OrderByDescending(diagnostic => diagnostic.Severity).ToList();
            CodeAction? action = null;
            foreach (var diagnostic in shown.TakeWhile(_ => applied.Count < limit))
            {
                action ??= (await Offered(new RepairCodeFixProvider(), document, diagnostic)).FirstOrDefault();
            }

            if (action is null)
            {
                return ((await document.GetTextAsync(TestContext.Current.CancellationToken)).ToString(), shown, applied);
            }

            applied.Add(action.Title);
            document = (await ChangedBy(action)).GetDocument(document.Id)!;
        }
    }

    /// <summary>
    /// Applies fixes as <c>dotnet format</c> does: identifier after identifier, all diagnostics of one at once, by the key of what is
    /// offered first for the first diagnostic of any of the identifiers.
    /// </summary>
    public static async Task<string> Format(string source, params string[] ids)
    {
        RepairCodeFixProvider provider = new();
        var document = IdeProject.Open(source);
        foreach (string id in ids)
        {
            var diagnostics = (await IdeProject.Diagnostics(document)).Where(diagnostic => ids.Contains(diagnostic.Id)).ToImmutableArray();
            if (diagnostics.IsEmpty)
            {
                break;
            }

            string? key = (await Offered(provider, document, diagnostics[0])).FirstOrDefault()?.EquivalenceKey;
            FixAllContext context = new(document, provider, FixAllScope.Solution, key!, [id], new Reported(diagnostics),
                TestContext.Current.CancellationToken);
            if (await provider.GetFixAllProvider()!.GetFixAsync(context) is { } all)
            {
                document = (await ChangedBy(all)).GetDocument(document.Id)!;
            }
        }

        return (await document.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
    }

    private static int Count(IEnumerable<Diagnostic> diagnostics, string id) => diagnostics.Count(diagnostic => diagnostic.Id == id);

    /// <summary>The titles of what is offered for diagnostics of this identifier, in order.</summary>
    public static async Task<IReadOnlyList<string>> Titles(string id, string source)
    {
        var document = IdeProject.Open(source);
        List<string> titles = [];
        foreach (var diagnostic in (await IdeProject.Diagnostics(document, withHidden: true)).Where(diagnostic => diagnostic.Id == id))
        {
            titles.AddRange((await Offered(new RepairCodeFixProvider(), document, diagnostic)).Select(action => action.Title));
        }

        return titles;
    }

    private static async Task<(CodeFixProvider Provider, CodeAction Action)> Find(
        Document document, ImmutableArray<Diagnostic> diagnostics, string id, string title)
    {
        RepairCodeFixProvider provider = new();
        List<string> titles = [];
        foreach (var diagnostic in diagnostics.Where(diagnostic => diagnostic.Id == id))
        {
            Assert.Contains(id, provider.FixableDiagnosticIds);
            var actions = await Offered(provider, document, diagnostic);
            if (actions.FirstOrDefault(action => action.Title == title) is { } action)
            {
                Assert.True(action == actions[0]
                    ? action.EquivalenceKey == RepairCodeFixProvider.First
                    : action.EquivalenceKey!.StartsWith(id + ".", StringComparison.Ordinal), action.EquivalenceKey);
                return (provider, action);
            }

            titles.AddRange(actions.Select(candidate => candidate.Title));
        }

        Assert.Fail($"No {id} offers '{title}', only\n  {string.Join("\n  ", titles)}\nof\n{Text(diagnostics)}");
        throw new InvalidOperationException();
    }

    private static async Task<List<CodeAction>> Offered(CodeFixProvider provider, Document document, Diagnostic diagnostic)
    {
        List<CodeAction> actions = [];
        await provider.RegisterCodeFixesAsync(
            new(document, diagnostic, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
        return actions;
    }

    private static async Task<Solution> ChangedBy(CodeAction action) =>
        Assert.Single(
            (await action.GetOperationsAsync(TestContext.Current.CancellationToken)).OfType<ApplyChangesOperation>()).ChangedSolution;

    private static async Task AssertMended(
        Document document, Solution changed, string expected, ImmutableArray<Diagnostic> before, string id, int remaining)
    {
        var mended = changed.GetDocument(document.Id)!;
        Assert.Equal(expected, (await mended.GetTextAsync(TestContext.Current.CancellationToken)).ToString());
        var after = await IdeProject.Diagnostics(mended, withHidden: true);
        Assert.True(after.Count(diagnostic => diagnostic.Id == id) == remaining, $"{remaining} of {id} should remain:\n{Text(after)}");
        Assert.True(!NewErrors(before, after).Any(), "The compiler objects:\n" + Text(after));
    }

    private static IEnumerable<Diagnostic> NewErrors(ImmutableArray<Diagnostic> before, ImmutableArray<Diagnostic> after)
    {
        var known = before.Select(diagnostic => diagnostic.Id).ToHashSet();
        return after.Where(diagnostic => !diagnostic.Id.StartsWith("MG", StringComparison.Ordinal) && !known.Contains(diagnostic.Id));
    }

    private static string Text(IEnumerable<Diagnostic> diagnostics) => string.Join('\n', diagnostics.Select(DiagnosticText.Describe));

    private sealed class Reported(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(
            Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return diagnostics.Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
