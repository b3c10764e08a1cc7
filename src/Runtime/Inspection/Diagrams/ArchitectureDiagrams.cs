using System;

namespace ModelGen;

/// <summary>Pictures of a declared model.</summary>
public static class ArchitectureDiagrams
{
    /// <summary>
    /// The model as a Mermaid flowchart, which GitHub, GitLab and many editors show as a picture: stages as boxes, shapes on the arrows,
    /// repeats folded, and the blocks that it is made of beside it, each once.
    /// </summary>
    /// <param name="architecture">The model.</param>
    /// <returns>The text, to be put into a fenced block of <c>mermaid</c>. Its lines end with <c>\n</c>.</returns>
    public static string ToMermaid(this Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        return Mermaid.Write(Diagram.WithBlocks(architecture));
    }

    /// <summary>The picture of <see cref="ToMermaid"/> as a standalone SVG document.</summary>
    /// <param name="architecture">The model.</param>
    /// <returns>The document, without an XML declaration. Its lines end with <c>\n</c>.</returns>
    public static string ToSvg(this Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        return SvgDiagram.Write(Diagram.WithBlocks(architecture));
    }
}
