using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ModelGen;

/// <summary>One diagram as SVG elements, with its upper left corner at the origin.</summary>
internal sealed class SvgPanel
{
    public const double HeadingSize = 15;

    private const double Padding = 10;
    private const double LineHeight = 18;
    private const double LabelSize = 11;
    private const double LabelOffset = 6;
    private const double LayerSize = 12;
    private const double StageSize = 13;
    private const double SkipWidth = 12;
    private const double FoldWidth = 44;

    // An arrow is straight beside its label.
    private const double Stem = 16;

    private readonly Dictionary<(int Node, string Key), double> _leaves;
    private readonly Dictionary<(int Node, string Key), double> _arrives;
    private StringBuilder _text = new();

    public SvgPanel(Diagram diagram, double rowGap)
    {
        Diagram = diagram;
        Layout = DiagramLayout.Of(
            diagram, node => (Math.Max(BoxWidth(diagram.Nodes[node]), LabelsWidth(diagram, node)), BoxHeight(diagram.Nodes[node])), rowGap);
        _leaves = Ports(diagram.Edges.Select((edge, i) => (edge.From, Key: edge.Label, Toward: Layout.Routes[i][1].X)));
        _arrives = Ports(diagram.Edges.Select((edge, i) => (edge.To, Key: Format.Plain(i), Toward: Layout.Routes[i][^2].X)));
        Width = diagram.Edges.Select(edge => _leaves[(edge.From, edge.Label)] + LabelOffset + TextWidth(edge.Label, LabelSize))
            .Append(Layout.Width).Max();
    }

    public Diagram Diagram { get; }

    public DiagramLayout Layout { get; }

    /// <summary>The width of all boxes and labels.</summary>
    public double Width { get; }

    /// <summary>
    /// The width of a text in one of the monospaced fonts of the document, whose characters are 0.6 of the font size wide.
    /// </summary>
    public static double TextWidth(string text, double size) => TextTable.Width(text) * size * 0.602;

    public void Write(StringBuilder text)
    {
        _text = text;
        WriteEdges();
        for (var i = 0; i < Diagram.Nodes.Count; i++)
        {
            WriteBox(Diagram.Nodes[i], Layout.Places[i]);
        }
    }

    private static double BoxWidth(DiagramNode node)
    {
        var lines = node.Lines.Select(line => TextWidth(line.Text, LayerSize)
            + (line.Parameters.Length == 0 ? 0 : 24 + TextWidth(line.Parameters, LabelSize)));
        return Left(node) + Math.Max(TextWidth(node.Title, StageSize), lines.Max()) + Padding + (node.Folds.Count > 0 ? FoldWidth : 0);
    }

    private static double LabelsWidth(Diagram diagram, int node) =>
        diagram.Edges.Where(edge => edge.From == node).Select(edge => edge.Label).Distinct().Sum(label => TextWidth(label, LabelSize) + 24);

    private static double Left(DiagramNode node) => Padding + (SkipWidth * node.Skips.Count);

    private static double BoxHeight(DiagramNode node) => (LineHeight * (node.Lines.Count + (node.Title.Length > 0 ? 1 : 0))) + 10;

    private static double Middle(DiagramNode node, DiagramLayout.Place place, int line) =>
        place.Y + 5 + (LineHeight * (line + (node.Title.Length > 0 ? 1 : 0))) + (LineHeight / 2);

