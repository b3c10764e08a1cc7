using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Bind;

/// <summary>A stage while names are resolved. Stages may name each other in any order, so none is built before all are known.</summary>
internal sealed class StageDraft(string name, int ordinal, Site site, IReadOnlyList<LayerDraft> layers)
{
    public string Name => name;

    public int Ordinal => ordinal;

    public Site Site => site;

    public IReadOnlyList<LayerDraft> Layers => layers;

    public ImmutableArray<DraftReference?> Starts { get; set; } = ImmutableArray<DraftReference?>.Empty;

    public bool IsBroken { get; set; }

    /// <summary>All that the stage names.</summary>
    public IEnumerable<DraftReference> References =>
        Starts.Concat(layers.SelectMany(layer => layer.References.SelectMany(named => named.References))).OfType<DraftReference>();
}

/// <summary>A layer while names are resolved.</summary>
internal sealed class LayerDraft(LayerDescription kind, AttributeUse use, BoundArguments arguments, string name, string stageName)
{
    public LayerDescription Kind => kind;

    public AttributeUse Use => use;

    public BoundArguments Arguments => arguments;

    public string Name => name;

    public string StageName => stageName;

    public string Path => BoundLayer.PathOf(stageName, name);

    public List<(TensorArgument Argument, ImmutableArray<DraftReference?> References)> References { get; } = new();

    public HashSet<string> UsedPorts { get; } = new();

    public string? Port { get; set; }
}

/// <summary>A tensor that a declaration names: an input, a stage's result, or a layer's result or port.</summary>
/// <param name="Input">The input, or null.</param>
/// <param name="Stage">The stage that it is, or that the layer belongs to; null for an input.</param>
/// <param name="Layer">The layer inside the stage, or null for the stage's result.</param>
/// <param name="Port">The layer's port, or null for its main result.</param>
/// <param name="Site">Where it is named.</param>
internal sealed record DraftReference(BoundInput? Input, StageDraft? Stage, LayerDraft? Layer, string? Port, Site Site);
