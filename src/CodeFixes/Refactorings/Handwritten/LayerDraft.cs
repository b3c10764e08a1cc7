using System.Collections.Generic;
using System.Linq;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>A layer attribute to write.</summary>
/// <param name="Kind">The attribute's name.</param>
/// <param name="Arguments">Its arguments as they are written, the positional ones first.</param>
internal sealed record LayerDraft(string Kind, IReadOnlyList<string> Arguments)
{
    /// <summary>The model that a block is; null if it is not a block.</summary>
    public string? TypeArgument { get; init; }

    /// <summary>Whether it has weights that a checkpoint contains.</summary>
    public bool HasWeights { get; init; }

    /// <summary>The width that the original states for its input, as a dimension expression; null if it states none.</summary>
    public string? Width { get; init; }

    /// <summary>The sizes that a block is given, one of which may be its input's width.</summary>
    public IReadOnlyList<string> Widths { get; init; } = [];

    /// <summary>The axis of that width.</summary>
    public int WidthAxis { get; init; } = -1;

    /// <summary>The last axis that the original states for its result, as a dimension expression; null if it states none.</summary>
    public string? OutputWidth { get; init; }

    /// <summary>The number of axes after the channels, which the original fixes by its name; -1 if it does not.</summary>
    public int SpatialAxes { get; init; } = -1;

    /// <summary>Whether the original creates it on the constructor's device.</summary>
    public bool TakesDevice { get; init; }

    /// <summary>Whether the original creates it with the constructor's element type.</summary>
    public bool TakesType { get; init; }

    /// <summary>Whether it overwrites what it reads.</summary>
    public bool IsInPlace { get; init; }

    /// <summary>
    /// The method that <c>[Apply]</c> calls and that the declaration contains, without indentation; null if it is another layer.
    /// </summary>
    public string? Method { get; init; }

    /// <summary>How it is written under a name, or under its own if that is null.</summary>
    public string Text(string? name, string? references = null)
    {
        var list = string.Join(", ",
            new[] { references }.Where(text => text is not null).Concat(Arguments).Concat(name is null ? [] : [$"Name = \"{name}\""]));
        var kind = TypeArgument is null ? Kind : $"{Kind}<{TypeArgument}>";
        return list.Length == 0 ? kind : $"{kind}({list})";
    }
}
