using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;
using ModelGen.Generator.Symbols;

namespace ModelGen.Generator.Kinds;

/// <summary>The model that is being inferred, as kinds of layers and losses see it: what they may read, and what they may add.</summary>
internal abstract class ModelContext
{
    protected ModelContext(BoundModel bound) => Bound = bound;

    protected BoundModel Bound { get; }

    public Declaration Declaration => Bound.Declaration;

    public string ModelName => Declaration.Type.Title;

    public SymbolTable Symbols => Bound.Symbols;

    public Facts Facts => Symbols.Facts;

    /// <summary>Where problems go.</summary>
    public abstract ProblemSink Problems { get; }

    // ---- the declaration ------------------------------------------------------------------------------------------

    public IEnumerable<string> InputNames => Bound.Inputs.Select(input => input.Name);

    /// <summary>The inputs as tensors, in the order of their declaration.</summary>
    public abstract IEnumerable<Value> InputValues { get; }

    /// <summary>The symbols that weights depend on, once every layer is known.</summary>
    public abstract IReadOnlyCollection<string> Parameters { get; }

    /// <summary>Whether a size is a symbol that an input names.</summary>
    public bool IsOfInputs(Dim dim) =>
        dim.TryGetSymbol(out var symbol) && Bound.Inputs.Any(input => input.Type is { } type && type.Shape.Symbols.Contains(symbol));

    /// <summary>The class's methods of this name whose shapes are declared.</summary>
    public IEnumerable<BoundMethod> Methods(string name) => Bound.Methods.Where(method => method.Use.Name == name);

    public BoundStage? Stage(string name) => Bound.Stages.FirstOrDefault(stage => stage.Name == name);

    /// <summary>The symbols that the inputs name.</summary>
    public IEnumerable<string> SymbolsOfInputs =>
        Bound.Inputs.Where(input => input.Type is not null).SelectMany(input => input.Type!.Shape.Symbols);

    /// <summary>How often stages and layers name an input.</summary>
    public int Readers(BoundInput input) => Bound.Stages
        .SelectMany(stage => stage.Starts.Concat(stage.Layers.SelectMany(layer => layer.References.All)))
        .Count(reference => reference?.Input == input);

    /// <summary>An input of this type that no stage and no layer names.</summary>
    public BoundInput? UnreadInput(ElementType element) =>
        Bound.Inputs.FirstOrDefault(input => input.Type?.Element == element && Readers(input) == 0);

    /// <summary>The block of this full name.</summary>
    public BlockReference? Block(string key) => Declaration.Blocks.FirstOrDefault(block => block.Key == key);

    /// <summary>What the block of this full name shows; null if it is not a model.</summary>
    public abstract Signature? SignatureOf(string key);

    // ---- what is known so far ---------------------------------------------------------------------------------------

    /// <summary>What is known of a layer; null if it comes later.</summary>
    public abstract InferredLayer? Layer(BoundLayer layer);

    /// <summary>The tensor that a reference names; null if nothing is known of it.</summary>
    public abstract Value? Find(Reference? reference);

    /// <summary>The stages that start from an input and give floating-point numbers.</summary>
    public abstract IEnumerable<BoundStage> StagesOf(BoundInput input);

    /// <summary>Whether a comparison is proved, refuted or open.</summary>
    public abstract Truth Decide(DimRelation relation);

    /// <summary>The shortest form that the facts allow.</summary>
    public abstract Dim Simplify(Dim dim);

    // ---- what a kind adds -------------------------------------------------------------------------------------------

    /// <summary>A tensor of the model.</summary>
    public abstract Value NewValue(
        string name, TensorType? type, BoundLayer? producer, string stageName, Value? aliasOf = null, bool mayBeForeign = false);

    /// <summary>Leaves an open comparison to run time.</summary>
    /// <param name="relation">What must hold.</param>
    /// <param name="message">What to say when it does not.</param>
    /// <param name="site">The layer that asks for it.</param>
    /// <param name="refuted">Reports what is wrong if it does not hold; null if that is nothing that chance could decide.</param>
    public abstract void LeaveOpen(DimRelation relation, string message, Site site, Action? refuted = null);

    /// <summary>
    /// Notes a comparison that is proved because sizes are at least 1, which the axis of an input need not be when the model is called.
    /// </summary>
    /// <param name="relation">What holds.</param>
    /// <param name="message">What to say where an empty axis breaks it.</param>
    /// <param name="site">The layer that asks for it.</param>
    public abstract void NoteProved(DimRelation relation, Func<string> message, Site site);

    /// <summary>Makes the parameter of a block one of this model's constructor.</summary>
    public abstract void Adopt(string parameter, Site block);

    /// <summary>The setting of this model that a block's setting is given; null, and a problem, if there is none.</summary>
    /// <param name="setting">The setting of the block.</param>
    /// <param name="name">The name of this model's.</param>
    /// <param name="site">Where it is given.</param>
    /// <param name="what">The block's setting, for messages.</param>
    /// <param name="isImplied">Whether the name is implied, because both have it.</param>
    public abstract SettingName? Refer(Setting setting, string name, Site site, string what, bool isImplied);

    // ---- trials -----------------------------------------------------------------------------------------------------

    /// <summary>What would be reported, which is not.</summary>
    public abstract IReadOnlyList<Problem> Unreported(Action report);

    /// <summary>Infers another declaration, to see what would be wrong with it.</summary>
    public abstract void InferAnother(Declaration declaration, ProblemSink problems);
}
