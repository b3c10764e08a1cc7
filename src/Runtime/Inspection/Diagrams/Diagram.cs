using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen;

/// <summary>A model as boxes and arrows: its inputs, its stages, or in a chain sequences of layers, and its outputs.</summary>
/// <param name="Title">The name of the model with its parameters.</param>
/// <param name="Nodes">The boxes, in the order in which they run.</param>
/// <param name="Edges">The arrows.</param>
internal sealed record Diagram(string Title, IReadOnlyList<DiagramNode> Nodes, IReadOnlyList<DiagramEdge> Edges)
{
    /// <summary>Returns the diagram of a model, followed by the diagram of each block that it contains, once per block.</summary>
    public static IReadOnlyList<Diagram> WithBlocks(Architecture architecture)
    {
        var found = new List<Architecture> { architecture };
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(found[i].Layers.Select(layer => layer.Block).OfType<Architecture>().Distinct().Except(found));
        }

        return found.ConvertAll(Of);
    }

    private static Diagram Of(Architecture architecture) => new DiagramBuilder(architecture).Build();
}

/// <summary>The kind of a box.</summary>
internal enum DiagramNodeKind
{
    Input,
    Layers,
    Output,
}

/// <summary>A box.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Title">The name of the stage, input or output; empty in a chain.</param>
/// <param name="Lines">The lines in the box.</param>
/// <param name="Folds">The sequences of lines that are repeated.</param>
/// <param name="Skips">The connections from a line to a later one that reads it as well.</param>
internal sealed record DiagramNode(
    DiagramNodeKind Kind,
    string Title,
    IReadOnlyList<DiagramLine> Lines,
    IReadOnlyList<DiagramFold> Folds,
    IReadOnlyList<DiagramSkip> Skips);

/// <summary>A layer in a box.</summary>
/// <param name="Text">The declaration.</param>
/// <param name="Parameters">The number of parameters; empty for none.</param>
/// <param name="IsBlock">Whether it has its own diagram.</param>
internal sealed record DiagramLine(string Text, string Parameters, bool IsBlock);

/// <summary>Lines that are drawn once for several repetitions.</summary>
internal sealed record DiagramFold(int Start, int Length, int Copies);

/// <summary>A connection within a box, from above the first line (-1) or from a line to a later one.</summary>
internal sealed record DiagramSkip(int From, int To);

/// <summary>An arrow between boxes.</summary>
/// <param name="From">The index of the source box.</param>
/// <param name="To">The index of the target box.</param>
/// <param name="Label">The shape, or the name of a port.</param>
/// <param name="IsOptional">Whether the tensor may be null.</param>
internal sealed record DiagramEdge(int From, int To, string Label, bool IsOptional);
