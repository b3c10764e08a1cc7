using System.Collections.Generic;
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

    /// <summary>Whether the layers stand on stages rather than on the class.</summary>
    public required bool HasStages { get; init; }

    public required ImmutableArray<BoundInput> Inputs { get; init; }

    /// <summary>The stages in an order in which each can be computed; a chain is one stage without a name.</summary>
    public required ImmutableArray<BoundStage> Stages { get; init; }

    /// <summary>The outputs in declaration order.</summary>
    public required ImmutableArray<BoundOutput> Outputs { get; init; }

    public required SymbolTable Symbols { get; init; }

    public required SettingTable Settings { get; init; }

    public required AttributeUse? Loss { get; init; }
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

    /// <summary>What the first layer takes.</summary>
    public ImmutableArray<Reference?> Starts { get; set; } = ImmutableArray<Reference?>.Empty;

    public required ImmutableArray<BoundLayer> Layers { get; init; }

    /// <summary>Whether a mistake in its wiring was reported, so that nothing is known of its start.</summary>
    public bool IsBroken { get; set; }
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

    /// <summary>The tensors named by each argument, in order; a name that does not resolve is null.</summary>
    public IReadOnlyDictionary<string, ImmutableArray<Reference?>> References { get; private set; } = ImmutableDictionary<string, ImmutableArray<Reference?>>.Empty;

    /// <summary>The ports that something reads.</summary>
    public IReadOnlyCollection<string> UsedPorts { get; private set; } = ImmutableHashSet<string>.Empty;

    /// <summary>The port that the next layer continues from; null for the layer's result.</summary>
    public string? Port { get; set; }

    /// <summary>Notes the tensors that an argument names.</summary>
    public void Refer(string argument, ImmutableArray<Reference?> references)
    {
        // Most layers name none.
        var own = References as Dictionary<string, ImmutableArray<Reference?>> ?? new();
        own[argument] = references;
        References = own;
    }

    /// <summary>Notes that something reads a port.</summary>
    public void UsePort(string port)
    {
        var own = UsedPorts as HashSet<string> ?? new();
        own.Add(port);
        UsedPorts = own;
    }

    /// <summary><c>attention.linear</c>, or <c>linear</c> in a chain.</summary>
    public string Path => StageName.Length == 0 ? Name : StageName + "." + Name;
}

/// <summary>A tensor that a declaration names.</summary>
/// <param name="Input">The input, or null.</param>
/// <param name="Stage">The stage, or null.</param>
/// <param name="Layer">The layer inside the stage, or null for the stage's result.</param>
/// <param name="Port">The layer's port, or null for its main result.</param>
/// <param name="Site">Where it is named.</param>
internal sealed record Reference(BoundInput? Input, BoundStage? Stage, BoundLayer? Layer, string? Port, Site Site);

/// <summary>A result of <c>forward</c>.</summary>
/// <param name="Name">Its name in the tuple of results.</param>
/// <param name="Stage">The stage that it is, if not an input.</param>
/// <param name="Input">The input that it is, if not a stage.</param>
/// <param name="Shape">The declared shape, if any.</param>
/// <param name="Site">Where it is declared.</param>
internal sealed record BoundOutput(string Name, BoundStage? Stage, BoundInput? Input, Shape? Shape, Site Site);
