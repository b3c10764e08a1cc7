using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace ModelGen.Generator.Bind;

/// <summary>
/// Builds stages from their drafts, each after those that it reads. What is named in a circle, which was reported, is
/// not there yet and becomes null.
/// </summary>
internal sealed class StageBuilder
{
    private readonly Dictionary<StageDraft, BoundStage> _stages = new();
    private readonly Dictionary<LayerDraft, BoundLayer> _layers = new();

    private StageBuilder()
    {
    }

    /// <summary>The stage of each draft.</summary>
    /// <param name="drafts">The drafts in an order in which each comes after those that it reads.</param>
    public static IReadOnlyDictionary<StageDraft, BoundStage> Build(IEnumerable<StageDraft> drafts)
    {
        var builder = new StageBuilder();
        foreach (var draft in drafts)
        {
            builder._stages.Add(draft, builder.Build(draft));
        }

        return builder._stages;
    }

    private BoundStage Build(StageDraft draft)
    {
        var starts = draft.Starts.Select(Build).ToImmutableArray();
        var layers = ImmutableArray.CreateBuilder<BoundLayer>(draft.Layers.Count);
        foreach (var layer in draft.Layers)
        {
            var bound = Build(layer);
            _layers.Add(layer, bound);
            layers.Add(bound);
        }

        return new BoundStage
        {
            Name = draft.Name,
            Ordinal = draft.Ordinal,
            Site = draft.Site,
            Starts = starts,
            Layers = layers.MoveToImmutable(),
            IsBroken = draft.IsBroken,
        };
    }

    private BoundLayer Build(LayerDraft draft) => new()
    {
        Kind = draft.Kind,
        Use = draft.Use,
        Arguments = draft.Arguments,
        Name = draft.Name,
        StageName = draft.StageName,
        References = draft.References.Count == 0
            ? BoundReferences.None
            : new BoundReferences(
                draft.References.Select(named => (named.Argument, named.References.Select(Build).ToImmutableArray())).ToImmutableArray()),
        UsedPorts = draft.UsedPorts.Count == 0 ? ImmutableArray<string>.Empty : draft.UsedPorts.ToImmutableArray(),
        Port = draft.Port,
    };

    private Reference? Build(DraftReference? draft) => draft switch
    {
        null => null,
        { Input: { } input } => new Reference(input, null, null, null, draft.Site),
        { Layer: { } layer } => _layers.TryGetValue(layer, out var bound) ? new Reference(null, null, bound, draft.Port, draft.Site) : null,
        _ => _stages.TryGetValue(draft.Stage!, out var stage) ? new Reference(null, stage, null, null, draft.Site) : null,
    };
}
