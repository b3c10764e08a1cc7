using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator.Repairs;

namespace ModelGen.CodeFixes.Editing;

/// <summary>The part of a document that an edit changes: a stage with its attributes, or an attribute of a class.</summary>
internal static class EditScope
{
    /// <summary>The part around a node; null if it is in none.</summary>
    public static SyntaxNode? Of(SyntaxNode node) =>
        (SyntaxNode?)node.FirstAncestorOrSelf<FieldDeclarationSyntax>() ?? node.FirstAncestorOrSelf<AttributeSyntax>();

    /// <summary>Whether an edit of a node in the scope changes nothing around it.</summary>
    public static bool Contains(SyntaxNode scope, EditKind kind, SyntaxNode? target) => kind switch
    {
        EditKind.SetArgument or EditKind.RemoveArgument
            or EditKind.SetEntries or EditKind.ReplaceKind or EditKind.Rename or EditKind.RenameHere or EditKind.QuoteHere => true,
        EditKind.InsertBefore
            or EditKind.InsertAfter or EditKind.ReplaceAttribute or EditKind.ReplaceAttributeHere or EditKind.ChangeType =>
            scope is FieldDeclarationSyntax,
        EditKind.MoveAfter => scope is FieldDeclarationSyntax && target is not null && scope.Contains(target),
        _ => false,
    };

    /// <summary>Changes a scope for itself.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="tracked">The nodes in it that <paramref name="change"/> asks for.</param>
    /// <param name="change">Changes a root that holds the scope.</param>
    /// <returns>What takes its place in the document.</returns>
    public static SyntaxNode Change(SyntaxNode scope, IEnumerable<SyntaxNode> tracked, Func<SyntaxNode, SyntaxNode> change)
    {
        if (scope is not FieldDeclarationSyntax field)
        {
            return change(scope.TrackNodes(tracked));
        }

        // An edit looks at the line break before the field and at the document's kind of line break, so the copy has both.
        var brace = SyntaxFactory.Token(default, SyntaxKind.OpenBraceToken, field.GetFirstToken().GetPreviousToken().TrailingTrivia);
        var type = SyntaxFactory.ClassDeclaration("C")
            .WithLeadingTrivia(Attributes.LineEnd(field))
            .WithOpenBraceToken(brace)
            .WithMembers(SyntaxFactory.SingletonList<MemberDeclarationSyntax>(field.TrackNodes(tracked)));
        return change(SyntaxFactory.CompilationUnit().AddMembers(type)).DescendantNodes().OfType<FieldDeclarationSyntax>().Single();
    }
}