    private void WriteBox(DiagramNode node, DiagramLayout.Place place)
    {
        var left = place.X - (place.Width / 2);
        var style = node.Kind switch { DiagramNodeKind.Input => "input", DiagramNodeKind.Output => "output", _ => "box" };
        var radius = node.Kind == DiagramNodeKind.Layers ? 5 : 14;
        Line($"<rect class=\"{style}\" x=\"{N(left)}\" y=\"{N(place.Y)}\" width=\"{N(place.Width)}\" height=\"{N(place.Height)}\" "
            + $"rx=\"{N(radius)}\"/>");
        if (node.Kind != DiagramNodeKind.Layers)
        {
            Text("stage", place.X, Middle(node, place, -1), node.Title, "middle");
            Text("count", place.X, Middle(node, place, 0), node.Lines[0].Text, "middle");
            return;
        }

        var start = left + Left(node);
        var end = left + place.Width - Padding - (node.Folds.Count > 0 ? FoldWidth : 0);
        if (node.Title.Length > 0)
        {
            Text("stage", start, Middle(node, place, -1), node.Title);
        }

        for (var i = 0; i < node.Lines.Count; i++)
        {
            Text(node.Lines[i].IsBlock ? "block" : "layer", start, Middle(node, place, i), node.Lines[i].Text);
            if (node.Lines[i].Parameters.Length > 0)
            {
                Text("count", end, Middle(node, place, i), node.Lines[i].Parameters, "end");
            }
        }

        for (var i = 0; i < node.Skips.Count; i++)
        {
            var x = left + 6 + (SkipWidth * i);
            var from = node.Skips[i].From < 0 ? place.Y : Middle(node, place, node.Skips[i].From);
            var to = Middle(node, place, node.Skips[i].To);
            Line($"<path class=\"skip\" marker-end=\"url(#skiptip)\" "
                + $"d=\"M{N(x)} {N(from)} V{N(to - 5)} Q{N(x)} {N(to)} {N(x + 5)} {N(to)} H{N(start - 2)}\"/>");
        }

        foreach (var fold in node.Folds)
        {
            var (top, bottom) = (Middle(node, place, fold.Start) - 7, Middle(node, place, fold.Start + fold.Length - 1) + 7);
            Line($"<path class=\"edge\" d=\"M{N(end + 5)} {N(top)} h5 V{N(bottom)} h-5\"/>");
            Text("stage", end + 15, (top + bottom) / 2, "×" + Format.Plain(fold.Copies));
        }
    }

    private void WriteEdges()
    {
        var labelled = new HashSet<(int, string)>();
        var labels = new List<(double X, double Y, string Label)>();
        for (var i = 0; i < Diagram.Edges.Count; i++)
        {
            var (edge, route) = (Diagram.Edges[i], Layout.Routes[i]);
            var (x, y) = (_leaves[(edge.From, edge.Label)], route[0].Y + route[0].Height);
            if (labelled.Add((edge.From, edge.Label)))
            {
                labels.Add((x + LabelOffset, y + 14, edge.Label));
            }

            var path = new StringBuilder($"M{N(x)} {N(y)}");
            y = route[0].RowBottom + Stem;
            path.Append($" V{N(y)}");

            foreach (var place in route.Skip(1).SkipLast(1))
            {
                Curve(path, x, y, place.X, place.RowTop);
                path.Append($" V{N(place.RowBottom)}");
                (x, y) = (place.X, place.RowBottom);
            }

            Curve(path, x, y, _arrives[(edge.To, Format.Plain(i))], route[^1].RowTop);
            path.Append($" V{N(route[^1].Y)}");
            Line($"<path class=\"edge{(edge.IsOptional ? " optional" : string.Empty)}\" marker-end=\"url(#tip)\" d=\"{path}\"/>");
        }

        foreach (var (x, y, label) in labels)
        {
            Line($"<text class=\"shape\" x=\"{N(x)}\" y=\"{N(y)}\">{SvgDiagram.Escape(label)}</text>");
        }
    }

    // Arrows leave a box in the order of their targets, evenly spaced along its edge; arrows with the same label share a point.
    private Dictionary<(int Node, string Key), double> Ports(IEnumerable<(int Node, string Key, double Toward)> ends)
    {
        var ports = new Dictionary<(int, string), double>();
        foreach (var node in ends.GroupBy(end => end.Node))
        {
            var place = Layout.Places[node.Key];
            var keys = node.GroupBy(end => end.Key).OrderBy(group => group.Average(end => end.Toward)).Select(group => group.Key).ToList();
            for (var i = 0; i < keys.Count; i++)
            {
                ports[(node.Key, keys[i])] = place.X - (place.Width / 2) + (place.Width * (i + 0.5) / keys.Count);
            }
        }

        return ports;
    }

    private static void Curve(StringBuilder path, double x1, double y1, double x2, double y2)
    {
        var middle = (y1 + y2) / 2;
        path.Append($" C{N(x1)} {N(middle)} {N(x2)} {N(middle)} {N(x2)} {N(y2)}");
    }

    private void Text(string style, double x, double middle, string text, string anchor = "start") =>
        Line($"<text class=\"{style}\" x=\"{N(x)}\" y=\"{N(middle + 4)}\"{(anchor == "start"
            ? string.Empty
            : $" text-anchor=\"{anchor}\"")} xml:space=\"preserve\">{SvgDiagram.Escape(text)}</text>");

    private void Line(string line) => _text.Append(line).Append('\n');

    private static string N(double value) => SvgDiagram.N(value);
}
