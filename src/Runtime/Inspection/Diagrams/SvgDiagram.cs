using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace ModelGen;

/// <summary>Writes diagrams as a standalone SVG document: the model on the left, the blocks that it contains beside it.</summary>
internal sealed class SvgDiagram
{
    private const double Margin = 16;
    private const double PanelPadding = 18;
    private const double PanelGap = 24;
    private const double HeadingHeight = 34;
    private const double RowGap = 54;

    private readonly StringBuilder _text = new();

    public static string Write(IReadOnlyList<Diagram> diagrams)
    {
        var panels = diagrams.Select(diagram => new SvgPanel(diagram, RowGap)).ToList();
        return new SvgDiagram().Write(panels);
    }

    private string Write(List<SvgPanel> panels)
    {
        var sizes = panels.ConvertAll(panel => (
            Width: Math.Max(panel.Width, SvgPanel.TextWidth(panel.Diagram.Title, SvgPanel.HeadingSize)) + (2 * PanelPadding),
            Height: panel.Layout.Height + HeadingHeight + (2 * PanelPadding)));
        var places = Arrange(sizes, out var width, out var height);

        Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{N(width)}\" height=\"{N(height)}\" viewBox=\"0 0 "
            + $"{N(width)} {N(height)}\" font-family=\"Consolas, 'DejaVu Sans Mono', Menlo, monospace\">");
        Line($"<title>{Escape(panels[0].Diagram.Title)}</title>");
        Line("""
            <style>
            .panel { fill: #f7f9fb; stroke: #d5dde5 }
            .heading { font-size: 15px; font-weight: bold; fill: #1b2733 }
            .box { fill: #ffffff; stroke: #5b7fa6; stroke-width: 1.2 }
            .input { fill: #e7f4ea; stroke: #4d9a63; stroke-width: 1.2 }
            .output { fill: #f1eafa; stroke: #8460b3; stroke-width: 1.2 }
            .stage { font-size: 13px; font-weight: bold; fill: #1b2733 }
            .layer { font-size: 12px; fill: #2f3d4a }
            .block { font-size: 12px; font-weight: bold; fill: #1f5fa8 }
            .count { font-size: 11px; fill: #7a8794 }
            .shape { font-size: 11px; fill: #1b2733; paint-order: stroke; stroke: #f7f9fb; stroke-width: 4px; stroke-linejoin: round }
            .edge { fill: none; stroke: #5a6875; stroke-width: 1.2 }
            .optional { stroke-dasharray: 4 3 }
            .skip { fill: none; stroke: #c0762b; stroke-width: 1.3 }
            .tip { fill: #5a6875 }
            .skiptip { fill: #c0762b }
            </style>
            <defs>
            <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="tip" d="M0 0 L8 4 L0 8 z"/></marker>
            <marker id="skiptip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="skiptip" d="M0 0 L8 4 L0 8 z"/></marker>
            </defs>
            """);
        Line($"<rect width=\"{N(width)}\" height=\"{N(height)}\" fill=\"#ffffff\"/>");
        for (var i = 0; i < panels.Count; i++)
        {
            var (x, y) = places[i];
            Line($"<g transform=\"translate({N(x)} {N(y)})\">");
            Line($"<rect class=\"panel\" width=\"{N(sizes[i].Width)}\" height=\"{N(sizes[i].Height)}\" rx=\"8\"/>");
            Line($"<text class=\"heading\" x=\"{N(PanelPadding)}\" y=\"{N(PanelPadding + 12)}\">{Escape(panels[i].Diagram.Title)}</text>");
            Line($"<g transform=\"translate({N((sizes[i].Width - panels[i].Width) / 2)} {N(PanelPadding + HeadingHeight)})\">");
            panels[i].Write(_text);
            Line("</g>");
            Line("</g>");
        }

        Line("</svg>");
        return _text.ToString();
    }

    // Columns from left to right, each approximately as high as the model itself.
    private static List<(double X, double Y)> Arrange(List<(double Width, double Height)> sizes, out double width, out double height)
    {
        var highest = sizes.Max(size => size.Height);
        var places = new List<(double X, double Y)>();
        var (x, y, column) = (Margin, Margin, 0.0);
        foreach (var size in sizes)
        {
            if (places.Count == 1 || (places.Count > 1 && y + size.Height > Margin + highest))
            {
                (x, y, column) = (x + column + PanelGap, Margin, 0);
            }

            places.Add((x, y));
            y += size.Height + PanelGap;
            column = Math.Max(column, size.Width);
        }

        (width, height) = (x + column + Margin, highest + (2 * Margin));
        return places;
    }

    private void Line(string line) => _text.Append(line.ReplaceLineEndings("\n")).Append('\n');

    internal static string N(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    internal static string Escape(string text) =>
        text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;");
}
