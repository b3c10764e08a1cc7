using System;

namespace ModelGen;

/// <summary>Draws declared models.</summary>
public static class ArchitectureDiagrams
{
    /// <summary>
    /// Draws a model as a Mermaid flowchart, which GitHub, GitLab and many editors render: stages as boxes, shapes on the arrows, repeated
    /// layers folded, and each block that the model contains drawn once beside it.
    /// </summary>
    /// <param name="architecture">The model.</param>
    /// <returns>The text for a fenced code block of <c>mermaid</c>, with lines that end with <c>\n</c>.</returns>
    public static string ToMermaid(this Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        return Mermaid.Write(Diagram.WithBlocks(architecture));
    }

    /// <summary>Draws the diagram of <see cref="ToMermaid"/> as a standalone SVG document.</summary>
    /// <param name="architecture">The model.</param>
    /// <returns>The document without an XML declaration, with lines that end with <c>\n</c>.</returns>
    public static string ToSvg(this Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        return SvgDiagram.Write(Diagram.WithBlocks(architecture));
    }
}
