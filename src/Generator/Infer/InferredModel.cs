using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Signatures;
using ModelGen.Generator.Symbols;

namespace ModelGen.Generator.Infer;

/// <summary>A bound model with every tensor's shape and type, and what each layer builds and computes.</summary>
internal sealed record InferredModel
{
    public required BoundModel Bound { get; init; }

    /// <summary>Every tensor; a value's id is its index.</summary>
    public required IReadOnlyList<Value> Values { get; init; }

    public required ImmutableArray<InferredLayer> Layers { get; init; }

    /// <summary>What each stage results in.</summary>
    public required IReadOnlyDictionary<BoundStage, Value> StageResults { get; init; }

    public required ImmutableArray<InferredOutput> Outputs { get; init; }

    /// <summary>Comparisons that no proof decides, to be checked at run time.</summary>
    public required ImmutableArray<Requirement> Requirements { get; init; }

    public required InferredLoss? Loss { get; init; }

    /// <summary>Symbols that become parameters of the constructor, in the constructor's order.</summary>
    public required ImmutableArray<string> Parameters { get; init; }

    /// <summary>The constructor's parameters that are not sizes.</summary>
    public required ImmutableArray<Setting> Settings { get; init; }

    public required bool HasErrors { get; init; }

    /// <summary>Whether inference found anything to report, hints included.</summary>
    public required bool HasReports { get; init; }

    /// <summary>How the model decodes, if it asks for that and can.</summary>
    public required InferredDecoding? Decoding { get; init; }

    /// <summary>What it is made of, if it is another model with adapters and nothing else.</summary>
    public InferredAdapters? Adapters { get; init; }

    /// <summary>How the model decodes as a block of others, along each axis of its first input that may hold positions.</summary>
    public ImmutableArray<BlockDecoding> BlockDecodings => LazyBlockDecodings?.Value ?? ImmutableArray<BlockDecoding>.Empty;

    /// <summary>They are proved on demand, because most models are never decoded.</summary>
    public Lazy<ImmutableArray<BlockDecoding>>? LazyBlockDecodings { private get; init; }

    /// <summary>What each input must have in common with the weights; empty after a mistake.</summary>
    public ImmutableArray<WeightBinding> WeightBindings => LazyWeightBindings?.Value ?? ImmutableArray<WeightBinding>.Empty;

    /// <summary>Found when code is generated; what is reported does not depend on them.</summary>
    public Lazy<ImmutableArray<WeightBinding>>? LazyWeightBindings { private get; init; }

    /// <summary>The tensors that the outputs are computed from, themselves included; empty after a mistake.</summary>
    public required HashSet<Value> Reached { get; init; }

    /// <summary>A model of which nothing is known but its class, after a failure.</summary>
    public static InferredModel Failed(Declaration declaration) =>
        WithoutLayers(declaration, Declaration.Failed(declaration.Type)) with { HasErrors = true, HasReports = true };

    /// <summary>A model without inputs, layers and outputs.</summary>
    /// <param name="declaration">Its declaration.</param>
    /// <param name="symbols">The declaration that states facts of its symbols.</param>
    public static InferredModel WithoutLayers(Declaration declaration, Declaration symbols) => new()
    {
        Bound = new BoundModel
        {
            Declaration = declaration,
            HasStages = declaration.Stages.Count > 0,
            Inputs = ImmutableArray<BoundInput>.Empty,
            Stages = ImmutableArray<BoundStage>.Empty,
            Outputs = ImmutableArray<BoundOutput>.Empty,
            Symbols = new SymbolReader(symbols, new SilentSink()).ToTable(),
            Settings = SettingTable.Empty,
            Methods = ImmutableArray<BoundMethod>.Empty,
            Loss = null,
        },
        Values = [],
        Layers = ImmutableArray<InferredLayer>.Empty,
        StageResults = new Dictionary<BoundStage, Value>(),
        Outputs = ImmutableArray<InferredOutput>.Empty,
        Requirements = ImmutableArray<Requirement>.Empty,
        Loss = null,
        Parameters = ImmutableArray<string>.Empty,
        Settings = ImmutableArray<Setting>.Empty,
        HasErrors = false,
        HasReports = false,
        Decoding = null,
        Reached = [],
    };

    /// <summary>The same members, which only throw, on the class as it is now: its stages and the types that it still names.</summary>
    public InferredModel AsSurface(Declaration now)
    {
        var named = new HashSet<string>(now.Blocks.Select(block => block.Key).Concat(now.Modules.Select(module => module.Key)));
        return this with
        {
            Bound = Bound with
            {
                Declaration = Bound.Declaration with
                {
                    Type = now.Type,
                    Stages = now.Stages,
                    Members = now.Members,
                    Components = now.Components,
                    Initialization = now.Initialization,
                },
                HasStages = now.Stages.Count > 0,
            },
            Layers = Layers.Where(layer => layer.Bound.Use.TypeArgument is not { } type || named.Contains(type)).ToImmutableArray(),
            HasErrors = true,
            Decoding = null,
            LazyBlockDecodings = null,
            LazyWeightBindings = null,
        };
    }
}
