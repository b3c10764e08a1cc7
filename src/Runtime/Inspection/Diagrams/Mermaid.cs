using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace ModelGen;

/// <summary>Writes diagrams as a Mermaid flowchart.</summary>
internal static class Mermaid
{
    public static string Write(IReadOnlyList<Diagram> diagrams)
    {
        var text = new StringBuilder("flowchart TB\n");
        for (var i = 0; i < diagrams.Count; i++)
        {
            text.Append("  subgraph d").Append(Format.Plain(i)).Append("[\"").Append(Escape(diagrams[i].Title)).Append("\"]\n");
            for (var node = 0; node < diagrams[i].Nodes.Count; node++)
            {
                text.Append("    ").Append(Name(i, node)).Append(Box(diagrams[i].Nodes[node])).Append('\n');
            }

            foreach (var edge in diagrams[i].Edges)
            {
                text.Append("    ").Append(Name(i, edge.From)).Append(edge.IsOptional ? " -. \"" : " -- \"").Append(Escape(edge.Label))
                    .Append(edge.IsOptional ? "\" .-> " : "\" --> ").Append(Name(i, edge.To)).Append('\n');
            }

            text.Append("  end\n");
        }

        return text.ToString();
    }

    private static string Name(int diagram, int node) => $"d{Format.Plain(diagram)}n{Format.Plain(node)}";

    private static string Box(DiagramNode node)
    {
        var lines = node.Lines.Select(line => line.IsBlock ? $"<i>{Escape(line.Text)}</i>" : Escape(line.Text)).ToList();
        foreach (var fold in node.Folds)
        {
            lines[fold.Start] = (fold.Length == 1 ? string.Empty : "┌ ") + lines[fold.Start];
            for (var i = fold.Start + 1; i < fold.Start + fold.Length - 1; i++)
            {
                lines[i] = "│ " + lines[i];
            }

            var last = fold.Start + fold.Length - 1;
            lines[last] = $"{(fold.Length == 1 ? string.Empty : "└ ")}{lines[last]} × {Format.Plain(fold.Copies)}";
        }

        if (node.Title.Length > 0)
        {
            lines.Insert(0, $"<b>{Escape(node.Title)}</b>");
        }

        var label = string.Join("<br/>", lines);
        return node.Kind == DiagramNodeKind.Layers ? $"[\"{label}\"]" : $"([\"{label}\"])";
    }

    private static string Escape(string text) =>
        text.Replace("#", "#35;").Replace("\"", "#quot;").Replace("<", "#lt;").Replace(">", "#gt;").Replace("&", "#amp;");
}
