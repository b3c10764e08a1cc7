using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Tags;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Caching;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Infer;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Layers;
using ModelGen.Generator.Parse;
using ModelGen.Generator.Shapes;

namespace ModelGen.Completion;

/// <summary>A proposal.</summary>
/// <param name="Text">What is written.</param>
/// <param name="Description">What it is, for people.</param>
/// <param name="Tag">The icon.</param>
internal sealed record Offer(string Text, string Description, string Tag);

/// <summary>The names of a declaration that fit a place.</summary>
internal sealed class Offers
{
    /// <summary>The arguments that take the name of a setting.</summary>
    internal static readonly HashSet<string> SettingArguments =
        ["Activation", "Dropout", "Eps", "QueryKeyNormEps", "Rotary", "probability"];

    private readonly InferredModel _model;
    private readonly Place _place;
    private readonly CancellationToken _cancellation;

    private Offers(Place place, CancellationToken cancellation)
    {
        _place = place;
        _cancellation = cancellation;
        _model = Infer(place.Model, cancellation);
    }

    /// <summary>What fits the place, in source order; empty if the argument takes no name.</summary>
    public static IReadOnlyList<Offer> For(Place place, CancellationToken cancellation)
    {
        if (place.Argument is null)
        {
            return [];
        }

        var offers = new Offers(place, cancellation);
        return [.. (place.Kind == PlaceKind.NameOf ? offers.InNameOf() : offers.InText())
            .GroupBy(offer => offer.Text).Select(group => group.First())];
    }

    private static InferredModel Infer(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var sink = new SilentSink();
        return Caches.Shared.Infer(Caches.Shared.Parse(type, sink, cancellation), sink);
    }

    private bool NamesTensors => _place.Argument!.Name == CommonArguments.Shared.Name
        || (_place.AttributeKind == "From" && _place.Argument.Name == Generator.Declarations.Vocabulary.Sources.Name)
        || LossCatalog.Find(_place.AttributeKind)?.Outputs.Any(argument => argument.Name == _place.Argument.Name) == true
        || LayerCatalog.Find(_place.AttributeKind)?.Arguments.Any(argument => argument is TensorArgument
            && argument.Name == _place.Argument.Name) == true;

    // What nameof can mean: fields of the class. The names of a chain's inputs and layers are none.
    private IEnumerable<Offer> InNameOf() => NamesTensors ? Fields() : [];

    private IEnumerable<Offer> InText() => _place.Argument!.Name switch
    {
        _ when NamesTensors => Paths(),
        "With" when _place.AttributeKind != "Block" || IsBehindEquals => Symbols(),
        "With" => BlockParameters(),
        "name" when _place.AttributeKind == "Dim" =>
            Symbols().Where(symbol => _model.Bound.Symbols.Statement(symbol.Text) is null && symbol.Tag != WellKnownTags.Constant),
        var name when SettingArguments.Contains(name) => Settings(),
        _ when TakesDimension => Symbols(),
        _ => [],
    };

    // "heads = 12, hidden = 4*D" and "width = [2*D, 4*D]": a value follows the last '=', a name the last ',' outside brackets.
    private bool IsBehindEquals
    {
        get
        {
            var list = _place.Written.LastIndexOf('[');
            var start = list > _place.Written.LastIndexOf(']') ? list : _place.Written.LastIndexOf(',');
            return _place.Written.IndexOf('=', System.Math.Max(0, start)) >= 0 || start == list && list >= 0;
        }
    }

