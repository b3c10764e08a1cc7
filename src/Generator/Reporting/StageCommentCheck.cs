using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator.Caching;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Parse;

namespace ModelGen.Generator.Reporting;

/// <summary>
/// Compares the shapes written above stages with what the stages are. Comments are not a part of a declaration,
/// so only the analyzer sees them.
/// </summary>
internal static class StageCommentCheck
{
    public static IEnumerable<Diagnostic> Check(
        INamedTypeSymbol type, Declaration declaration, Caches caches, CancellationToken cancellation)
    {
        // Few stages carry a shape.
        var model = new Lazy<InferredModel>(() => caches.Infer(declaration, new SilentSink()));
        foreach (var stage in DeclarationLayout.StageFields(type))
        {
            if (Field(stage, cancellation) is { } field
                && StageComment.Find(field) is { } comment && StageShape.Of(model.Value, stage.Name) is { } shape && !comment.Says(shape))
            {
                yield return DiagnosticFactory.Create(
                    Descriptors.StaleShape,
                    Location.Create(field.SyntaxTree, comment.Span),
                    $"The comment says {comment}, but stage '{stage.Name}' is {shape}: write that, or leave the shape out.");
            }
        }
    }

    /// <summary>The declaration of a stage, if it declares nothing else.</summary>
    public static FieldDeclarationSyntax? Field(IFieldSymbol stage, CancellationToken cancellation) =>
        stage.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is {
            Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax field } }
            ? field
            : null;
}
