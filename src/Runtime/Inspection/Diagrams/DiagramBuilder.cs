using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ModelGen;

/// <summary>Converts an architecture to a diagram.</summary>
internal sealed class DiagramBuilder(Architecture architecture)
{
    private const int Widest = 56;

    private readonly List<DiagramNode> _nodes = [];
    private readonly List<DiagramEdge> _edges = [];
    private readonly Dictionary<string, (int Node, string Shape, bool IsOptional)> _sources = [];

    public Diagram Build()
    {
        foreach (var input in architecture.Inputs)
        {
            _sources[input.Name] = (_nodes.Count, input.Shape, input.Optional);
            _nodes.Add(Terminal(DiagramNodeKind.Input, input));
        }

        foreach (var layers in Groups())
        {
            AddLayers(layers);
        }

        foreach (var output in architecture.Outputs)
        {
            if (output.From is { } from && Find(from) is { } source)
            {
                _edges.Add(new DiagramEdge(source.Node, _nodes.Count, source.Label, source.IsOptional));
            }

            _nodes.Add(Terminal(DiagramNodeKind.Output, output));
        }

        var parameters = architecture.Symbols.Where(symbol => symbol.IsParameter)
            .Select(symbol => symbol.Default is { } value ? $"{symbol.Name} = {Format.Plain(value)}" : symbol.Name).ToList();
        return new Diagram(architecture.Name
            + (parameters.Count == 0 ? string.Empty : $" ({string.Join(", ", parameters)})"), _nodes, _edges);
    }

    private static DiagramNode Terminal(DiagramNodeKind kind, PortInfo port) =>
        new(
            kind, port.Name,
            [new DiagramLine(port.Optional ? $"{port.Type}, optional" : port.Type.ToString(), string.Empty, IsBlock: false)], [], []);

    // Each stage is a box. In a chain, a box ends where the shape changes, around a block, and after a layer that another one reads as
    // well.
    private List<List<LayerInfo>> Groups()
    {
        var groups = new List<List<LayerInfo>>();
        LayerInfo? before = null;
        foreach (var layer in architecture.Layers)
        {
            var continues = before is not null && before.Stage == layer.Stage
                && (layer.Stage.Length > 0 || (before.OutputShape == layer.OutputShape && before.Block is null && layer.Block is null
                    && !IsReadElsewhere(before, layer)));
            if (!continues)
            {
                groups.Add([]);
            }

            groups[^1].Add(layer);
            before = layer;
        }

        return groups;
    }

    private bool IsReadElsewhere(LayerInfo layer, LayerInfo next) =>
        architecture.Layers.Any(other => other != next
            && other.From.Any(name => name == layer.Path || name.StartsWith(layer.Path + ".", StringComparison.Ordinal)));

    private void AddLayers(List<LayerInfo> layers)
    {
        var node = _nodes.Count;
        var skips = new List<DiagramSkip>();
        var start = layers[0].From;
        for (var i = 0; i < layers.Count; i++)
        {
            foreach (var name in layers[i].From.Distinct())
            {
                var inside = layers.FindIndex(0, i, layer => layer.Path == name);
                if (inside >= 0 && inside < i - 1)
                {
                    skips.Add(new DiagramSkip(inside, i));
                }
                else if (inside < 0 && i > 0 && start.Contains(name))
                {
                    skips.Add(new DiagramSkip(-1, i));
                }
                else if (inside < 0 && Find(name) is { } source && source.Node != node)
                {
                    var edge = new DiagramEdge(source.Node, node, source.Label, source.IsOptional);
                    if (!_edges.Contains(edge))
                    {
                        _edges.Add(edge);
                    }
                }
            }
        }

        foreach (var layer in layers)
        {
            _sources[layer.Path] = (node, layer.OutputShape, false);
        }

        var lines = layers.ConvertAll(Line);
        var folds = skips.Count > 0 ? [] : Fold(lines);
        _nodes.Add(new DiagramNode(DiagramNodeKind.Layers, layers[0].Stage, lines, folds, skips));
    }

    private static DiagramLine Line(LayerInfo layer)
    {
        var text = layer.Declaration;
        if (layer.Block is { } block)
        {
            // Block<GptBlock>("layers", With = "heads = 12") becomes GptBlock(With = "heads = 12") after the number of copies.
            text = text.Replace($"Block<{block.Name}>", block.Name, StringComparison.Ordinal)
                .Replace($"\"{layer.Copies}\"", layer.Copies, StringComparison.Ordinal)
                .Replace($"({layer.Copies})", string.Empty, StringComparison.Ordinal)
                .Replace($"({layer.Copies}, ", "(", StringComparison.Ordinal);
        }

        var parameters = long.TryParse(layer.Parameters, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? Format.Number(count)
            : layer.Parameters;
        return new DiagramLine(
            (layer.Copies is { } copies ? $"{copies} × " : string.Empty)
                + Format.Shorten(text.Replace("\\n", " ", StringComparison.Ordinal), Widest),
            parameters is "0" or "?" ? string.Empty : Format.Shorten(parameters, Widest / 2),
            layer.Block is not null);
    }

    // Folds the shortest sequence of lines that is repeated immediately.
    private static List<DiagramFold> Fold(List<DiagramLine> lines)
    {
        var folds = new List<DiagramFold>();
        for (var start = 0; start < lines.Count; start++)
        {
            for (var length = 1; start + (2 * length) <= lines.Count; length++)
            {
                // A repeated sequence starts with a layer that has weights, if it has one.
                if (lines[start].Parameters.Length == 0 && lines.GetRange(start, length).Exists(line => line.Parameters.Length > 0))
                {
                    break;
                }

                var copies = 1;
                while (start + ((copies + 1) * length) <= lines.Count
                    && Enumerable.Range(0, length).All(i => lines[start + i] == lines[start + (copies * length) + i]))
                {
                    copies++;
                }

                if (copies > 1)
                {
                    lines.RemoveRange(start + length, (copies - 1) * length);
                    folds.Add(new DiagramFold(start, length, copies));
                    start += length - 1;
                    break;
                }
            }
        }

        return folds;
    }

    private (int Node, string Label, bool IsOptional)? Find(string name)
    {
        if (_sources.TryGetValue(name, out var source))
        {
            return source;
        }

        // A port: encoder.lstm.h.
        var dot = name.LastIndexOf('.');
        return dot > 0 && _sources.TryGetValue(name[..dot], out var layer) ? (layer.Node, name[(dot + 1)..], false) : null;
    }
}
