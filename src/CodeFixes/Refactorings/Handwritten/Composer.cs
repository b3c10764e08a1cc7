using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator;
using ModelGen.Generator.Bind;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>
/// Writes a graph of layers as a chain if it does not branch and its layers can keep the names of the fields. Otherwise it writes
/// stages, each of which ends where the graph branches.
/// </summary>
internal sealed class Composer
{
    private readonly HandwrittenModule _module;
    private readonly Dictionary<FlowNode, int> _readers;
    private readonly Dictionary<FlowNode, string> _names = new();
    private readonly Dictionary<FlowNode, StageDraft> _stages = new();

    // Layers whose name is not the default one.
    private readonly HashSet<FlowNode> _given = new();

    private Composer(HandwrittenModule module)
    {
        _module = module;
        _readers = module.Nodes.ToDictionary(node => node,
            node => module.Nodes.SelectMany(other => other.Operands).Count(operand => operand.Node == node));
    }

    /// <summary>Writes the layers.</summary>
    /// <exception cref="NotUnderstoodException">A name has another meaning in the declaration.</exception>
    public static Composition Compose(HandwrittenModule module)
    {
        var weighted = module.Nodes.Where(node => node.HasWeights).ToList();
        var inSequence = weighted.Count(node => node.Module!.Entry is not null && node.Module.IsNamed);
        Composer composer = new(module);
        return inSequence * 2 <= weighted.Count && composer.Chain() is { } chain ? chain : new Composer(module).Stages();
    }

    // Whether each layer reads the one before it, and its other operands are results of earlier layers.
    private Composition? Chain()
    {
        var nodes = _module.Nodes;
        StageDraft chain = new(string.Empty);
        NameLayers(nodes, node => node.Module is { IsNamed: true } module ? module.Entry ?? module.Field : null);
        for (var i = 0; i < nodes.Count; i++)
        {
            FlowValue before = i == 0 ? new FlowValue(0, null) : new FlowValue(-1, nodes[i - 1]);
            if (Continue(nodes[i], before, new FlowValue(0, null), value => value.Node is null
                ? _module.Inputs[value.Input] is var name && _module.Inputs.Count == 1 ? "\"input\"" : $"\"{name}\""
                : value.Port is null ? $"\"{_names[value.Node]}\"" : $"\"{_names[value.Node]}.{value.Port}\"") is not { } text)
            {
                return null;
            }

            chain.Layers.Add((nodes[i], text));
        }

        NotUnderstoodException.Unless(!_names.Values.Intersect(_module.Inputs.Count == 1 ? ["input"] : _module.Inputs).Any(),
            "a layer would be named like an input");
        return new Composition([chain], nodes.All(node => !node.HasWeights || node.Module is { Entry: null }));
    }

    private Composition Stages()
    {
        var stages = new List<StageDraft>();
        foreach (var group in Runs())
        {
            StageDraft stage = new(StageName(group, stages));
            group.ForEach(node => _stages.Add(node, stage));
            NameLayers(group,
                node => node.Module is { IsNamed: true, Entry: { } entry } module && module.Field == stage.Name ? entry : null);
            var before = stages.Count == 0 ? new FlowValue(0, null) : new FlowValue(-1, stages[stages.Count - 1].Layers.Last().Node);
            var first = group[0];
            string? text = Continue(first, before, null, Reference);
            if (text is null)
            {
                stage.From = string.Join(", ", first.Operands.Select(Reference));
                text = Write(first, null);
            }

            var start = stage.From is null ? before : first.Operands.Count == 1 ? first.Operands[0] : null;
            stage.Layers.Add((first, text));
            foreach (var (node, previous) in group.Skip(1).Zip(group, (node, previous) => (node, previous)))
            {
                stage.Layers.Add((node, Continue(node, new FlowValue(-1, previous), start, Reference)
                    ?? throw new NotUnderstoodException($"{node.Layer.Kind} does not start from the layer above it")));
            }

            stages.Add(stage);
        }

        NotUnderstoodException.Unless(!stages.Select(stage => stage.Name).Intersect(_module.Inputs).Any(),
            "a stage would be named like an input");
        return new Composition(stages, _module.Nodes.All(node => !node.HasWeights
            || (node.Module is { IsNamed: true, Entry: not null } module && module.Field == _stages[node].Name)));
    }

