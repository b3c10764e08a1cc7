using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace ModelGen.Structure.Tests;

/// <summary>Comments, messages and pages are plain technical English, without the phrases of a translation.</summary>
public sealed partial class ProseTests
{
    /// <summary>Each phrase with what to write instead.</summary>
    private static readonly (Regex Phrase, string Instead)[] _banned =
    [
        Ban(@"tells?|told|telling", "reports, returns, shows, describes"),
        Ban(@"stands? (?:in|on|at|there|twice|alone|before|behind|beside|above|below)", "is in, precedes, follows, occurs twice"),
        Ban(@"as (?:it|they) stands?", "unchanged, by default"),
        Ban(@"nobody|whoever|those who", "no one, the caller, callers"),
        Ban(@"not to be had", "not supported, unavailable"),
        Ban(@"if need be", "if necessary"),
        Ban(@"(?:is|are|be|was|were) asked for", "is requested, is needed"),
        Ban(@"goes on (?:with|from)|go on (?:with|from)", "continues"),
        Ban(@"(?:entry|number|letter|bits|milliseconds|handle|feature|slope) an? (?:axis|token|step|head|layer|call|module|class|channel)", "per"),
        Ban(@"(?<!there )(?:is|are) no (?:model|symbol|dimension|axis|pattern|equation|permutation|layer|block|size|member|stage)s?", "is not a"),
        Ban(@"with nothing between", "directly"),
        Ban(@"sees? to (?:it|that)", "ensures"),
    ];

    public static TheoryData<string> Scopes => [.. Paths.Select(Scope).Distinct()];

    private static IEnumerable<string> Paths =>
        Sources.CSharp().Where(path => path.StartsWith("src/", StringComparison.Ordinal)).Concat(Sources.Pages());

    [Theory]
    [MemberData(nameof(Scopes))]
    public void Comments_messages_and_pages_avoid_banned_phrases(string scope)
    {
        List<string> findings = [.. Paths.Where(path => Scope(path) == scope).SelectMany(Findings)];
        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    [Theory]
    [InlineData("/// <summary>Told after each step.</summary>")]
    [InlineData("// What stands\n// in its place.")]
    [InlineData("var text = \"One entry an axis.\";")]
    [InlineData("var text = $\"{1} is what nobody reads.\";")]
    public void A_banned_phrase_in_a_comment_or_a_string_is_found(string line) => Assert.Single(InSource("Some.cs", line));

    [Theory]
    [InlineData("var told = 1;")]
    [InlineData("// Returns one entry per axis, which is in place.")]
    public void Identifiers_and_plain_sentences_are_not_found(string line) => Assert.Empty(InSource("Some.cs", line));

    private static (Regex Phrase, string Instead) Ban(string phrase, string instead) =>
        (new Regex($@"\b(?:{phrase})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant), instead);

    // A project, or a folder of pages.
    private static string Scope(string path) =>
        path.Split('/') is [var folder, var name, _, ..] ? $"{folder}/{name}" : path.Split('/')[0];

    private static IEnumerable<string> Findings(string path) =>
        path.EndsWith(".cs", StringComparison.Ordinal)
            ? InSource(path, Sources.Read(path))
            : Sources.Read(path).Split('\n').SelectMany((line, number) => InText(path, number, InlineCode().Replace(line, "`…`")));

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex InlineCode();

    private static IEnumerable<string> InSource(string path, string source)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(source);
        return Comments(tree).Concat(Strings(tree)).SelectMany(text => InText(path, text.Line, text.Text));
    }

    private static IEnumerable<(int Line, string Text)> Strings(SyntaxTree tree) =>
        from token in tree.GetRoot().DescendantTokens()
        where token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken
            or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.InterpolatedStringTextToken
        select (Line(tree, token.Span), token.Text);

    // Consecutive lines are joined, because a phrase can continue on the next line.
    private static IEnumerable<(int Line, string Text)> Comments(SyntaxTree tree)
    {
        SyntaxNode root = tree.GetRoot();
        var pieces = root.DescendantTokens(descendIntoTrivia: true)
            .Where(token => token.IsKind(SyntaxKind.XmlTextLiteralToken))
            .Select(token => (token.Span, token.Text))
            .Concat(root.DescendantTrivia()
                .Where(trivia => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia)
                .Select(trivia => (trivia.Span, Text: trivia.ToString().TrimStart('/'))))
            .OrderBy(piece => piece.Span.Start);
        var (start, last, text) = (0, -2, string.Empty);
        foreach ((TextSpan span, string piece) in pieces)
        {
            int line = Line(tree, span);
            if (line > last + 1)
            {
                yield return (start, text);
                (start, text) = (line, string.Empty);
            }

            (last, text) = (line, $"{text.TrimEnd()} {piece.Trim()}");
        }

        yield return (start, text);
    }

    private static int Line(SyntaxTree tree, TextSpan span) => tree.GetLineSpan(span).StartLinePosition.Line;

    private static IEnumerable<string> InText(string path, int line, string text) =>
        from banned in _banned
        from Match match in banned.Phrase.Matches(text)
        select $"{path}({line + 1}): write {banned.Instead} instead of \"{match.Value}\" in: {text.Trim()}";
}
