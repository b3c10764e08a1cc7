using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelGen.CodeFixes.Editing;

/// <summary>
/// Edits attributes and their surroundings as syntax. No trivia is elastic, so the text beside an edit keeps its layout when
/// the IDE formats what was added.
/// </summary>
internal static class Attributes
{
    /// <summary>Parses the text of an attribute.</summary>
    public static AttributeSyntax Parse(string text) => ParseList(text).Attributes[0];

    /// <summary>Parses the text of attributes as a list.</summary>
    public static AttributeListSyntax ParseList(string text) =>
        SyntaxFactory.ParseCompilationUnit($"[{text}]class C{{}}").DescendantNodes().OfType<AttributeListSyntax>().First();

    /// <summary>A comma and a space.</summary>
    public static SyntaxToken Comma { get; } = SyntaxFactory.Token(default, SyntaxKind.CommaToken,
        SyntaxFactory.TriviaList(SyntaxFactory.Space));

    /// <summary>Whether the node is the first on its line.</summary>
    public static bool StartsLine(SyntaxNode node)
    {
        var previous = node.GetFirstToken().GetPreviousToken();
        return previous.IsKind(SyntaxKind.None)
            || EndsLine(previous.TrailingTrivia) || node.GetLeadingTrivia().Any(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
    }

    /// <summary>Whether a line ends within the trivia.</summary>
    public static bool EndsLine(IEnumerable<SyntaxTrivia> trivia) => trivia.Any(part => part.IsKind(SyntaxKind.EndOfLineTrivia));

    /// <summary>White space at the end of leading trivia.</summary>
    public static SyntaxTriviaList Indentation(SyntaxTriviaList leading) =>
        leading.Count > 0 && leading.Last().IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(leading.Last()) : default;

    /// <summary>How the file ends its lines.</summary>
    public static SyntaxTrivia LineEnd(SyntaxNode node) =>
        node.SyntaxTree.GetRoot()
            .DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } end
            ? end
            : SyntaxFactory.LineFeed;
}
