using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelGen.CodeFixes.Editing;

/// <summary>
/// Inserts, moves and removes attributes in the style of their neighbours: in the same list, or in a list and on a line of their own.
/// Comments above an attribute stay; one after an attribute moves with it.
/// </summary>
internal static class AttributeLists
{
    public static SyntaxNode Insert(SyntaxNode root, AttributeSyntax anchor, string text, bool isBefore)
    {
        var list = (AttributeListSyntax)anchor.Parent!;
        if (list.Parent is not MemberDeclarationSyntax owner || !HasOwnList(list, owner))
        {
            return root.ReplaceNode(list, InsertInto(list, anchor, Attributes.Parse(text), isBefore));
        }

        var index = owner.AttributeLists.IndexOf(list);
        var isSameLine = !Attributes.EndsLine(list.GetTrailingTrivia());
        var indentation = isSameLine ? default : Attributes.Indentation(list.GetLeadingTrivia());
        var end = isSameLine ? list.GetTrailingTrivia() : SyntaxFactory.TriviaList(Attributes.LineEnd(list));
        var added = Attributes.ParseList(text).WithTrailingTrivia(end);
        if (!isBefore)
        {
            return root.ReplaceNode(owner,
                owner.WithAttributeLists(owner.AttributeLists.Insert(index + 1, added.WithLeadingTrivia(indentation))));
        }

        // Documentation and comments stay on top.
        added = added.WithLeadingTrivia(list.GetLeadingTrivia());
        var lists = owner.AttributeLists.Replace(list, list.WithLeadingTrivia(indentation));
        return root.ReplaceNode(owner, owner.WithAttributeLists(lists.Insert(index, added)));
    }

    /// <summary>Moves an attribute behind another one.</summary>
    public static SyntaxNode Move(SyntaxNode root, AttributeSyntax moved, AttributeSyntax anchor)
    {
        if (moved.Parent is AttributeListSyntax { Attributes.Count: 1 } list
            && anchor.Parent is AttributeListSyntax { Attributes.Count: 1 } other
            && list.Parent == other.Parent
            && Attributes.StartsLine(list) && Attributes.StartsLine(other)
            && list.Parent is MemberDeclarationSyntax owner)
        {
            return root.ReplaceNode(owner, owner.WithAttributeLists(MoveLine(owner.AttributeLists, list, other)));
        }

        var text = moved.WithoutTrivia().ToString();
        root = root.TrackNodes(moved, anchor);
        root = Insert(root, root.GetCurrentNode(anchor)!, text, isBefore: false);
        return Remove(root, root.GetCurrentNode(moved)!);
    }

    public static SyntaxNode Remove(SyntaxNode root, AttributeSyntax attribute)
    {
        var list = (AttributeListSyntax)attribute.Parent!;
        return list.Attributes.Count > 1 ? root.ReplaceNode(list, RemoveFrom(list, attribute))
            : list.Parent is MemberDeclarationSyntax owner ? root.ReplaceNode(owner, RemoveList(owner, list))
            : root.RemoveNode(list, SyntaxRemoveOptions.KeepNoTrivia)!;
    }

    // A class gets its attributes line by line; a stage gets them in one list unless the user started otherwise.
    private static bool HasOwnList(AttributeListSyntax list, MemberDeclarationSyntax owner) =>
        list.Attributes.Count == 1 && (owner is TypeDeclarationSyntax || owner.AttributeLists.Count > 1);

    private static AttributeListSyntax InsertInto(
        AttributeListSyntax list, AttributeSyntax anchor, AttributeSyntax attribute, bool isBefore)
    {
        var items = list.Attributes.GetWithSeparators();
        var index = items.IndexOf(anchor);
        var isLast = index == items.Count - 1;
        var startsLine = Attributes.StartsLine(anchor) && index > 0;
        if (isBefore)
        {
            items = items.Replace(items[index], startsLine ? anchor : anchor.WithLeadingTrivia());
            return With(list, items.InsertRange(index,
                [attribute.WithLeadingTrivia(anchor.GetLeadingTrivia()), startsLine ? LineComma(list) : Attributes.Comma]));
        }

        if (startsLine && !isLast && Attributes.EndsLine(items[index + 1].GetTrailingTrivia()))
        {
            return With(list, items.InsertRange(index + 2,
                [attribute.WithLeadingTrivia(Attributes.Indentation(anchor.GetLeadingTrivia())), LineComma(list)]));
        }

        var isOwnLine = startsLine && isLast;
        items = items.Replace(items[index], anchor.WithTrailingTrivia());
        attribute = attribute
            .WithLeadingTrivia(isOwnLine ? Attributes.Indentation(anchor.GetLeadingTrivia()) : default)
            .WithTrailingTrivia(anchor.GetTrailingTrivia());
        return With(list, items.InsertRange(index + 1, [isOwnLine ? LineComma(list) : Attributes.Comma, attribute]));
    }

