using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Parse;
using ModelGen.Generator.Repairs;

namespace ModelGen.Generator.Reporting;

/// <summary>Finds the places in the source that <see cref="Site"/>s stand for.</summary>
internal sealed class Locator
{
    private readonly INamedTypeSymbol _type;
    private readonly Compilation _compilation;
    private readonly List<AttributeData> _attributes;
    private readonly List<IFieldSymbol> _stages;
    private readonly CancellationToken _cancellation;

    public Locator(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        _compilation = compilation;
        _type = type;
        _cancellation = cancellation;
        _attributes = DeclarationLayout.Attributes(type).ToList();
        _stages = DeclarationLayout.StageFields(type).ToList();
    }

    public Diagnostic ToDiagnostic(Problem problem)
    {
        var location = Find(problem.Site);
        var related = problem.Related is { } site ? Find(site) : null;
        var line = related is { IsInSource: true } && related != location
            ? $" on line {related.GetLineSpan().StartLinePosition.Line + 1}"
            : string.Empty;
        return DiagnosticFactory.Create(
            problem.Descriptor,
            location,
            problem.Message.Replace("{line}", line),
            related is { IsInSource: true } ? new[] { related } : null,
            RepairProperties.Write(problem.Repairs));
    }

    /// <summary>The last resort, which cannot fail again.</summary>
    public static Diagnostic ToInternalError(INamedTypeSymbol type, string message) =>
        DiagnosticFactory.Create(
            Descriptors.InternalError, type.Locations.FirstOrDefault(location => !GeneratedPart.IsAt(location)) ?? Location.None, message);

    /// <summary>The current location of the site; the class, if it is gone.</summary>
    public Location Find(Site site) => site.Kind switch
    {
        SiteKind.Stage when site.Ordinal < _stages.Count => _stages[site.Ordinal].Locations[0],
        SiteKind.Attribute => FindAttribute(site),
        SiteKind.Constructor when site.Ordinal < _type.InstanceConstructors.Length => _type.InstanceConstructors[site.Ordinal].Locations[0],
        SiteKind.Member => _type.GetMembers(site.Argument!)
            .SelectMany(member => member.Locations).FirstOrDefault(location => !GeneratedPart.IsAt(location))
            ?? _type.Locations[0],
        _ => _type.Locations.FirstOrDefault(location => !GeneratedPart.IsAt(location)) ?? _type.Locations[0],
    };

    /// <summary>
    /// Whether the compiler reports it itself: the attribute is incomplete, or its <c>nameof</c> names something that does not exist.
    /// </summary>
    public bool IsReportedByCompiler(Problem problem) =>
        problem.Site is { Kind: SiteKind.Attribute } site
        && _attributes[site.Ordinal].ApplicationSyntaxReference?.GetSyntax(_cancellation) is AttributeSyntax attribute
        && (attribute.ContainsDiagnostics || (problem.Descriptor == Descriptors.UnknownStage && NamesNothing(attribute, site)));

    private bool NamesNothing(AttributeSyntax attribute, Site site) =>
        site.Argument is { } argument
        && FindArgument(attribute, _attributes[site.Ordinal], argument,
            site.Item)?.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault() is
            { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" }, ArgumentList.Arguments: { Count: 1 } arguments }
        && arguments[0].Expression is IdentifierNameSyntax { Identifier.ValueText: var name }
        && !IsInScope(name);

    // Inherited members and members of enclosing types can be named, too, although they are not stages.
    private bool IsInScope(string name)
    {
        for (var type = _type; type is not null; type = type.ContainingType)
        {
            for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
            {
                if (!ancestor.GetMembers(name).IsEmpty)
                {
                    return true;
                }
            }

            if (type.TypeParameters.Any(parameter => parameter.Name == name))
            {
                return true;
            }
        }

        for (var space = _compilation.GetCompilationNamespace(_type.ContainingNamespace); space is not null; space =
            space.ContainingNamespace)
        {
            if (space.GetMembers(name).Any())
            {
                return true;
            }
        }

        return _compilation.GetTypeByMetadataName($"{Vocabulary.Namespace}.{name}") is not null;
    }

    private Location FindAttribute(Site site)
    {
        if (site.Ordinal >= _attributes.Count
            || _attributes[site.Ordinal].ApplicationSyntaxReference?.GetSyntax(_cancellation) is not AttributeSyntax attribute)
        {
            return _type.Locations[0];
        }

        if (site.Argument is null)
        {
            return attribute.GetLocation();
        }

        var expression = FindArgument(attribute, _attributes[site.Ordinal], site.Argument, site.Item);
        return expression is null ? attribute.GetLocation() : Within(expression, site);
    }

    private static ExpressionSyntax? FindArgument(AttributeSyntax attribute, AttributeData data, string name, int item)
    {
        var arguments = attribute.ArgumentList?.Arguments ?? default;
        if (arguments.FirstOrDefault(argument =>
            (argument.NameEquals?.Name ?? argument.NameColon?.Name)?.Identifier.ValueText == name) is { } named)
        {
            return Item(named.Expression, item);
        }

        var parameters = AttributeReader.ConstructorOf(data)?.Parameters ?? default;
        for (var i = 0; !parameters.IsDefault && i < parameters.Length; i++)
        {
            if (parameters[i].Name == name)
            {
                // The items of a params array are arguments of their own.
                var position = arguments.Where(argument => argument.NameEquals is null).ToList();
                var isExpanded = parameters[i].IsParams && !(position.Count == i + 1 && IsArray(position[i].Expression));
                var index = isExpanded ? i + System.Math.Max(item, 0) : i;
                return index >= position.Count ? null
                    : isExpanded ? position[index].Expression
                    : Item(position[index].Expression, item);
            }
        }

        return null;
    }

    private static bool IsArray(ExpressionSyntax expression) =>
        expression is ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax or CollectionExpressionSyntax;

    private static ExpressionSyntax Item(ExpressionSyntax expression, int item)
    {
        var items = expression switch
        {
            ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions.ToList(),
            ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions.ToList(),
            CollectionExpressionSyntax collection =>
                collection.Elements.OfType<ExpressionElementSyntax>().Select(element => element.Expression).ToList(),
            _ => null,
        };
        return items is not null && item >= 0 && item < items.Count ? items[item] : expression;
    }

    // Only in a plain literal do the characters of the value stand where the characters of the text do.
    private static Location Within(ExpressionSyntax expression, Site site)
    {
        if (site.Start < 0 || expression is not LiteralExpressionSyntax literal || !literal.IsKind(SyntaxKind.StringLiteralExpression))
        {
            return expression.GetLocation();
        }

        var prefix = literal.Token.Text.StartsWith("@", System.StringComparison.Ordinal) ? 2 : 1;
        var isPlain = literal.Token.Text.Length == literal.Token.ValueText.Length + prefix + 1;
        var start = literal.SpanStart + prefix + site.Start;
        return isPlain && start + site.Length < literal.Span.End
            ? Location.Create(literal.SyntaxTree, new TextSpan(start, System.Math.Max(site.Length, 1)))
            : expression.GetLocation();
    }
}
