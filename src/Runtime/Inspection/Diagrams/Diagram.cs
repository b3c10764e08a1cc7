using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen;

/// <summary>A model as boxes and arrows: its inputs, its stages or, in a chain, runs of layers, and its outputs.</summary>
/// <param name="Title">The model's name with its parameters.</param>
/// <param name="Nodes">The boxes, in the order in which they run.</param>
/// <param name="Edges">The arrows.</param>
internal sealed record Diagram(string Title, IReadOnlyList<DiagramNode> Nodes, IReadOnlyList<DiagramEdge> Edges)
{
    /// <summary>The model's diagram, followed by one of each block that it is made of, however often the block occurs.</summary>
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

/// <summary>What a box stands for.</summary>
internal enum DiagramNodeKind
{
    Input,
    Layers,
    Output,
}

/// <summary>A box.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Title">The stage's, input's or output's name; empty in a chain.</param>
/// <param name="Lines">What stands in it.</param>
/// <param name="Folds">The runs of lines that repeat.</param>
/// <param name="Skips">The lines that read an earlier one again.</param>
internal sealed record DiagramNode(
    DiagramNodeKind Kind,
    string Title,
    IReadOnlyList<DiagramLine> Lines,
    IReadOnlyList<DiagramFold> Folds,
    IReadOnlyList<DiagramSkip> Skips);

/// <summary>A layer in a box.</summary>
/// <param name="Text">Its declaration.</param>
/// <param name="Parameters">Its number of parameters, or nothing.</param>
/// <param name="IsBlock">Whether it has a diagram of its own.</param>
internal sealed record DiagramLine(string Text, string Parameters, bool IsBlock);

/// <summary>Lines that stand for several runs of them.</summary>
internal sealed record DiagramFold(int Start, int Length, int Copies);

/// <summary>A connection within a box, from above the first line (-1) or from a line to a later one.</summary>
internal sealed record DiagramSkip(int From, int To);

/// <summary>An arrow between boxes.</summary>
/// <param name="From">The number of the box it leaves.</param>
/// <param name="To">The number of the box it reaches.</param>
/// <param name="Label">The shape, or the name of a port.</param>
/// <param name="IsOptional">Whether nothing may come along it.</param>
internal sealed record DiagramEdge(int From, int To, string Label, bool IsOptional);