    private static AttributeListSyntax RemoveFrom(AttributeListSyntax list, AttributeSyntax attribute)
    {
        var items = list.Attributes.GetWithSeparators();
        var index = items.IndexOf(attribute);
        if (index == items.Count - 1)
        {
            var before = (AttributeSyntax)items[index - 2]!;
            items = items.Replace(items[index - 2], before.WithTrailingTrivia(attribute.GetTrailingTrivia()));
            return With(list, items.RemoveAt(index).RemoveAt(index - 1));
        }

        var endsLine = Attributes.EndsLine(items[index + 1].GetTrailingTrivia());
        var startsLine = Attributes.StartsLine(attribute);
        if (endsLine && !startsLine && index > 0)
        {
            // The line continues without it, and its end is unchanged.
            return With(list, items.RemoveAt(index).RemoveAt(index - 1));
        }

        if (!endsLine || index == 0)
        {
            var next = (AttributeSyntax)items[index + 2]!;
            items = items.Replace(items[index + 2], next.WithLeadingTrivia(attribute.GetLeadingTrivia()));
        }

        return With(list, items.RemoveAt(index + 1).RemoveAt(index));
    }

    private static MemberDeclarationSyntax RemoveList(MemberDeclarationSyntax owner, AttributeListSyntax list)
    {
        var index = owner.AttributeLists.IndexOf(list);
        var endsLine = Attributes.EndsLine(list.GetTrailingTrivia());
        var startsLine = Attributes.StartsLine(list);
        var lists = owner.AttributeLists;
        if (endsLine && !startsLine && index > 0)
        {
            lists = lists.Replace(lists[index - 1], lists[index - 1].WithTrailingTrivia(list.GetTrailingTrivia()));
        }

        var changed = owner.WithAttributeLists(lists.RemoveAt(index));
        var next = index < changed.AttributeLists.Count ? changed.AttributeLists[index].GetFirstToken()
            : index > 0 ? changed.AttributeLists[index - 1].GetLastToken().GetNextToken()
            : changed.GetFirstToken();
        var leading = list.GetLeadingTrivia();
        var isPlain = leading.All(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        var kept = startsLine && !endsLine ? leading
            : isPlain ? next.LeadingTrivia
            : SyntaxFactory.TriviaList(leading.Take(leading.Count - Attributes.Indentation(leading).Count).Concat(next.LeadingTrivia));
        return changed.ReplaceToken(next, next.WithLeadingTrivia(kept));
    }

    private static SyntaxList<AttributeListSyntax> MoveLine(
        SyntaxList<AttributeListSyntax> lists, AttributeListSyntax moved, AttributeListSyntax anchor)
    {
        var (from, to) = (lists.IndexOf(moved), lists.IndexOf(anchor));
        var indentation = Attributes.Indentation(moved.GetLeadingTrivia());
        lists = lists.Insert(to + 1, moved.WithLeadingTrivia(from == 0 ? indentation : moved.GetLeadingTrivia()));
        lists = lists.RemoveAt(from);
        return from == 0 ? lists.Replace(lists[0], lists[0].WithLeadingTrivia(moved.GetLeadingTrivia())) : lists;
    }

    private static SyntaxToken LineComma(SyntaxNode node) => Attributes.Comma.WithTrailingTrivia(Attributes.LineEnd(node));

    private static AttributeListSyntax With(AttributeListSyntax list, SyntaxNodeOrTokenList items) =>
        list.WithAttributes(SyntaxFactory.SeparatedList<AttributeSyntax>(items));
}
