using System.Collections.Immutable;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;
using ModelGen.Generator.Symbols;

namespace ModelGen.Generator.Bind;

/// <summary>A declaration whose names are resolved.</summary>
internal sealed record BoundModel
{
    public required Declaration Declaration { get; init; }

    /// <summary>Whether the layers are on stages and not on the class.</summary>
    public required bool HasStages { get; init; }

    public required ImmutableArray<BoundInput> Inputs { get; init; }

    /// <summary>The stages in an order in which each can be computed; a chain is one stage without a name.</summary>
    public required ImmutableArray<BoundStage> Stages { get; init; }

    /// <summary>The outputs in declaration order.</summary>
    public required ImmutableArray<BoundOutput> Outputs { get; init; }

    public required SymbolTable Symbols { get; init; }

    public required SettingTable Settings { get; init; }

    /// <summary>The class's methods whose shapes are declared.</summary>
    public required ImmutableArray<BoundMethod> Methods { get; init; }

    /// <summary>The loss, if there is one.</summary>
    public required BoundLoss? Loss { get; init; }
}

/// <summary>A parameter of <c>forward</c>.</summary>
internal sealed record BoundInput(string Name, int Ordinal, TensorType? Type, bool IsOptional, AttributeUse Use, Site Site)
{
    /// <summary>Whether it is a stage's field rather than an attribute of the class.</summary>
    public bool IsStage { get; init; }
}

/// <summary>A named point of the forward pass and the layers that lead to it.</summary>
internal sealed class BoundStage
{
    /// <summary>The stage's name; empty for the chain on the class.</summary>
    public required string Name { get; init; }

    public required int Ordinal { get; init; }

    public required Site Site { get; init; }

    /// <summary>What the first layer takes; null where a mistake was reported.</summary>
    public required ImmutableArray<Reference?> Starts { get; init; }

    public required ImmutableArray<BoundLayer> Layers { get; init; }

    /// <summary>Whether a mistake in its wiring was reported, so that nothing is known of its start.</summary>
    public required bool IsBroken { get; init; }
}

/// <summary>A layer with its name and with the tensors that its arguments name.</summary>
internal sealed class BoundLayer
{
    public required LayerDescription Kind { get; init; }

    public required AttributeUse Use { get; init; }

    /// <summary>The values of its arguments.</summary>
    public required BoundArguments Arguments { get; init; }

    public required string Name { get; init; }

    /// <summary>The stage's name; empty in a chain.</summary>
    public required string StageName { get; init; }

    /// <summary>The tensors that its arguments name.</summary>
    public required BoundReferences References { get; init; }

    /// <summary>The ports that something reads.</summary>
    public required ImmutableArray<string> UsedPorts { get; init; }

    /// <summary>The port that the next layer continues from; null for the layer's result.</summary>
    public required string? Port { get; init; }

    /// <summary><c>attention.linear</c>, or <c>linear</c> in a chain.</summary>
    public string Path => PathOf(StageName, Name);

    /// <summary>The path of a layer in a stage, or in a chain if the stage has no name.</summary>
    public static string PathOf(string stage, string layer) => stage.Length == 0 ? layer : stage + "." + layer;
}

/// <summary>A method with declared shapes, whose symbols stand for whatever they are matched with.</summary>
/// <param name="Use">The method.</param>
/// <param name="Parameters">What each parameter takes; null if it is not declared, or after a mistake.</param>
/// <param name="Result">What it returns; null if it is not declared, or after a mistake.</param>
internal sealed record BoundMethod(MethodUse Use, ImmutableArray<TensorType?> Parameters, TensorType? Result);

/// <summary>A loss and the values of its arguments.</summary>
internal sealed record BoundLoss(LossDescription Kind, AttributeUse Use, BoundArguments Arguments);

/// <summary>A tensor that a declaration names: an input, a stage's result, or a layer's result or port.</summary>
/// <param name="Input">The input, or null.</param>
/// <param name="Stage">The stage whose result it is, or null.</param>
/// <param name="Layer">The layer, or null.</param>
/// <param name="Port">The layer's port, or null for its main result.</param>
/// <param name="Site">Where it is named.</param>
internal sealed record Reference(BoundInput? Input, BoundStage? Stage, BoundLayer? Layer, string? Port, Site Site)
{
    /// <summary>The stage that it is, or that its layer belongs to; null for an input, empty in a chain.</summary>
    public string? StageName => Stage?.Name ?? Layer?.StageName;
}

/// <summary>A result of <c>forward</c>.</summary>
/// <param name="Name">Its name in the tuple of results.</param>
/// <param name="Stage">The stage that it is, if not an input.</param>
/// <param name="Input">The input that it is, if not a stage.</param>
/// <param name="Shape">The declared shape, if any.</param>
/// <param name="Site">Where it is declared.</param>
internal sealed record BoundOutput(string Name, BoundStage? Stage, BoundInput? Input, Shape? Shape, Site Site);
