using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator.Caching;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Parse;
using ModelGen.Generator.Reporting;

namespace ModelGen.CodeFixes.Documentation;

/// <summary>Writes the shapes of stages into the summaries above them.</summary>
internal static class StageShapes
{
    /// <summary>The inferred model; null if the type is not a model.</summary>
    public static InferredModel? Infer(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (!DeclarationLayout.IsModel(type))
        {
            return null;
        }

        var sink = new SilentSink();
        var declaration = Caches.Shared.Parse(type, sink, cancellation);
        return declaration.IsIncomplete ? null : Caches.Shared.Infer(declaration, sink);
    }

    /// <summary>
    /// The changes to one file that make the comments above these stages true; a stage of unknown shape, or with a
    /// comment that is true, has none.
    /// </summary>
    public static IReadOnlyList<TextChange> Changes(
        InferredModel model, SyntaxTree file, SourceText text, IEnumerable<IFieldSymbol> stages, CancellationToken cancellation) =>
        stages
            .Select(stage => StageCommentCheck.Field(stage, cancellation) is { } field && field.SyntaxTree == file
                && StageShape.Of(model, stage.Name) is { } shape
                    ? Change(field, shape, text)
                    : null)
            .OfType<TextChange>()
            .ToList();

    private static TextChange? Change(FieldDeclarationSyntax field, StageShape shape, SourceText text)
    {
        if (StageComment.Find(field) is { } comment)
        {
            return comment.Says(shape) ? null : new TextChange(comment.Span, shape.ToComment());
        }

        var trivia = field.GetLeadingTrivia().ToFullString();
        var summary = trivia.IndexOf("<summary>", System.StringComparison.Ordinal);
        if (summary >= 0)
        {
            var start = summary + "<summary>".Length;
            while (start < trivia.Length && (char.IsWhiteSpace(trivia[start]) || trivia[start] == '/'))
            {
                start++;
            }

            return new TextChange(new TextSpan(field.FullSpan.Start + start, 0), shape.ToComment() + " ");
        }

        var line = text.Lines.GetLineFromPosition(field.SpanStart);
        var indentation = text.ToString(TextSpan.FromBounds(line.Start, field.SpanStart));
        var comes = string.IsNullOrWhiteSpace(indentation) ? indentation : string.Empty;
        return new TextChange(new TextSpan(field.SpanStart, 0), $"/// <summary>{shape.ToComment()}</summary>{LineEnd(text, line)}{comes}");
    }

    private static string LineEnd(SourceText text, TextLine line) =>
        line.EndIncludingLineBreak > line.End ? text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak)) : "\n";
}
