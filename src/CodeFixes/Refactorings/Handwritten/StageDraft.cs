using System.Collections.Generic;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>A stage to write, or the chain on the class.</summary>
internal sealed class StageDraft(string name)
{
    /// <summary>The stage's name; empty for the chain.</summary>
    public string Name { get; } = name;

    /// <summary>The arguments of its <c>[From]</c>; null if it starts from the default, the stage above or the input.</summary>
    public string? From { get; set; }

    /// <summary>The layers in order: what each is, and how it is written.</summary>
    public List<(FlowNode Node, string Text)> Layers { get; } = [];
}

/// <summary>A declaration's layers, and whether every weight keeps its name in a checkpoint.</summary>
internal sealed record Composition(IReadOnlyList<StageDraft> Stages, bool KeepsKeys)
{
    public bool IsChain => Stages[0].Name.Length == 0;
}
