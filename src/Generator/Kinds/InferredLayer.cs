using System.Collections.Generic;
using System.Collections.Immutable;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Kinds;

/// <summary>A layer with its shapes and its code.</summary>
internal sealed class InferredLayer
{
    public required BoundLayer Bound { get; init; }

    /// <summary>The tensors it reads first, for people.</summary>
    public required ImmutableArray<Value> Inputs { get; init; }

    public required Value? Output { get; init; }

    public required ImmutableArray<ModuleSpec> Modules { get; init; }

    public required ImmutableArray<Step> Steps { get; init; }

    /// <summary>Its further results by name; of a block with several results the first, too.</summary>
    public required IReadOnlyDictionary<string, Value> Ports { get; init; }

    /// <summary>The number of its parameters; null when a block's own count is not known here.</summary>
    public required Dim? ParameterCount { get; init; }

    /// <summary>The linear layers with weights of their own in it, by their paths below the layer.</summary>
    public required ImmutableArray<Projection> Projections { get; init; }

    /// <summary>Whether it has modules of which nothing is known here.</summary>
    public required bool IsOpaque { get; init; }

    /// <summary>How its kernel slides along each spatial axis, from axis 2 on; empty if it has no kernel.</summary>
    public required ImmutableArray<Window> Windows { get; init; }
}
