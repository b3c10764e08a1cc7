using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Bind;

/// <summary>
/// Resolves the names of tensors: an input, a stage, a layer's port as <c>stage.port</c> or <c>stage.layer.port</c>, and in a
/// chain a layer above or its port.
/// </summary>
internal sealed class ReferenceResolver(
    Declaration declaration, List<BoundInput> inputs, List<StageDraft> stages, bool hasStages, ProblemSink problems)
{
    /// <summary>Resolves the arguments by which every layer names tensors.</summary>
    public void ResolveArguments()
    {
        foreach (var stage in stages)
        {
            foreach (var layer in stage.Layers)
            {
                foreach (var argument in layer.Kind.Arguments)
                {
                    if (argument is TensorArgument tensor && layer.Use.Find(tensor) is not null)
                    {
                        layer.References.Add((tensor, ResolveAll(layer.Use, tensor, stage, layer)));
                    }
                }

                ResolvePort(stage, layer);
            }
        }
    }

    // The port that the next layer continues from.
    private void ResolvePort(StageDraft stage, LayerDraft layer)
    {
        if (layer.Use.Find(CommonArguments.Port)?.Value is not { Kind: ConstantKind.Text } given)
        {
            return;
        }

        if (Port(stage, layer, given.Text, layer.Use.At(CommonArguments.Port)) is null)
        {
            stage.IsBroken = true;
            return;
        }

        layer.Port = given.Text;
    }

    /// <summary>Resolves every name that an argument gives; unknown ones are reported and null.</summary>
    public ImmutableArray<DraftReference?> ResolveAll(
        AttributeUse use, TensorArgument argument, StageDraft owner, LayerDraft? reader = null)
    {
        if (use.Find(argument) is not { } given)
        {
            return ImmutableArray<DraftReference?>.Empty;
        }

        return given.Value.Kind switch
        {
            ConstantKind.Array => given.Value.Items
                .Select((item, i) => Resolve(item, use.Site.At(argument, i), use, owner, reader))
                .ToImmutableArray(),
            ConstantKind.Null => ImmutableArray<DraftReference?>.Empty,
            _ => ImmutableArray.Create(Resolve(given.Value, use.Site.At(argument), use, owner, reader)),
        };
    }

    private DraftReference? Resolve(Constant name, Site site, AttributeUse use, StageDraft owner, LayerDraft? reader)
    {
        if (name.Kind != ConstantKind.Text)
        {
            problems.Report(new Problem(Descriptors.UnknownStage, site,
                $"{use.Kind} needs the name of a stage or an input here, such as nameof(…), not {name}."));
            return null;
        }

        var parts = name.Text.Split('.');
        if (inputs.FirstOrDefault(input => input.Name == parts[0]) is { } input)
        {
            if (parts.Length > 1)
            {
                problems.Report(new Problem(Descriptors.UnknownStage, site,
                    $"Input '{input.Name}' has no layers and so no '{parts[1]}': write nameof({input.Name})."));
                return null;
            }

            return new DraftReference(input, null, null, null, site);
        }

        return hasStages ? ResolveInStages(parts, site, owner) : ResolveInChain(name.Text, parts, site, reader);
    }

    private DraftReference? ResolveInStages(string[] parts, Site site, StageDraft owner)
    {
        if (stages.FirstOrDefault(stage => stage.Name == parts[0]) is not { } stage)
        {
            var known = stages.Where(candidate => candidate != owner)
                .Select(candidate => candidate.Name).Concat(inputs.Select(input => input.Name));
            if (parts.Length == 1 && WithoutDot(parts[0]) is { } path)
            {
                problems.Report(new Problem(Descriptors.UnknownStage, site,
                    $"There is no stage or input '{parts[0]}': did you mean '{path}'?") { Repairs = [Repair.Spell(site, parts[0], path)] });
                return null;
            }

            Misspelt(site, $"There is no stage or input '{parts[0]}': ", parts[0], known, "stage or input");
            return null;
        }

        if (parts.Length == 1)
        {
            return new DraftReference(null, stage, null, null, site);
        }

        if (parts.Length == 3 || (parts.Length == 2 && stage.Layers.Any(layer => layer.Name == parts[1])))
        {
            return stage.Layers.FirstOrDefault(layer => layer.Name == parts[1]) is { } layer
                ? Port(stage, layer, parts.Length == 3 ? parts[2] : null, site)
                : UnknownLayer(parts[1], stage.Layers, $"Stage '{stage.Name}' has", site);
        }

        var owners = stage.Layers.Where(layer => Ports(layer).Contains(parts[1])).ToList();
        if (parts.Length == 2 && owners.Count == 1)
        {
            return Port(stage, owners[0], parts[1], site);
        }

        var ports = stage.Layers.SelectMany(layer => Ports(layer).Concat([layer.Name])).ToList();
        if (owners.Count > 1)
        {
            problems.Report(new Problem(
                Descriptors.UnknownStage,
                site,
                $"Several layers of '{stage.Name}' have a port '{parts[1]}': "
                    + $"write {Names.Choice(owners.Select(owner => $"\"{owner.Path}.{parts[1]}\"").ToList())}."));
        }
        else
        {
            Misspelt(site, $"Stage '{stage.Name}' has no layer and no port '{string.Join(".", parts.Skip(1))}': ",
                parts[1], ports, "layer or port");
        }

        return null;
    }

    // nameof(encoder) + "h" for nameof(encoder) + ".h".
    private string? WithoutDot(string name) => stages
        .Where(stage => stage.Name.Length > 0 && name.StartsWith(stage.Name, System.StringComparison.Ordinal)
            && stage.Layers.Any(layer => layer.Name == name.Substring(stage.Name.Length)
                || Ports(layer).Contains(name.Substring(stage.Name.Length))))
        .Select(stage => $"{stage.Name}.{name.Substring(stage.Name.Length)}")
        .FirstOrDefault();

    private DraftReference? ResolveInChain(string name, string[] parts, Site site, LayerDraft? reader)
    {
        var chain = stages[0];
        var above = chain.Layers.TakeWhile(layer => layer != reader).ToList();
        if (above.FirstOrDefault(layer => layer.Name == parts[0]) is { } source && parts.Length <= 2)
        {
            return Port(chain, source, parts.Length == 2 ? parts[1] : null, site);
        }

        var known = above.Select(layer => layer.Name).Concat(inputs.Select(input => input.Name));
        Misspelt(site, $"No input and no layer above is named '{name}': ", parts[0], known, "input or layer above");
        return null;
    }

    private DraftReference? Port(StageDraft stage, LayerDraft layer, string? port, Site site)
    {
        var ports = Ports(layer);
        if (port is not null && !ports.Contains(port))
        {
            if (ports.IsEmpty)
            {
                problems.Report(
                    new Problem(Descriptors.UnknownStage, site, $"{layer.Use} has no ports, only its result: write \"{layer.Path}\"."));
            }
            else
            {
                Misspelt(site, $"{layer.Use} has no port '{port}': ", port, ports, "port");
            }

            return null;
        }

        if (port is not null)
        {
            layer.UsedPorts.Add(port);
        }

        return new DraftReference(null, stage, layer, port, site);
    }

    private void Misspelt(Site site, string message, string wrong, IEnumerable<string> known, string what)
    {
        // To look for the name that was meant takes time where many are wrong.
        if (!problems.IsHeard)
        {
            problems.Report(new Problem(Descriptors.UnknownStage, site, message));
            return;
        }

        var names = known.Distinct().ToList();
        var nearest = Names.Nearest(wrong, names);
        problems.Report(new Problem(Descriptors.UnknownStage, site, message + Names.Propose(nearest, names, what))
        {
            Repairs = nearest is null ? [] : [Repair.Spell(site, wrong, nearest)],
        });
    }

    private ImmutableArray<string> Ports(LayerDraft layer) => layer.Kind.Ports(layer.Use, declaration);

    private DraftReference? UnknownLayer(string name, IEnumerable<LayerDraft> layers, string owner, Site site)
    {
        Misspelt(site, $"{owner} no layer '{name}': ", name, layers.Select(layer => layer.Name), "layer");
        return null;
    }
}
