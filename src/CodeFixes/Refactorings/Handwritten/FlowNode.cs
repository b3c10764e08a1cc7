using System.Collections.Generic;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>A tensor in a hand-written <c>forward</c>: an input, or the result of a layer or one of its ports.</summary>
/// <param name="Input">The input's number, if it is one.</param>
/// <param name="Node">The layer, if it is none.</param>
/// <param name="Port">The layer's port, such as <c>h</c>; null for its result.</param>
internal sealed record FlowValue(int Input, FlowNode? Node, string? Port = null);

/// <summary>A call in a hand-written <c>forward</c>, as the equivalent layer.</summary>
internal sealed class FlowNode
{
    public FlowNode(LayerDraft layer, IReadOnlyList<FlowValue> operands, ModuleUse? module)
    {
        Layer = layer;
        Operands = operands;
        Module = module;
    }

    public LayerDraft Layer { get; }

    /// <summary>What it reads; the first is the running tensor.</summary>
    public IReadOnlyList<FlowValue> Operands { get; }

    /// <summary>The module it calls, if it calls one.</summary>
    public ModuleUse? Module { get; }

    /// <summary>The local variable that holds its result, if one does.</summary>
    public string? Variable { get; set; }

    public bool HasWeights => Module is not null && Layer.HasWeights;
}

/// <summary>A module of a hand-written class.</summary>
/// <param name="Field">The field that holds it, or the <c>Sequential</c> it is in, as <c>state_dict</c> names it.</param>
/// <param name="Entry">Its name in the <c>Sequential</c>; its number where it has none; null if it is in none.</param>
/// <param name="IsNamed">Whether its whole path can be names of the declaration.</param>
internal sealed record ModuleUse(string Field, string? Entry, bool IsNamed);
