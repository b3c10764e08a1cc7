using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;

namespace ModelGen.Completion;

/// <summary>What is written at the caret.</summary>
internal enum PlaceKind
{
    /// <summary>A string literal.</summary>
    Text,

    /// <summary>The operand of <c>nameof</c>.</summary>
    NameOf,

    /// <summary>The start of an argument.</summary>
    Argument,
}

/// <summary>The caret inside the arguments of an attribute of the vocabulary.</summary>
/// <param name="Kind">What is written there.</param>
/// <param name="Model">The class that the attribute belongs to.</param>
/// <param name="Attribute">The attribute.</param>
/// <param name="AttributeType">The attribute's class.</param>
/// <param name="Argument">The constructor's parameter or the property; null if the argument is none.</param>
/// <param name="Written">In a text: what is written before the caret, with the constant that the text is appended to.</param>
internal sealed record Place(
    PlaceKind Kind, INamedTypeSymbol Model, AttributeSyntax Attribute, INamedTypeSymbol AttributeType, ISymbol? Argument, string Written)
{
    /// <summary>The attribute's name without "Attribute".</summary>
    public string AttributeKind => AttributeType.Name.EndsWith(Vocabulary.AttributeSuffix, System.StringComparison.Ordinal)
        ? AttributeType.Name.Substring(0, AttributeType.Name.Length - Vocabulary.AttributeSuffix.Length)
        : AttributeType.Name;

    /// <summary>Whether the caret is among the arguments of any attribute.</summary>
    public static bool IsCandidate(SyntaxNode root, int caret) => AttributeAt(root, caret) is not null;

    /// <summary>The place at the caret; null outside the arguments of the vocabulary's attributes.</summary>
    public static Place? At(SyntaxNode root, SemanticModel semantics, int caret, CancellationToken cancellation)
    {
        if (AttributeAt(root, caret) is not { ArgumentList: { } list } attribute
            || semantics.GetTypeInfo(attribute, cancellation).Type is not INamedTypeSymbol { TypeKind: TypeKind.Class } type
            || type.ContainingNamespace is not { Name: Vocabulary.Namespace, ContainingNamespace.IsGlobalNamespace: true }
            || attribute.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
            || semantics.GetDeclaredSymbol(declaration, cancellation) is not { } model)
        {
            return null;
        }

        var token = root.FindToken(caret - 1);
        if (token.IsKind(SyntaxKind.StringLiteralToken))
        {
            return token.SpanStart < caret && (caret < token.Span.End || !token.Text.EndsWith("\"", System.StringComparison.Ordinal))
                ? new Place(PlaceKind.Text, model, attribute, type, ArgumentAt(list, type, caret),
                    Before(token, caret, semantics, cancellation))
                : null;
        }

        if (token.Parent
            ?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" } } call
            && call.ArgumentList.OpenParenToken.Span.End <= caret)
        {
            return call.ArgumentList.CloseParenToken is { IsMissing: false } close && close.Span.End <= caret
                || token.Parent is MemberAccessExpressionSyntax || token.Parent?.Parent is MemberAccessExpressionSyntax
                ? null
                : new Place(PlaceKind.NameOf, model, attribute, type, ArgumentAt(list, type, caret), string.Empty);
        }

        var before = token.IsKind(SyntaxKind.IdentifierToken) && token.Span.End == caret ? token.GetPreviousToken() : token;
        return (before.IsKind(SyntaxKind.CommaToken) || before.IsKind(SyntaxKind.OpenParenToken)) && before.Parent == list
            ? new Place(PlaceKind.Argument, model, attribute, type, null, string.Empty)
            : null;
    }

    /// <summary>
    /// The properties that can be given by name, those of the attribute itself first; null while another positional argument may follow,
    /// and after the first property, where C# itself lists nothing but properties.
    /// </summary>
    public IReadOnlyList<IPropertySymbol>? PropertiesLeft(int caret)
    {
        var written = Attribute.ArgumentList!.Arguments.Where(argument => argument.Span.End < caret).ToList();
        if (written.Any(argument => argument.NameEquals is not null)
            || Constructors(AttributeType).Any(constructor => constructor.Parameters.Length > written.Count
                || constructor.Parameters.Any(parameter => parameter.IsParams)))
        {
            return null;
        }

        var given = new HashSet<string>(Attribute.ArgumentList.Arguments.Where(argument => argument.NameEquals is not null)
            .Select(argument => argument.NameEquals!.Name.Identifier.ValueText));
        var result = new List<IPropertySymbol>();
        for (var type = AttributeType; type is { SpecialType: SpecialType.None }; type = type.BaseType)
        {
            result.AddRange(type.GetMembers().OfType<IPropertySymbol>().Where(property =>
                property is { SetMethod.DeclaredAccessibility: Accessibility.Public,
                    DeclaredAccessibility: Accessibility.Public, IsStatic: false } && !given.Contains(property.Name)));
        }

        return result;
    }

    // Without those for the argument lists of other libraries.
    private static IEnumerable<IMethodSymbol> Constructors(INamedTypeSymbol type) =>
        type.InstanceConstructors.Where(constructor => !(constructor.Parameters.LastOrDefault() is { } last
            && ForeignArguments.IsFor(last.Name, last.IsParams)));

    private static AttributeSyntax? AttributeAt(SyntaxNode root, int caret) =>
        caret == 0 ? null : root.FindToken(caret - 1).Parent?.FirstAncestorOrSelf<AttributeSyntax>() is { ArgumentList: { } list } attribute
            && list.OpenParenToken.Span.End <= caret ? attribute : null;

    private static ISymbol? ArgumentAt(AttributeArgumentListSyntax list, INamedTypeSymbol type, int caret)
    {
        var index = list.Arguments.IndexOf(argument => argument.Span.Start < caret && caret <= argument.Span.End);
        if (index < 0)
        {
            return null;
        }

        var argument = list.Arguments[index];
        if (argument.NameEquals is { } equals)
        {
            for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
            {
                if (declaring.GetMembers(equals.Name.Identifier.ValueText).OfType<IPropertySymbol>().FirstOrDefault() is { } property)
                {
                    return property;
                }
            }

            return null;
        }

        var parameters = Constructors(type)
            .OrderByDescending(constructor => constructor.Parameters.Length).Select(constructor => constructor.Parameters).FirstOrDefault();
        return parameters.IsDefaultOrEmpty ? null
            : argument.NameColon is { } colon ? parameters.FirstOrDefault(parameter => parameter.Name == colon.Name.Identifier.ValueText)
            : index < parameters.Length ? parameters[index]
            : parameters[parameters.Length - 1] is { IsParams: true } rest ? rest : null;
    }

    private static string Before(SyntaxToken literal, int caret, SemanticModel semantics, CancellationToken cancellation)
    {
        var quote = literal.Text.IndexOf('"') + 1;
        var text = caret - literal.SpanStart >= quote ? literal.Text.Substring(quote, caret - literal.SpanStart - quote) : string.Empty;
        return literal.Parent?.Parent is BinaryExpressionSyntax sum
            && sum.Right == literal.Parent && semantics.GetConstantValue(sum.Left, cancellation) is { HasValue: true, Value: string start }
            ? start + text
            : text;
    }
}
