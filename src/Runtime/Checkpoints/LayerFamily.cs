using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Checkpoints;

/// <summary>Layers whose paths differ only in numbers, such as <c>h.0.ln_1</c> and <c>h.1.ln_1</c>; or a single layer.</summary>
internal sealed class LayerFamily
{
    private const string Placeholders = "ijklmn";

    private LayerFamily(string path, IReadOnlyList<TensorLayer> layers, string indexes, int order)
    {
        (Path, Layers, Order) = (path, layers, order);
        Signature = $"{indexes}:{string.Join(";", layers.Select(layer => layer.Shapes))}";
        var dot = path.LastIndexOf('.');
        (Parent, Last) = (path[..Math.Max(dot, 0)], path[(dot + 1)..]);
        Words = LayerWords.Of(path);
        Number = LayerWords.Number(Last);
    }

    /// <summary>The path, with placeholders for the numbers that differ.</summary>
    public string Path { get; }

    /// <summary>The layers, in the order of their numbers.</summary>
    public IReadOnlyList<TensorLayer> Layers { get; }

    /// <summary>The position of the first layer in the module or the file.</summary>
    public int Order { get; }

    /// <summary>What families that can be paired share: the numbers of the layers, and the kinds and shapes of the tensors.</summary>
    public string Signature { get; }

    /// <summary>The path without its last part.</summary>
    public string Parent { get; }

    /// <summary>The last part of the path.</summary>
    public string Last { get; }

    /// <summary>The words of the path.</summary>
    public IReadOnlySet<string> Words { get; }

    /// <summary>The number at the end of the last part, as in <c>conv2</c>; 0 if there is none.</summary>
    public int Number { get; }

    /// <summary>The shape of the matrix of each layer, or <c>null</c> if the first layer has none.</summary>
    public IReadOnlyList<long>? Matrix => Layers[0].Tensors.FirstOrDefault(
        tensor => tensor.Shape.Count == 2 && tensor.Name.EndsWith("weight", StringComparison.Ordinal)).Shape;

    /// <summary>Forms families of layers.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="all">All layers of the side. A family never has a path that also matches a layer outside of it.</param>
    public static IReadOnlyList<LayerFamily> Of(IReadOnlyList<TensorLayer> layers, IReadOnlyList<TensorLayer> all)
    {
        var occurrences = all.GroupBy(layer => TensorLayer.Pattern(layer.Path), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        var families = new List<LayerFamily>();
        var orders = Orders(all);
        foreach (var group in layers.GroupBy(layer => (Path: TensorLayer.Pattern(layer.Path), layer.Kinds)))
        {
            var members = group.ToList();
            if (members.Count > 1 && members.Count == occurrences[group.Key.Path] && TryFamily(members, orders) is { } family)
            {
                families.Add(family);
            }
            else
            {
                families.AddRange(members.Select(layer => new LayerFamily(layer.Path, [layer], string.Empty, orders[layer.Path])));
            }
        }

        return [.. families.OrderBy(family => family.Order)];
    }

    /// <summary>Forms a family of each layer.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="all">All layers of the side.</param>
    public static IReadOnlyList<LayerFamily> Singles(IReadOnlyList<TensorLayer> layers, IReadOnlyList<TensorLayer> all)
    {
        var orders = Orders(all);
        return [.. layers.Select(layer => new LayerFamily(layer.Path, [layer], string.Empty, orders[layer.Path]))];
    }

    private static Dictionary<string, int> Orders(IReadOnlyList<TensorLayer> layers)
        => layers.Select((layer, order) => (layer.Path, order)).ToDictionary(pair => pair.Path, pair => pair.order, StringComparer.Ordinal);

    private static LayerFamily? TryFamily(List<TensorLayer> layers, Dictionary<string, int> orders)
    {
        var paths = layers.ConvertAll(layer => layer.Path.Split('.'));
        var varying = Enumerable.Range(0, paths[0].Length).Where(at => paths.Exists(path => path[at] != paths[0][at])).ToList();
        if (varying.Count is 0 || varying.Count > Placeholders.Length)
        {
            return null;
        }

        var pattern = paths[0].ToArray();
        for (var i = 0; i < varying.Count; i++)
        {
            pattern[varying[i]] = $"{{{Placeholders[i]}}}";
        }

        var order = layers.Select((layer, at) => (layer, Key: string.Join('.', varying.Select(i => paths[at][i].PadLeft(10, '0')))))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        return new LayerFamily(
            string.Join('.', pattern), [.. order.Select(pair => pair.layer)], string.Join(' ', order.Select(pair => pair.Key)),
            layers.Min(layer => orders[layer.Path]));
    }
}
