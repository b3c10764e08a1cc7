using System;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator;

namespace ModelGen.CodeFixes.Editing;

/// <summary>Corrects names in <c>nameof</c> and inside strings.</summary>
internal static class NamesInText
{
    /// <param name="root">The document's root.</param>
    /// <param name="node">What names it.</param>
    /// <param name="offset">Where the name starts in a string's token, or -1 if that is not known.</param>
    /// <param name="wrong">The name.</param>
    /// <param name="meant">What it should be.</param>
    /// <param name="value">The text that <paramref name="node"/> stands for, if it is a constant.</param>
    public static SyntaxNode Replace(SyntaxNode root, SyntaxNode node, int offset, string wrong, string meant, string? value)
    {
        var word = new Regex($@"(?<!\w){Regex.Escape(wrong)}(?!\w)");
        var replaced = root.ReplaceTokens(
            node.DescendantTokens().Where(token => token.IsKind(SyntaxKind.StringLiteralToken) || token.IsKind(SyntaxKind.IdentifierToken)),
            (token, _) => token.IsKind(SyntaxKind.IdentifierToken)
                ? token.ValueText == wrong ? SyntaxFactory.ParseToken(Names.Escape(meant)).WithTriviaFrom(token) : token
                : SyntaxFactory.ParseToken(Inside(token.Text)).WithTriviaFrom(token));

        // The name may be pieced together, as nameof(encoder) + "h" without the dot is, or be the value of a constant.
        return value is not null && node is ExpressionSyntax && word.IsMatch(value) && replaced.IsEquivalentTo(root)
            ? root.ReplaceNode(node, Expression(node, word.Replace(value, meant.Replace("$", "$$"))).WithTriviaFrom(node))
            : replaced;

        string Inside(string text) =>
            offset >= 0 && offset + wrong.Length <= text.Length && text.Substring(offset, wrong.Length) == wrong
                ? text.Remove(offset, wrong.Length).Insert(offset, meant)
                : word.Replace(text, meant.Replace("$", "$$"));
    }

    /// <summary>Writes a string in the place of an expression.</summary>
    public static SyntaxNode Quote(SyntaxNode root, ExpressionSyntax expression, string text) =>
        root.ReplaceNode(expression, Literal(text).WithTriviaFrom(expression));

    // A stage that was named by nameof still is.
    private static ExpressionSyntax Expression(SyntaxNode original, string name)
    {
        var stage = original.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Select(call => call.ArgumentList.Arguments.FirstOrDefault()?.Expression)
            .FirstOrDefault(named => named is IdentifierNameSyntax { Identifier.ValueText: var known }
                && (name == known || name.StartsWith(known + ".", StringComparison.Ordinal)));
        var known = (stage as IdentifierNameSyntax)?.Identifier.ValueText;
        return known is null ? Literal(name)
            : SyntaxFactory.ParseExpression(
                name == known ? $"nameof({stage})" : $"nameof({stage}) + {Literal(name.Substring(known.Length))}");
    }

    private static LiteralExpressionSyntax Literal(string text) =>
        SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(text));
}
