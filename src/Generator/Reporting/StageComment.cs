using System;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator.Infer;

namespace ModelGen.Generator.Reporting;

/// <summary>
/// The shape that the summary above a stage begins with, <c>&lt;c&gt;(B, T, D)&lt;/c&gt;, &lt;c&gt;4*D*D&lt;/c&gt;
/// parameters.</c> Editors show it wherever the stage is named. It is found as text, since without documentation switched on the
/// compiler reads such comments as any others.
/// </summary>
internal sealed class StageComment
{
    private static readonly Regex Opening = new(
        @"<summary>[\s/]*(?<all><c>(?<shape>\([^<\n]*\))</c>(?: of (?<element>\w+))?(?:, (?:<c>(?<count>[^.<\n]+)</c>|(?<count>[^.<\n]+?))(?<noun> parameters?))?\.)",
        RegexOptions.CultureInvariant);

    private readonly Match _match;

    private StageComment(Match match, int start)
    {
        _match = match;
        Span = new TextSpan(start + match.Groups["all"].Index, match.Groups["all"].Length);
    }

    /// <summary>Its span in the file.</summary>
    public TextSpan Span { get; }

    /// <summary>The comment of a field; null if its documentation begins with no shape.</summary>
    public static StageComment? Find(FieldDeclarationSyntax field)
    {
        var text = field.GetLeadingTrivia().ToFullString();
        return text.IndexOf("<c>", StringComparison.Ordinal) >= 0 && Opening.Match(text) is { Success: true } match
            ? new StageComment(match, field.FullSpan.Start)
            : null;
    }

    /// <summary>Whether all that it says is so; it may leave the type and the parameters out.</summary>
    public bool Says(StageShape stage) =>
        _match.Groups["shape"].Value == stage.Shape
        && (!_match.Groups["element"].Success || _match.Groups["element"].Value == stage.Element)
        && (!_match.Groups["count"].Success || _match.Groups["count"].Value + _match.Groups["noun"].Value == stage.ParameterPhrase);

    /// <summary><c>(B, T, D), 4*D*D + 4*D parameters</c>.</summary>
    public override string ToString() => _match.Groups["all"].Value.Replace("<c>", string.Empty).Replace("</c>", string.Empty).TrimEnd('.');
}
