using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Checkpoints;

/// <summary>
/// Pairs the layers of a module with those of a checkpoint. Only layers whose tensors have the same shapes can be paired. If several have
/// them, the words of the names and the layers that are already paired decide; what is then still equal is paired in order.
/// </summary>
internal sealed class NameAlignment
{
    // A neighbor that is already paired counts as much as several words.
    private const int NeighborScore = 3;

    // The time grows with the cube of the number of layers with equal shapes. Repeated layers count once.
    private const long MostPairs = 250 * 250;

    private readonly HashSet<(string Module, string File)> _neighbors = [];

    // Everything that is paired after a pair by order can depend on it.
    private bool _dependsOnOrder;

    /// <summary>The pairs, in the order in which they were found.</summary>
    public List<(LayerFamily Module, LayerFamily File, SuggestionReason Reason)> Pairs { get; } = [];

    /// <summary>Pairs layers.</summary>
    /// <param name="module">The layers of the module.</param>
    /// <param name="file">The layers of the file.</param>
    public void Pair(IReadOnlyList<LayerFamily> module, IReadOnlyList<LayerFamily> file)
    {
        var ofFile = file.GroupBy(family => family.Signature).ToDictionary(group => group.Key, group => group.ToList());
        var classes = module.GroupBy(family => family.Signature).Where(group => ofFile.ContainsKey(group.Key))
            .Select(group => (Module: group.ToList(), File: ofFile[group.Key]))
            .Where(group => (long)group.Module.Count * group.File.Count <= MostPairs).ToList();
        foreach (var (ofModule, candidates) in classes.Where(group => group is { Module.Count: 1, File.Count: 1 }))
        {
            Accept(ofModule, candidates, ofModule[0], candidates[0], SuggestionReason.Unique);
        }

        do
        {
            while (classes.Any(group => ByNames(group.Module, group.File)))
            {
            }
        }
        while (classes.Any(group => InOrder(group.Module, group.File)));
    }

    // Pairs two layers that are each other's best candidates.
    private bool ByNames(List<LayerFamily> module, List<LayerFamily> file)
    {
        foreach (var one in module)
        {
            if (Best(one, file, (a, b) => Score(a, b)) is { } other && Best(other, module, (a, b) => Score(b, a)) == one)
            {
                Accept(module, file, one, other, SuggestionReason.Names);
                return true;
            }
        }

        return false;
    }

    // Pairs the first layer that is left with the first of its equally good candidates, if every layer gets one.
    private bool InOrder(List<LayerFamily> module, List<LayerFamily> file)
    {
        if (module.Count == 0 || module.Count != file.Count)
        {
            return false;
        }

        var best = file.Max(other => Score(module[0], other));
        Accept(module, file, module[0], file.First(other => Score(module[0], other) == best), SuggestionReason.Order);
        return true;
    }

    // The candidate with the highest score above 0, or null if several have it.
    private static LayerFamily? Best(LayerFamily one, List<LayerFamily> candidates, Func<LayerFamily, LayerFamily, int> score)
    {
        var (best, highest, isTie) = ((LayerFamily?)null, 0, false);
        foreach (var candidate in candidates)
        {
            var value = score(one, candidate);
            (best, highest, isTie) = value > highest ? (candidate, value, false) : (best, highest, isTie || value == highest);
        }

        return isTie ? null : best;
    }

    private int Score(LayerFamily module, LayerFamily file)
        => module.Words.Count(file.Words.Contains)
            + (module.Number > 0 && module.Number == file.Number ? 1 : 0)
            + (_neighbors.Contains((module.Parent, file.Parent)) ? NeighborScore : 0);

    private void Accept(
        List<LayerFamily> module, List<LayerFamily> file, LayerFamily one, LayerFamily other, SuggestionReason reason)
    {
        module.Remove(one);
        file.Remove(other);
        _neighbors.Add((one.Parent, other.Parent));
        _dependsOnOrder |= reason == SuggestionReason.Order;
        Pairs.Add((one, other, _dependsOnOrder ? SuggestionReason.Order : reason));
    }
}
