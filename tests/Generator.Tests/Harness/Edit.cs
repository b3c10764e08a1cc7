using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace ModelGen.Generator.Tests;

/// <summary>A change to a project, made as an editor makes it: what it does not touch stays the same object.</summary>
internal sealed class Edit(Func<CSharpCompilation, CSharpCompilation> apply)
{
    public CSharpCompilation Apply(CSharpCompilation project) => apply(project);

    /// <summary>
    /// Replaces <paramref name="old"/>, which must occur exactly once in all files, or in the one of the <paramref name="file"/>th source.
    /// </summary>
    public static Edit Replace(string old, string @new, int? file = null) => new(project =>
    {
        var trees = project.SyntaxTrees.Where(tree => file is null || tree.FilePath == Compile.Folder + Compile.FileName(file.Value));
        List<(SyntaxTree Tree, int Start)> found =
            [.. trees.SelectMany(tree => Occurrences(tree.ToString(), old).Select(start => (tree, start)))];
        if (found.Count != 1)
        {
            Assert.Fail($"'{old}' occurs {found.Count} times in the project; an edit needs exactly one place.");
        }

        (SyntaxTree tree, int start) = found[0];
        SourceText text = tree.GetText().WithChanges(new TextChange(new TextSpan(start, old.Length), @new));
        return project.ReplaceSyntaxTree(tree, tree.WithChangedText(text));
    });

    /// <summary>Inserts a line before the first source's first.</summary>
    public static Edit Prepend(string line) => new(project =>
    {
        SyntaxTree tree = project.SyntaxTrees.Single(tree => tree.FilePath == Compile.Folder + Compile.FileName(0));
        return project.ReplaceSyntaxTree(tree,
            tree.WithChangedText(tree.GetText().WithChanges(new TextChange(new TextSpan(0, 0), line + "\n"))));
    });

    /// <summary>Adds a file.</summary>
    public static Edit Add(string source, string fileName = "Added.cs") => new(project =>
        project.AddSyntaxTrees(Compile.Parse(source, fileName, (CSharpParseOptions)project.SyntaxTrees[0].Options)));

    /// <summary>Removes the file of the <paramref name="index"/>th source.</summary>
    public static Edit Remove(int index) => new(project =>
        project.RemoveSyntaxTrees(project.SyntaxTrees.Single(tree => tree.FilePath == Compile.Folder + Compile.FileName(index))));

    /// <summary>Another build of a referenced assembly, see <see cref="Compile.Library"/>.</summary>
    public static Edit Rebuild(MetadataReference old, MetadataReference @new) => new(project => project.ReplaceReference(old, @new));

    private static IEnumerable<int> Occurrences(string text, string part)
    {
        for (int at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + 1, StringComparison.Ordinal))
        {
            yield return at;
        }
    }
}
