using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Repairs;

namespace ModelGen.Generator.Parse;

/// <summary>
/// Reads layers that are written as PyTorch or Keras writes them, by their names or by their argument lists,
/// and reports what they are here.
/// </summary>
internal sealed class ForeignLayerReader(ProblemSink problems, CancellationToken cancellation)
{
    private readonly List<ForeignAttribute> _found = new();
    private readonly ChannelCount _channels = new();

    /// <summary>The attributes whose names are of another library and not yet generated.</summary>
    public EquatableArray<ForeignAttribute> Found => _found.ToEquatableArray();

    /// <summary>
    /// Notes an attribute that the compiler cannot find: one of that name is generated, so that the compiler leaves the mistake to the
    /// analyzer, which knows what is meant.
    /// </summary>
    public void Note(AttributeData attribute)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(
            cancellation) is AttributeSyntax { Name: IdentifierNameSyntax { Identifier.ValueText: var name } } syntax
            && ForeignLayers.Knows(name)
            && (syntax.ArgumentList?.Arguments.All(argument => argument.NameColon is null) ?? true))
        {
            var properties = syntax.ArgumentList?.Arguments.Select(argument => argument.NameEquals?.Name.Identifier.ValueText)
                .OfType<string>().Distinct();
            _found.Add(new ForeignAttribute(name, properties?.ToEquatableArray() ?? EquatableArray<string>.Empty));
        }
    }

    /// <summary>Reports an attribute with a name or an argument list of another library; false if it has neither.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="ordinal">Its number.</param>
    /// <param name="use">What could be read of it.</param>
    public bool Report(AttributeData attribute, int ordinal, AttributeUse? use)
    {
        if (ForeignLayers.NameOf(attribute.AttributeClass!.Name) is { } name)
        {
            _channels.Forget();
            ReportName(name, Site.Attribute(ordinal), use);
            return true;
        }

        if (use?.Kind is "TransformerEncoderLayer" or "TransformerDecoderLayer" && HeadsExceedHidden(use))
        {
            ReportWidthAsHeads(use);
            return true;
        }

        if (use is null)
        {
            _channels.Forget();
            return false;
        }

        if (AttributeReader.ConstructorOf(attribute)?.Parameters is not { IsEmpty: false } parameters
            || !ForeignArguments.IsFor(parameters.Last().Name, parameters.Last().IsParams))
        {
            _channels.Follow(use);
            return false;
        }

        ReportArguments(use, attribute.AttributeClass);
        return true;
    }

    private void ReportName(string name, Site site, AttributeUse? use)
    {
        var translation = ForeignLayers.Translate(name, use is null ? [] : use.Arguments);
        problems.Report(new Problem(
            Descriptors.ForeignLayer,
            site,
            $"'{name}' is a layer of another library, which is {translation.Kind} here: write [{translation.Text}]{translation.Hint}.")
        {
            // What the compiler rejects in it cannot be carried over.
            Repairs = use is null ? [] : [Repair.ReplaceAttribute(name, site, translation.Template, translation.Text)],
        });
    }

    // PyTorch counts the features before the heads, and has 2048 hidden units by default.
    private static bool HeadsExceedHidden(AttributeUse use) =>
        use.Find(Vocabulary.Heads)?.Value is { Kind: ConstantKind.Integer, Integer: var heads }
            && use.Find(Vocabulary.Hidden)?.Value is { Kind: ConstantKind.Integer, Integer: > 0 and var hidden } && heads > hidden;

    private void ReportWidthAsHeads(AttributeUse use)
    {
        var properties = use.Arguments.Where(argument => argument.IsProperty).ToList();
        string Write(string heads, IEnumerable<string> values) =>
            $"{use.Kind}({string.Join(", ", new[] { heads, "2048" }.Concat(values))})";
        var text = Write(use.Find(Vocabulary.Hidden)!.Value.ToString(),
            properties.Select(property => $"{property.Name} = {ForeignLayers.Written(property.Value)}"));
        problems.Report(new Problem(
            Descriptors.ForeignArguments,
            use.Site,
            $"{use} has {use.Find(Vocabulary.Heads)!.Value} heads, which come before the hidden width, "
                + $"and the number of features is inferred: write [{text}], with the hidden width that you want.")
        {
            Repairs = [Repair.ReplaceAttribute(
                use.ToString(), use.Site, Write("{1}", properties.Select(property => $"{property.Name} = {{{property.Name}}}")), text)],
        });
    }

    private void ReportArguments(AttributeUse use, INamedTypeSymbol type)
    {
        var readings = ForeignArguments.Rewrite(use, new ForeignNameReader(type).Read(use), _channels.Count);
        var likely = readings[0];
        var other = readings.Count > 1 ? $", or [{readings[1].Text}] if {readings[1].Condition}" : string.Empty;
        var problem = !likely.IsComplete ? "lacks an argument" : "lists its arguments in the order of another library";
        var hint = likely.DropsInput ? ", whose input size is inferred" : string.Empty;
        problems.Report(new Problem(Descriptors.ForeignArguments, use.Site, $"{use} {problem}: write [{likely.Text}]{hint}{other}.")
        {
            Repairs = readings.Where(reading => reading.IsComplete)
                .Select((reading, i) => Repair.ReplaceAttribute(use.ToString(), use.Site, reading.Template, reading.Text) with
                {
                    Key = i == 0 ? "ReplaceAttribute" : "ReplaceAttributeOtherwise"
                })
                .ToEquatableArray(),
        });
        _channels.Set(likely.Channels);
    }
}
