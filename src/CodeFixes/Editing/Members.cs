using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelGen.CodeFixes.Editing;

/// <summary>Changes classes and fields.</summary>
internal static class Members
{
    /// <summary>Makes a type and the types that contain it partial.</summary>
    public static SyntaxNode MakePartial(SyntaxNode root, TypeDeclarationSyntax type) =>
        root.ReplaceNodes(
            type.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().Where(part => !part.Modifiers.Any(SyntaxKind.PartialKeyword)),
            (_, part) => WithPartial(part));

    /// <summary>Removes a field, with its documentation.</summary>
    public static SyntaxNode Remove(SyntaxNode root, VariableDeclaratorSyntax field)
    {
        if (field.Parent is not VariableDeclarationSyntax { Parent: FieldDeclarationSyntax declaration } variables)
        {
            return root;
        }

        if (variables.Variables.Count > 1)
        {
            return root.RemoveNode(field, SyntaxRemoveOptions.KeepNoTrivia)!;
        }

        if (declaration.Parent is TypeDeclarationSyntax type && type.Members.First() == declaration && type.Members.Count > 1)
        {
            // The blank line between the two is removed with the first.
            var next = type.Members[1];
            var leading = next.GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
            root = root.TrackNodes<SyntaxNode>(declaration, next);
            root = root.ReplaceNode(root.GetCurrentNode(next)!, root.GetCurrentNode(next)!.WithLeadingTrivia(leading));
            declaration = root.GetCurrentNode(declaration)!;
        }

        return root.RemoveNode(declaration, SyntaxRemoveOptions.KeepUnbalancedDirectives)!;
    }

    /// <summary>Moves the attributes of a stage's field up to one of them to a field of their own above it.</summary>
    public static SyntaxNode SplitAfter(SyntaxNode root, AttributeSyntax last, string stage)
    {
        if (last.FirstAncestorOrSelf<FieldDeclarationSyntax>() is not { } field)
        {
            return root;
        }

        // The result of the stage is still the result of the stage itself.
        var moved = field.AttributeLists.SelectMany(list => list.Attributes)
            .Where(attribute => attribute.SpanStart <= last.SpanStart
                && attribute.Name.GetLastToken().ValueText is not ("Output" or "OutputAttribute"))
            .ToList();
        var text = $"[{string.Join(", ", moved.Select(attribute => attribute.WithoutTrivia().ToString()))}] "
            + $"{field.Declaration.Type.WithoutTrivia()} {stage};";
        var added = SyntaxFactory.ParseMemberDeclaration(text)!
            .WithTrailingTrivia(Attributes.LineEnd(field));
        root = root.TrackNodes(moved.Append<SyntaxNode>(field));
        foreach (var attribute in moved)
        {
            root = AttributeLists.Remove(root, root.GetCurrentNode(attribute)!);
        }

        var rest = root.GetCurrentNode<SyntaxNode>(field)!;
        var start = rest.GetLeadingTrivia();
        added = added.WithLeadingTrivia(start);
        root = root.TrackNodes(rest);
        root = root.InsertNodesBefore(root.GetCurrentNode(rest)!, [added]);
        rest = root.GetCurrentNode(rest)!;
        return root.ReplaceNode(rest, rest.WithLeadingTrivia(Attributes.Indentation(start)));
    }

    public static SyntaxNode ChangeType(SyntaxNode root, VariableDeclaratorSyntax field, string type) =>
        field.Parent is VariableDeclarationSyntax variables
            ? root.ReplaceNode(variables.Type, SyntaxFactory.ParseTypeName(type).WithTriviaFrom(variables.Type))
            : root;

    /// <summary>Removes <c>readonly</c> from a field, with the other variables of its declaration.</summary>
    public static SyntaxNode MakeWritable(SyntaxNode root, VariableDeclaratorSyntax field)
    {
        if (field.FirstAncestorOrSelf<FieldDeclarationSyntax>() is not { } declaration
            || declaration.Modifiers.IndexOf(SyntaxKind.ReadOnlyKeyword) is not (>= 0 and var at))
        {
            return root;
        }

        // The trivia before the first token, such as a comment, stays.
        var writable = declaration.WithModifiers(declaration.Modifiers.RemoveAt(at));
        var before = declaration.Modifiers[at].LeadingTrivia;
        return root.ReplaceNode(declaration, at > 0 ? writable
            : writable.Modifiers.Count > 0
            ? writable.WithModifiers(writable.Modifiers.Replace(writable.Modifiers[0], writable.Modifiers[0].WithLeadingTrivia(before)))
            : writable.WithDeclaration(writable.Declaration.WithLeadingTrivia(before)));
    }

    /// <summary>Gives a property a setter: in place of <c>init</c>, which others may use, or a private one.</summary>
    public static SyntaxNode MakeWritable(SyntaxNode root, PropertyDeclarationSyntax property)
    {
        if (property.AccessorList is not { } accessors)
        {
            return root;
        }

        if (accessors.Accessors.FirstOrDefault(accessor => accessor.IsKind(SyntaxKind.InitAccessorDeclaration)) is { } init)
        {
            return root.ReplaceToken(init.Keyword,
                SyntaxFactory.Token(init.Keyword.LeadingTrivia, SyntaxKind.SetKeyword, init.Keyword.TrailingTrivia));
        }

        // A private property needs no modifier, and allows none.
        var isPrivate = !property.Modifiers.Any(modifier =>
            modifier.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword);
        var setter = SyntaxFactory.AccessorDeclaration(SyntaxKind.SetAccessorDeclaration)
            .WithModifiers(isPrivate ? default : SyntaxFactory.TokenList(
                SyntaxFactory.Token(default, SyntaxKind.PrivateKeyword, SyntaxFactory.TriviaList(SyntaxFactory.Space))))
            .WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken))
            .WithTrailingTrivia(SyntaxFactory.Space);
        return root.ReplaceNode(accessors, accessors.AddAccessors(setter));
    }

    // The last modifier, as C# asks.
    private static TypeDeclarationSyntax WithPartial(TypeDeclarationSyntax type)
    {
        var partial = SyntaxFactory.Token(default, SyntaxKind.PartialKeyword, SyntaxFactory.TriviaList(SyntaxFactory.Space));
        if (type.Modifiers.Count > 0)
        {
            return type.WithModifiers(type.Modifiers.Add(partial));
        }

        var keyword = type.Keyword;
        return type.WithKeyword(keyword.WithLeadingTrivia())
            .WithModifiers(SyntaxFactory.TokenList(partial.WithLeadingTrivia(keyword.LeadingTrivia)));
    }
}