    // Splits the graph into unbranched parts. A part has one module with weights, whose name the stage gets, or a Sequential with names,
    // which keeps all of them.
    private IEnumerable<List<FlowNode>> Runs()
    {
        List<FlowNode> run = [];
        foreach (var node in _module.Nodes)
        {
            if (run.Count > 0 && run[run.Count - 1] is var last
                && !(_readers[last] == 1 && IsRunning(node, new FlowValue(-1, last)) && Sequence(node) == Sequence(last)
                    && !(node.HasWeights && run.Any(other => other.HasWeights && other.Module!.Field != node.Module!.Field))))
            {
                yield return run;
                run = [];
            }

            run.Add(node);
        }

        yield return run;
    }

    private static string? Sequence(FlowNode node) => node.Module is { Entry: not null, IsNamed: true } module ? module.Field : null;

    private static bool IsRunning(FlowNode node, FlowValue value) =>
        node.Operands[0] == value || (node.Layer.Kind is "Add" or "Multiply" && node.Operands.Contains(value));

    // The text of the layer after a tensor; null if that tensor is not its first operand.
    private string? Continue(FlowNode node, FlowValue before, FlowValue? start, System.Func<FlowValue, string> reference)
    {
        if (!IsRunning(node, before))
        {
            return null;
        }

        var others = node.Operands.Where(operand => operand != before).ToList();
        return node.Layer is { Kind: "Add", Arguments.Count: 0 } && others.Count == 1 && others[0] == start && before != start
            ? "Residual"
            : Write(node, others.Count == 0 ? null : string.Join(", ", others.Select(reference)));
    }

    private string Write(FlowNode node, string? references) => node.Layer.Text(_given.Contains(node) ? _names[node] : null, references);

    // Layers of one kind without a name are numbered.
    private void NameLayers(IEnumerable<FlowNode> nodes, System.Func<FlowNode, string?> wanted)
    {
        var counts = new Dictionary<string, int>();
        var taken = new HashSet<string>();
        foreach (var node in nodes)
        {
            var kind = Names.CamelCase(node.Layer.Kind);
            counts.TryGetValue(kind, out var count);
            var own = count == 0 ? kind : kind + (count + 1);
            var name = node.HasWeights ? wanted(node) ?? own : own;
            if (name == own)
            {
                counts[kind] = count + 1;
            }
            else
            {
                _given.Add(node);
            }

            _names[node] = name;
            NotUnderstoodException.Unless(taken.Add(name), $"two layers would be named '{name}'");
        }
    }

    private string StageName(IReadOnlyList<FlowNode> nodes, IReadOnlyList<StageDraft> others)
    {
        var modules = nodes.Where(node => node.HasWeights).Select(node => node.Module!.Field).Distinct().ToList();
        var candidates = (Sequence(nodes[0]) is { } sequence ? [sequence] : modules.Count == 1 ? modules : [])
            .Concat(nodes.Reverse().Select(node => node.Variable))
            .Concat(modules)
            .Concat([Names.CamelCase(nodes[nodes.Count - 1].Layer.Kind)]);
        var taken = others.Select(stage => stage.Name).Concat(_module.Inputs).ToImmutableHashSet();
        return candidates.FirstOrDefault(name => name is { Length: > 1 } && !taken.Contains(name))
            ?? Enumerable.Range(2, int.MaxValue - 2)
                .Select(i => Names.CamelCase(nodes[nodes.Count - 1].Layer.Kind) + i).First(name => !taken.Contains(name));
    }

    private string Reference(FlowValue value) => value.Node is null ? $"nameof({_module.Inputs[value.Input]})"
        : value.Port is null ? $"nameof({_stages[value.Node].Name})"
        : $"nameof({_stages[value.Node].Name}) + \".{_names[value.Node]}.{value.Port}\"";
}
