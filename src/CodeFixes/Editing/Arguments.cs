using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelGen.CodeFixes.Editing;

/// <summary>Changes an attribute's arguments and its name.</summary>
internal static class Arguments
{
    /// <summary>The argument of that name, if it is written with its name.</summary>
    public static AttributeArgumentSyntax? Find(AttributeSyntax attribute, string name) =>
        attribute.ArgumentList
            ?.Arguments
            .FirstOrDefault(argument => (argument.NameEquals?.Name ?? argument.NameColon?.Name)?.Identifier.ValueText == name);

    /// <param name="root">The document's root.</param>
    /// <param name="place">The argument's expression, or the attribute if it is not given.</param>
    /// <param name="name">The argument's name: a property's with a capital, a parameter's without.</param>
    /// <param name="text">The value.</param>
    public static SyntaxNode Set(SyntaxNode root, SyntaxNode place, string name, string text)
    {
        if (place is not AttributeSyntax attribute)
        {
            return root.ReplaceNode(place, SyntaxFactory.ParseExpression(text).WithTriviaFrom(place));
        }

        if (Find(attribute, name) is { } given)
        {
            return Set(root, given.Expression, name, text);
        }

        var added = Attributes.Parse($"A({name}{(char.IsUpper(name[0]) ? " =" : ":")} {text})").ArgumentList!;
        if (attribute.ArgumentList is not { Arguments: { Count: > 0 } arguments } list)
        {
            // The trivia after the name moves after the parenthesis.
            return root.ReplaceNode(attribute, attribute
                .WithName(attribute.Name.WithoutTrailingTrivia())
                .WithArgumentList(added.WithTrailingTrivia(attribute.GetTrailingTrivia())));
        }

        var last = arguments.Last();
        var items = arguments.Replace(last, last.WithoutTrailingTrivia()).GetWithSeparators()
            .Add(Attributes.Comma)
            .Add(added.Arguments[0].WithTrailingTrivia(last.GetTrailingTrivia()));
        return root.ReplaceNode(list, list.WithArguments(SyntaxFactory.SeparatedList<AttributeArgumentSyntax>(items)));
    }

    /// <summary>Removes the argument whose expression this is; one that is not given needs no removal.</summary>
    public static SyntaxNode Remove(SyntaxNode root, SyntaxNode expression)
    {
        if (expression.FirstAncestorOrSelf<AttributeArgumentSyntax>() is not
            { Parent: AttributeArgumentListSyntax { Parent: AttributeSyntax attribute } list } argument)
        {
            return root;
        }

        var arguments = list.Arguments;
        if (arguments.Count == 1)
        {
            return root.ReplaceNode(attribute, attribute.WithArgumentList(null).WithTrailingTrivia(attribute.GetTrailingTrivia()));
        }

        var (first, last) = (arguments[0], arguments.Last());
        arguments = arguments.Remove(argument);
        arguments = argument == first
            ? arguments.Replace(arguments[0], arguments[0].WithLeadingTrivia(first.GetLeadingTrivia()))
            : arguments;
        arguments = argument == last
            ? arguments.Replace(arguments.Last(), arguments.Last().WithTrailingTrivia(last.GetTrailingTrivia()))
            : arguments;
        return root.ReplaceNode(list, list.WithArguments(arguments));
    }

    /// <summary>Replaces all arguments without a name.</summary>
    public static SyntaxNode SetEntries(SyntaxNode root, AttributeSyntax attribute, string entries)
    {
        var list = Attributes.Parse($"A({entries})").ArgumentList!;
        var items = list.Arguments.GetWithSeparators();
        foreach (var named in attribute.ArgumentList?.Arguments.Where(argument => argument.NameEquals is not null) ?? [])
        {
            items = items.Add(Attributes.Comma).Add(named);
        }

        list = list.WithArguments(SyntaxFactory.SeparatedList<AttributeArgumentSyntax>(items))
            .WithTrailingTrivia(attribute.GetTrailingTrivia());
        return root.ReplaceNode(attribute, attribute.WithName(attribute.Name.WithoutTrailingTrivia()).WithArgumentList(list));
    }

    /// <summary>Writes attributes in the place of one, with its arguments where the text names them in braces.</summary>
    public static SyntaxNode ReplaceAttribute(SyntaxNode root, AttributeSyntax attribute, string template)
    {
        var arguments = attribute.ArgumentList?.Arguments.ToList() ?? [];
        var positional = arguments.Where(argument => argument.NameEquals is null).ToList();
        for (var i = 0; i < positional.Count; i++)
        {
            template = template.Replace("{" + i + "}", positional[i].Expression.ToString());
        }

        foreach (var argument in arguments.Where(argument => argument.NameEquals is not null))
        {
            template = template.Replace("{" + argument.NameEquals!.Name.Identifier.ValueText + "}", argument.Expression.ToString());
        }

        var written = Attributes.ParseList(template).Attributes;
        var (marker, first) = (new SyntaxAnnotation(), written[0].WithTriviaFrom(attribute));
        root = root.ReplaceNode(attribute, first.WithAdditionalAnnotations(marker));
        foreach (var further in written.Skip(1).Reverse())
        {
            root = AttributeLists.Insert(
                root, (AttributeSyntax)root.GetAnnotatedNodes(marker).Single(), further.ToString(), isBefore: false);
        }

        return root;
    }

    /// <summary>Changes the name of the attribute and keeps its qualifier.</summary>
    public static SyntaxNode ReplaceKind(SyntaxNode root, AttributeSyntax attribute, string kind)
    {
        var name = attribute.Name.GetLastToken();
        return root.ReplaceToken(name, SyntaxFactory.Identifier(kind).WithTriviaFrom(name));
    }
}
