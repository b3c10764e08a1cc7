using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelGen.CodeFixes.Editing;

/// <summary>Corrects names in <c>nameof</c> and inside strings.</summary>
internal static class Names
{
    /// <param name="root">The document's root.</param>
    /// <param name="node">What names it.</param>
    /// <param name="offset">Where the name starts in a string's token, or -1 if that is not known.</param>
    /// <param name="wrong">The name.</param>
    /// <param name="meant">What it should be.</param>
    public static SyntaxNode Replace(SyntaxNode root, SyntaxNode node, int offset, string wrong, string meant)
    {
        var word = new Regex($@"(?<!\w){Regex.Escape(wrong)}(?!\w)");
        return root.ReplaceTokens(
            node.DescendantTokens().Where(token => token.IsKind(SyntaxKind.StringLiteralToken) || token.IsKind(SyntaxKind.IdentifierToken)),
            (token, _) => token.IsKind(SyntaxKind.IdentifierToken)
                ? token.ValueText == wrong ? SyntaxFactory.ParseToken(Generator.Bind.Names.Escape(meant)).WithTriviaFrom(token) : token
                : SyntaxFactory.ParseToken(Inside(token.Text)).WithTriviaFrom(token));

        string Inside(string text) =>
            offset >= 0 && offset + wrong.Length <= text.Length && text.Substring(offset, wrong.Length) == wrong
                ? text.Remove(offset, wrong.Length).Insert(offset, meant)
                : word.Replace(text, meant.Replace("$", "$$"));
    }
}
