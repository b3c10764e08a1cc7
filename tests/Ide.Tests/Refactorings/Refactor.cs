using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace ModelGen.Ide.Tests.Refactorings;

/// <summary>Applies a refactoring as an IDE does.</summary>
internal static class Refactor
{
    /// <summary>The usings of a file that is written for TorchSharp.</summary>
    public const string Usings = "using TorchSharp;\nusing TorchSharp.Modules;\nusing static "
        + "TorchSharp.torch;\nusing static TorchSharp.torch.nn;\n\n";

    /// <summary>Applies the one action that is offered at the caret, and requires that the project has no error then.</summary>
    /// <returns>The document, and the action's title.</returns>
    public static async Task<(Document Document, string Title)> Apply(CodeRefactoringProvider provider, string marked)
    {
        var (source, caret) = IdeProject.Caret(marked);
        var document = IdeProject.Open(source);
        var action = Assert.Single(await Offered(provider, document, caret));
        Assert.False(action.Title.StartsWith("Cannot", System.StringComparison.Ordinal), action.Title);
        var cancellation = TestContext.Current.CancellationToken;
        var operations = await action.GetOperationsAsync(cancellation);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        Assert.DoesNotContain(await IdeProject.Diagnostics(changed), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return (changed, action.Title);
    }

    /// <summary>Requires that the one action gives this text, without any diagnostic.</summary>
    public static async Task<string> Verify(CodeRefactoringProvider provider, string marked, string expected)
    {
        var (document, title) = await Apply(provider, marked);
        Assert.Equal(expected, (await document.GetTextAsync(TestContext.Current.CancellationToken)).ToString());
        Assert.Empty(await IdeProject.Diagnostics(document));
        return title;
    }

    /// <summary>What an IDE warns of beside the preview of the one action.</summary>
    public static async Task<IReadOnlyList<string?>> Warnings(CodeRefactoringProvider provider, string marked)
    {
        var (document, _) = await Apply(provider, marked);
        var root = (await document.GetSyntaxRootAsync(TestContext.Current.CancellationToken))!;
        return [.. root.GetAnnotatedNodesAndTokens(WarningAnnotation.Kind)
            .SelectMany(node => node.GetAnnotations(WarningAnnotation.Kind)).Select(WarningAnnotation.GetDescription)];
    }

    /// <summary>Requires that the source compiles and the only thing at the caret says why it changes nothing.</summary>
    /// <returns>Its title.</returns>
    public static async Task<string> Explained(CodeRefactoringProvider provider, string marked)
    {
        var (source, caret) = IdeProject.Caret(marked);
        var document = IdeProject.Open(source);
        Assert.DoesNotContain(await IdeProject.Diagnostics(document), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        var action = Assert.Single(await Offered(provider, document, caret));
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        Assert.All(operations.OfType<ApplyChangesOperation>(),
            operation => Assert.Empty(operation.ChangedSolution.GetChanges(document.Project.Solution).GetProjectChanges()));
        return action.Title;
    }

    /// <summary>Requires that the source compiles and nothing is offered at the caret.</summary>
    public static async Task Refused(CodeRefactoringProvider provider, string marked)
    {
        var (source, caret) = IdeProject.Caret(marked);
        var document = IdeProject.Open(source);
        Assert.DoesNotContain(await IdeProject.Diagnostics(document), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Empty(await Offered(provider, document, caret));
    }

    /// <summary>What is offered at the caret.</summary>
    public static async Task<ImmutableArray<CodeAction>> Offered(CodeRefactoringProvider provider, Document document, int caret)
    {
        List<CodeAction> actions = [];
        await provider.ComputeRefactoringsAsync(
            new CodeRefactoringContext(document, new TextSpan(caret, 0), actions.Add, TestContext.Current.CancellationToken));
        return [.. actions];
    }
}
