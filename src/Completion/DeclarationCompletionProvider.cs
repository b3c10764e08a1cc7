using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.Options;
using Microsoft.CodeAnalysis.Tags;
using Microsoft.CodeAnalysis.Text;

namespace ModelGen.Completion;

/// <summary>
/// Proposes the names of a declaration in the arguments of its attributes: symbols in dimensions, stages and layers where an argument takes
/// a tensor, settings, and properties where only those can follow.
/// </summary>
/// <remarks>
/// Where it proposes anything, it proposes everything that can be meant, and no other provider is asked: C# itself would list every member
/// and type in scope before the few names that fit.
/// </remarks>
[ExportCompletionProvider(nameof(DeclarationCompletionProvider), LanguageNames.CSharp)]
public sealed class DeclarationCompletionProvider : CompletionProvider
{
    internal const string Inserted = "Inserted";
    private const string Description = "Description";

    /// <inheritdoc/>
    public override bool ShouldTriggerCompletion(SourceText text, int caretPosition, CompletionTrigger trigger, OptionSet options)
    {
        if (trigger.Kind != CompletionTriggerKind.Insertion || caretPosition < 2)
        {
            return trigger.Kind is CompletionTriggerKind.Invoke or CompletionTriggerKind.InvokeAndCommitIfUnique;
        }

        var (typed, before) = (text[caretPosition - 1], text[caretPosition - 2]);
        return typed switch
        {
            '"' or '.' => true,
            '(' => before == 'f',
            _ => char.IsLetter(typed) && !char.IsLetterOrDigit(before) && before != '_',
        };
    }

    /// <inheritdoc/>
    public override async Task ProvideCompletionsAsync(CompletionContext context)
    {
        var (document, cancellation) = (context.Document, context.CancellationToken);
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || !Place.IsCandidate(root, context.Position)
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } semantics
            || Place.At(root, semantics, context.Position, cancellation) is not { } place)
        {
            return;
        }

        var items =
            (place.Kind == PlaceKind.Argument ? Properties(place, context.Position, cancellation) : Names(place, cancellation)).ToList();
        context.AddItems(items);
        context.IsExclusive = items.Count > 0;
    }

    /// <inheritdoc/>
    public override Task<CompletionDescription?> GetDescriptionAsync(
        Document document, CompletionItem item, CancellationToken cancellationToken) =>
        Task.FromResult<CompletionDescription?>(
            CompletionDescription.FromText(item.Properties.TryGetValue(Description, out var text) ? text : item.DisplayText));

    /// <inheritdoc/>
    public override Task<CompletionChange> GetChangeAsync(
        Document document, CompletionItem item, char? commitKey, CancellationToken cancellationToken) =>
        Task.FromResult(CompletionChange.Create(
            new TextChange(item.Span, item.Properties.TryGetValue(Inserted, out var text) ? text : item.DisplayText)));

    private static IEnumerable<CompletionItem> Names(Place place, CancellationToken cancellation) => Offers.For(place, cancellation)
        .Select((offer, i) => Item(offer.Text, string.Empty, i, offer.Text, offer.Description, offer.Tag));

    private static IEnumerable<CompletionItem> Properties(Place place, int caret, CancellationToken cancellation) =>
        (place.PropertiesLeft(caret) ?? [])
            .Select((property, i) =>
                Item(property.Name, " =", i, property.Name + " = ", Describe(property, cancellation), WellKnownTags.Property));

    // The order of the source, or of the attribute before its bases, rather than that of the alphabet. Only Tab and Enter commit a
    // proposal, because a text continues after it.
    private static CompletionItem Item(string text, string suffix, int order, string inserted, string description, string tag) =>
        CompletionItem.Create(
            text,
            sortText: order.ToString("D4", CultureInfo.InvariantCulture),
            properties: ImmutableDictionary<string, string>.Empty.Add(Inserted, inserted).Add(Description, description),
            tags: ImmutableArray.Create(tag, WellKnownTags.Public),
            rules: CompletionItemRules.Default.WithCommitCharacterRules(
                [CharacterSetModificationRule.Create(CharacterSetModificationKind.Replace)]),
            displayTextSuffix: suffix);

    private static string Describe(IPropertySymbol property, CancellationToken cancellation)
    {
        var signature = property.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        try
        {
            var summary = property.GetDocumentationCommentXml(cancellationToken: cancellation) is { Length: > 0 } xml
                ? XElement.Parse(xml).Element("summary")
                : null;
            return summary is null
                ? signature
                : signature + "\n" + string.Join(" ", Text(summary).Split((char[]?)null, System.StringSplitOptions.RemoveEmptyEntries));
        }
        catch (XmlException)
        {
            return signature;
        }
    }

    // A reference is the last part of what it refers to.
    private static string Text(XElement element) => string.Concat(element.DescendantNodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => see.Attribute("cref")?.Value.Split('.').Last() ?? string.Empty,
        _ => string.Empty,
    }));
}
