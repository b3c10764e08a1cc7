using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Layers;

/// <summary>The sizes that <c>With = "h = 8, w = 2*D"</c> gives the names of a pattern.</summary>
internal static class NamedSizes
{
    /// <summary>The size of each name; null after a mistake was reported.</summary>
    /// <param name="context">The layer.</param>
    /// <param name="argument">The argument.</param>
    /// <param name="known">The names that may get a size.</param>
    public static Dictionary<string, Dim>? Of(LayerContext context, WithArgument argument, IReadOnlyCollection<string> known)
    {
        var sizes = new Dictionary<string, Dim>();
        foreach (var entry in context.Get(argument).Cast<SizesEntry>())
        {
            if (!known.Contains(entry.Name))
            {
                context.Report(
                    Descriptors.UnknownSymbol,
                    entry.NameSite,
                    $"The pattern has no '{entry.Name}': {Names.Suggest(entry.Name, known, "name")}",
                    repairs: Repair.Spell(entry.NameSite, entry.Name, known).ToArray());
                return null;
            }

            sizes.Add(entry.Name, entry.Sizes[0]);
        }

        return sizes;
    }
}
