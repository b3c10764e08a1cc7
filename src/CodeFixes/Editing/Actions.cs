using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using ModelGen.Generator;

namespace ModelGen.CodeFixes.Editing;

/// <summary>The one place that creates code actions, so that every title is readable whatever it repeats.</summary>
internal static class Actions
{
    public static CodeAction Create(string title, Func<CancellationToken, Task<Document>> change, string equivalenceKey) =>
        CodeAction.Create(MessageText.Clean(title), change, equivalenceKey);

    public static CodeAction Create(string title, Func<CancellationToken, Task<Solution>> change, string equivalenceKey) =>
        CodeAction.Create(MessageText.Clean(title), change, equivalenceKey);
}
