using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Parse;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Reporting;

namespace ModelGen.CodeFixes;

/// <summary>
/// Repairs of what the analyzer leaves to the compiler to report in one model: <c>nameof</c> of a stage that does not exist, and an
/// argument that an attribute does not have.
/// </summary>
internal sealed class CompilerRepairs(INamedTypeSymbol model, SemanticModel semantics, Locator locator)
{
    /// <summary>The compiler's diagnostic for a name that does not exist.</summary>
    public const string UnknownName = "CS0103";

    /// <summary>The compiler's diagnostic for an argument of an attribute that does not exist: it looks for a type of that name.</summary>
    public const string UnknownType = "CS0246";

    // Inferring a model is the expensive part, so its problems are kept.
    private IReadOnlyList<Problem>? _problems;

    public static ImmutableArray<string> Ids { get; } = ImmutableArray.Create(UnknownName, UnknownType);

    /// <summary>
    /// The repairs that the analyzer would have offered at the same place. <c>nameof(x) + ".h"</c> with an unknown name has no constant
    /// value, so the analyzer does not see it; the name alone is corrected then.
    /// </summary>
    public IEnumerable<Repair> Of(Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (diagnostic.Location.SourceTree?.GetRoot(cancellation)
            .FindToken(diagnostic.Location.SourceSpan.Start).Parent is not IdentifierNameSyntax identifier)
        {
            return [];
        }

        if (diagnostic.Id == UnknownType)
        {
            return Argument(identifier, cancellation);
        }

        _problems ??= ModelAnalyzer.Problems(model, cancellation).Where(locator.IsReportedByCompiler).ToList();
        var problems = _problems.Where(problem => locator.Find(problem.Site).SourceSpan.Contains(diagnostic.Location.SourceSpan)).ToList();
        return problems.Count > 0 ? problems.SelectMany(problem => problem.Repairs) : Named(identifier);
    }

    private IEnumerable<Repair> Argument(IdentifierNameSyntax identifier, CancellationToken cancellation)
    {
        if (identifier.Parent is not NameEqualsSyntax { Parent: AttributeArgumentSyntax { Parent.Parent: AttributeSyntax attribute } }
            || semantics.GetTypeInfo(attribute, cancellation).Type
                is not INamedTypeSymbol { ContainingNamespace: { Name: Vocabulary.Namespace,
                    ContainingNamespace.IsGlobalNamespace: true } } type)
        {
            return [];
        }

        if (IsForeign(identifier.Identifier.ValueText)
            && Translated(identifier, attribute, type, cancellation) is { Count: > 0 } translated)
        {
            return translated;
        }

        var wrong = identifier.Identifier.ValueText;
        var names = new List<string>();
        for (var declaring = type; declaring is { SpecialType: SpecialType.None }; declaring = declaring.BaseType)
        {
            names.AddRange(declaring.GetMembers().OfType<IPropertySymbol>()
                .Where(property => property is { SetMethod: not null, DeclaredAccessibility: Accessibility.Public })
                .Select(property => property.Name));
        }

        return Names.Nearest(wrong, names) is { } meant ? [Spell(wrong, meant)] : [];
    }

    // Names of PyTorch and Keras have no capitals: numLayers is a misspelt NumLayers.
    private static bool IsForeign(string name) => ForeignNames.IsForeign(name) && !name.Any(char.IsUpper);

    // One repair rewrites the whole attribute, so it is offered at the first of its foreign names only.
    private List<Repair> Translated(
        IdentifierNameSyntax identifier, AttributeSyntax attribute, INamedTypeSymbol type, CancellationToken cancellation)
    {
        var isFirst = attribute.ArgumentList!.Arguments
            .First(argument => argument.NameEquals is { } named
                && IsForeign(named.Name.Identifier.ValueText)).NameEquals!.Name == identifier;
        if (!isFirst)
        {
            return [];
        }

        var use = WrittenAttribute.Read(attribute, type, semantics, cancellation);
        var named = new ForeignNameReader(type).Read(use);
        return named.Unknown.Count > 0 || (ForeignArguments.IsListed(use) && ForeignArgumentList.Find(use.Kind) is null)
            ? []
            : ForeignArguments.Rewrite(use, named, inputChannels: null).Where(reading => reading.IsComplete)
                .Select((reading, i) => new Repair(
                    i == 0 ? "ReplaceAttribute" : "ReplaceAttributeOtherwise",
                    $"Replace {use} with {reading.Text}",
                    [new Edit(EditKind.ReplaceAttributeHere, Site.Class, Text: reading.Template)]))
                .ToList();
    }

    private IEnumerable<Repair> Named(IdentifierNameSyntax identifier)
    {
        if (identifier
            is not { Parent.Parent.Parent: InvocationExpressionSyntax
                { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } call }
            || call.FirstAncestorOrSelf<AttributeSyntax>() is not { } attribute)
        {
            return [];
        }

        var wrong = identifier.Identifier.ValueText;
        var names = DeclarationLayout.StageFields(model).Select(field => field.Name).Where(name => !IsOn(attribute, name));
        if (Names.Nearest(wrong, names) is { } meant)
        {
            return [Spell(wrong, meant)];
        }

        // The input of the class is not a member, so that only its text names it.
        var inputs = model.GetAttributes()
            .Where(given => AttributeReader.IsOurs(given) && given.AttributeClass!.Name == "InputAttribute")
            .Select(given => given.NamedArguments.FirstOrDefault(argument => argument.Key == "Name").Value.Value as string ?? "input");
        return Names.Nearest(wrong, inputs) is { } input
            ? [new Repair("Spell", $"Write \"{input}\" without nameof", [new Edit(EditKind.QuoteHere, Site.Class, wrong, input)])]
            : [];
    }

    private static Repair Spell(string wrong, string meant) =>
        new("Spell", $"Change '{wrong}' to '{meant}'", [new Edit(EditKind.RenameHere, Site.Class, wrong, meant)]);

    // A stage's own name is not what it begins with.
    private static bool IsOn(AttributeSyntax attribute, string stage) =>
        attribute.FirstAncestorOrSelf<FieldDeclarationSyntax>() is { } field
            && field.Declaration.Variables.Any(variable => variable.Identifier.ValueText == stage);
}
