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
    /// <summary>Reads the argument; null after a mistake was reported.</summary>
    /// <param name="context">The layer.</param>
    /// <param name="argument">The argument.</param>
    /// <param name="known">The names that may get a size.</param>
    public static Dictionary<string, Dim>? Read(LayerContext context, TextArgument argument, IReadOnlyCollection<string> known)
    {
        var sizes = new Dictionary<string, Dim>();
        if (context.Get(argument) is not { } with)
        {
            return sizes;
        }

        foreach (var (entry, start) in WithList.Split(with))
        {
            var equals = entry.IndexOf('=');
            var name = (equals < 0 ? entry : entry.Substring(0, equals)).Trim();
            var site = context.At(argument).Within(start + (entry.Length - entry.TrimStart().Length), System.Math.Max(1, equals < 0 ? entry.Trim().Length : name.Length));
            if (equals < 0 || name.Length == 0)
            {
                context.Report(Descriptors.BadDimension, site, $"\"{entry.Trim()}\" gives no name a size: write \"name = size\", separated by commas.");
                return null;
            }

            if (!known.Contains(name))
            {
                context.Report(Descriptors.UnknownSymbol, site, $"The pattern has no '{name}': {Names.Suggest(name, known, "name")}", repairs: Repair.Spell(site, name, known).ToArray());
                return null;
            }

            if (sizes.ContainsKey(name))
            {
                context.Report(Descriptors.DuplicateName, site, $"{argument.Name} gives '{name}' twice: keep one.");
                return null;
            }

            if (context.Symbols.ReadExpression(entry.Substring(equals + 1), context.At(argument), $"'{name}'", start + equals + 1) is not { } size)
            {
                return null;
            }

            sizes.Add(name, size);
        }

        return sizes;
    }
}
