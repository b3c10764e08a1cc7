using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Infer;

/// <summary>
/// The order of a constructor's parameters: sizes with <c>[Dim]</c> as they are declared, then the others as inputs and layers first name
/// them in the source. C# demands that those with defaults come last.
/// </summary>
/// <remarks>
/// An <c>[Output]</c>, or a fact of another symbol, only checks. It comes after inputs and layers, so that adding one never changes
/// what <c>new Net(5, 3)</c> means.
/// </remarks>
internal static class ConstructorOrder
{
    public static ImmutableArray<string> Sort(
        IReadOnlyCollection<string> parameters, BoundModel bound, AdoptedParameters adopted)
    {
        if (parameters.Count < 2)
        {
            return parameters.ToImmutableArray();
        }

        var first = FirstPlaces(parameters, bound, adopted);
        var stated = bound.Symbols.Statements.Select(statement => statement.Symbol).Where(parameters.Contains);
        var others = parameters
            .Where(symbol => bound.Symbols.Statement(symbol) is null)
            .OrderBy(symbol => first.TryGetValue(symbol, out var place) ? place : Place.Last)
            .ThenBy(symbol => symbol, StringComparer.Ordinal);
        return stated.Concat(others).OrderBy(symbol => bound.Symbols.Statement(symbol)?.Default is null ? 0 : 1).ToImmutableArray();
    }

    private static Dictionary<string, Place> FirstPlaces(
        IReadOnlyCollection<string> parameters, BoundModel bound, AdoptedParameters adopted)
    {
        var uses = new Dictionary<int, AttributeUse>();
        foreach (var use in bound.Declaration.Attributes.Concat(bound.Declaration.Stages.SelectMany(stage => stage.Attributes)))
        {
            uses[use.Ordinal] = use;
        }

        var first = new Dictionary<string, Place>();
        void Add(string symbol, Place place)
        {
            if (!first.TryGetValue(symbol, out var known) || place.CompareTo(known) < 0)
            {
                first[symbol] = place;
            }
        }

        foreach (var occurrence in bound.Symbols.Occurrences)
        {
            if (uses.TryGetValue(occurrence.Site.Ordinal, out var use))
            {
                Add(occurrence.Symbol, Place.Of(occurrence.Site, use));
            }
        }

        foreach (var symbol in parameters)
        {
            if (adopted.Find(symbol) is { } adoption)
            {
                Add(symbol, Place.Of(adoption));
            }
        }

        return first;
    }

    /// <summary>A place in the source: the attribute, the argument, the item of an array, and the character in a string.</summary>
    private readonly record struct Place(bool IsCheck, int Attribute, int Argument, int Item, int Character) : IComparable<Place>
    {
        public static readonly Place Last = new(true, int.MaxValue, 0, 0, 0);

        public static Place Of(Site site, AttributeUse use)
        {
            var argument = 0;
            while (argument < use.Arguments.Count && use.Arguments[argument].Name != site.Argument)
            {
                argument++;
            }

            return new Place(use.Kind is "Output" or "Dim", site.Ordinal, argument, site.Item, site.Start);
        }

        // After what the block's attribute itself names.
        public static Place Of(AdoptedParameters.Adoption adoption) => new(false, adoption.Block.Ordinal, int.MaxValue, adoption.Number, 0);

        public int CompareTo(Place other) =>
            (IsCheck, Attribute, Argument, Item, Character)
                .CompareTo((other.IsCheck, other.Attribute, other.Argument, other.Item, other.Character));
    }
}