    private bool TakesDimension => (_place.Argument switch
    {
        IPropertySymbol property => property.Type,
        IParameterSymbol parameter => parameter.Type,
        _ => null,
    }) is { SpecialType: SpecialType.System_Object } or IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Object };

    private IEnumerable<Offer> Fields() =>
        _model.Bound.Inputs.Where(input => input.IsStage).Select(input => Stage(input.Name))
            .Concat(_model.Bound.Declaration.Stages.Where(stage => _model.Bound.Stages.Any(bound => bound.Name == stage.Name))
                .Select(stage => Stage(stage.Name)))
            .Where(offer => offer.Text != Owner);

    // The stage that the attribute is on: it cannot start from itself.
    private string? Owner => _place.Attribute.FirstAncestorOrSelf<Microsoft.CodeAnalysis.CSharp.Syntax.FieldDeclarationSyntax>()
        ?.Declaration.Variables.FirstOrDefault()?.Identifier.ValueText;

    private Offer Stage(string name) =>
        new(name, StageShape.Of(_model, name) is { } shape ? $"{name}: {shape}" : name, WellKnownTags.Field);

    // Of what is written already, only the rest is offered.
    private IEnumerable<Offer> Paths()
    {
        var prefix = _place.Written.Substring(0, _place.Written.LastIndexOf('.') + 1);
        return AllPaths()
            .Where(offer => offer.Text.StartsWith(prefix, System.StringComparison.Ordinal))
            .Select(offer => offer with { Text = offer.Text.Substring(prefix.Length) });
    }

    private IEnumerable<Offer> AllPaths()
    {
        if (_place.Argument!.Name == "embedding" || _place.Argument.Name == CommonArguments.Shared.Name)
        {
            var kind = _place.Argument.Name == "embedding" ? "Embedding" : _place.AttributeKind;
            return Layers().Where(layer => layer.Bound.Kind.Name == kind && !IsHere(layer)).Select(Layer);
        }

        var inputs = _model.Bound.Inputs.Select(input => new Offer(
            input.Name, input.Type is null ? input.Name : $"{input.Name}: {input.Type} of {input.Type.Element}", WellKnownTags.Parameter));
        return inputs.Concat(_model.Bound.HasStages ? Fields() : []).Concat(_place.Argument.Name == "Of"
            ? []
            : Layers().Where(layer => !IsHere(layer) && layer.Bound.StageName != Owner).SelectMany(LayerAndPorts));
    }

    private IEnumerable<Offer> LayerAndPorts(InferredLayer layer) => new[] { Layer(layer) }.Concat(layer.Ports
        .OrderBy(port => layer.Bound.Kind.Ports(layer.Bound.Use, _model.Bound.Declaration).IndexOf(port.Key))
        .Select(port => new Offer(
            $"{layer.Bound.Path}.{port.Key}",
            $"{layer.Bound.Path}.{port.Key}: {port.Value.Type}",
            WellKnownTags.Property)));

    private static Offer Layer(InferredLayer layer) =>
        new(layer.Bound.Path, $"{layer.Bound.Use}: {layer.Output?.Type}", WellKnownTags.Field);

    // In a chain a layer can only name those above it.
    private IEnumerable<InferredLayer> Layers() =>
        _model.Bound.HasStages ? _model.Layers : _model.Layers.TakeWhile(layer => !IsHere(layer));

    private bool IsHere(InferredLayer layer) => Here is { } here && layer.Bound.Use.Ordinal == here;

    // The attribute's number in the order of reading.
    private int? Here
    {
        get
        {
            var ordinal = 0;
            foreach (var attribute in DeclarationLayout.Attributes(_place.Model))
            {
                if (attribute.ApplicationSyntaxReference is { } reference
                    && reference.SyntaxTree == _place.Attribute.SyntaxTree && reference.Span == _place.Attribute.Span)
                {
                    return ordinal;
                }

                ordinal++;
            }

            return null;
        }
    }

    private IEnumerable<Offer> Symbols()
    {
        var symbols = _model.Bound.Symbols;
        var known = symbols.Occurrences.GroupBy(occurrence => occurrence.Symbol)
            .Where(group => group.Any(occurrence => occurrence.Site.Ordinal != Here)
                || group.Count() > 1 || symbols.Statement(group.Key) is not null)
            .Select(group => new Offer(group.Key, Fact(group.Key), WellKnownTags.Parameter));
        return known
            .Concat(_model.Bound.Declaration.Constants.Select(constant =>
                new Offer(constant.Name, $"{constant.Name} = {constant.Value}", WellKnownTags.Constant)));
    }

    private string Fact(string symbol) =>
        _model.Bound.Symbols.Statement(symbol) is { Use: { } use } ? use.ToString()
        : _model.Bound.Inputs.FirstOrDefault(input => input.Type?.Shape.Symbols.Contains(symbol) == true) is { } input
        ? $"{symbol}, a size of the input {input.Name} {input.Type}"
        : $"{symbol}, a size";

    private IEnumerable<Offer> Settings() =>
        _model.Bound.Declaration.Attributes.Where(use => use.Kind == "Setting")
            .Select(use => use.Find(Generator.Arguments.SettingArguments.Name)?.Value.Text).OfType<string>()
            .Select(name => new Offer(name, $"{name}, a setting", WellKnownTags.Parameter));

    private IEnumerable<Offer> BlockParameters()
    {
        if (_place.AttributeType.TypeArguments.FirstOrDefault() is not INamedTypeSymbol block
            || !DeclarationLayout.IsModel(block) || block.DeclaringSyntaxReferences.IsEmpty)
        {
            return [];
        }

        var inferred = Infer(block, _cancellation);
        return inferred.Parameters.Select(name => new Offer(name, $"{name}, a size of {block.Name}", WellKnownTags.Parameter))
            .Concat(inferred.Settings.Select(setting =>
                new Offer(setting.Name, $"{setting.Name}, a setting of {block.Name}", WellKnownTags.Parameter)));
    }
}
