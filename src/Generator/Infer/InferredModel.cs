using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Layers;
using ModelGen.Generator.Parse;
using ModelGen.Generator.Shapes;

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

    /// <summary>The constructor's parameters that are no sizes.</summary>
    public required ImmutableArray<Setting> Settings { get; init; }

    public required bool HasErrors { get; init; }

    /// <summary>Whether inference met anything that is to be told, a hint included.</summary>
    public required bool HasReports { get; init; }

    /// <summary>How the model decodes, if it asks for that and can.</summary>
    public required InferredDecoding? Decoding { get; init; }

    /// <summary>What it is made of, if it is another model with adapters and nothing else.</summary>
    public InferredAdapters? Adapters { get; init; }

    /// <summary>How the model decodes as a block of others, along each axis of its first input that may hold positions.</summary>
    public ImmutableArray<BlockDecoding> BlockDecodings => LazyBlockDecodings?.Value ?? ImmutableArray<BlockDecoding>.Empty;

    /// <summary>They are proved when somebody asks: most models are decoded by nobody.</summary>
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
            Symbols = new SymbolTable(symbols, new SilentSink()),
            Settings = new SettingTable(new SilentSink()),
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
                Declaration = Bound.Declaration with { Type = now.Type, Stages = now.Stages, Members = now.Members, Components = now.Components, Initialization = now.Initialization },
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

/// <summary>A result of <c>forward</c>; its value is null after a mistake.</summary>
internal sealed record InferredOutput(string Name, Value? Value);

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

    /// <summary>How its kernel slides along each axis of a map, from axis 2 on; empty if none does.</summary>
    public required ImmutableArray<Window> Windows { get; init; }
}

/// <summary>A module that a layer builds and registers under its name.</summary>
/// <param name="Field">The field that holds it.</param>
/// <param name="Type">The C# type.</param>
/// <param name="Construct">The expression that creates it.</param>
/// <param name="Initialize">A statement after it, or null.</param>
internal sealed record ModuleSpec(ModuleField Field, string Type, Code Construct, Code? Initialize);

/// <summary>A field that holds a module; two of one name are two.</summary>
internal sealed class ModuleField(string name)
{
    /// <summary>The field's name, before names are made unique.</summary>
    public string Name { get; } = name;
}

/// <summary>A statement of <c>forward</c>.</summary>
/// <param name="Outputs">The values it defines, in the order of the tuple; one for no tuple.</param>
/// <param name="Code">The expression.</param>
/// <param name="Consuming">The expression to use instead if <paramref name="Consumed"/> may be overwritten and is dead afterwards.</param>
/// <param name="Consumed">The value that <paramref name="Consuming"/> takes over.</param>
/// <param name="Repeat">The field of repeated blocks; then <paramref name="Code"/> is one turn, its first value the running one.</param>
/// <param name="Comment">What to call it beside its shape; the layer if empty.</param>
/// <param name="State">The states of repeated blocks that take a step of a decoding.</param>
/// <param name="Bindings">What the code of a block or of the user demands of the tensors that it takes; null for an operation of this vocabulary.</param>
internal sealed record Step(
    ImmutableArray<Value> Outputs,
    Code Code,
    Code? Consuming = null,
    Value? Consumed = null,
    ModuleField? Repeat = null,
    string Comment = "",
    Code? State = null,
    IReadOnlyList<(Value Value, WeightBinding Binding)>? Bindings = null)
{
    /// <summary>How often <see cref="Repeat"/>, which then is one block, runs; null if it is an array of copies that run once each.</summary>
    public Dim? Times { get; init; }
}

/// <summary>A condition on dimensions that must hold at run time.</summary>
/// <param name="Condition">A boolean expression.</param>
/// <param name="Message">What to say when it does not.</param>
/// <param name="Relation">The comparison, so that a model using this one as a block can decide it.</param>
/// <param name="Site">The layer that asks for it.</param>
/// <param name="IsOfEmptyAxis">Whether it fails for an empty axis alone, so that nothing has to be stated of the symbol.</param>
internal sealed record Requirement(Code Condition, string Message, DimRelation Relation, Site Site, bool IsOfEmptyAxis = false);

internal enum Comparison
{
    Equal,
    LessOrEqual,
    Divides,
}

/// <summary>A comparison of two dimensions; for <see cref="Comparison.Divides"/> the left divides the right.</summary>
internal sealed record DimRelation(Comparison Comparison, Dim Left, Dim Right);

/// <summary>What the <c>Loss</c> method is.</summary>
/// <param name="Target">The target's shape and type.</param>
/// <param name="Call">The expression.</param>
/// <param name="OutputValue">The value in it that stands for the model's output.</param>
/// <param name="TargetValue">The value in it that stands for the target.</param>
/// <param name="OutputIndex">The number of the output that it is of.</param>
/// <param name="ResultShape">The result's shape, for people.</param>
internal sealed record InferredLoss(TensorType Target, Code Call, Value OutputValue, Value TargetValue, int OutputIndex, string ResultShape);
