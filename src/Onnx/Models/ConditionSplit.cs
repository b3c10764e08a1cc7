using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Schema;
using ModelGen.Onnx.Scopes;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Models;

/// <summary>
/// The graph of a step whose model takes conditions, such as the input of an encoder, in two parts: what depends on the conditions only,
/// which is computed once, and the rest of the step.
/// </summary>
internal sealed class ConditionSplit
{
    private readonly ModelGraph _graph;
    private readonly HashSet<string> _ofStep;
    private readonly HashSet<string> _ofConditions;

    /// <summary>Splits a graph.</summary>
    /// <param name="graph">The graph of a step.</param>
    public ConditionSplit(ModelGraph graph)
    {
        _graph = graph;
        string[] states = [.. graph.Step!.States.Select(state => state.Past)];
        string[] own = [graph.Step.Ids, DecodingStep.MaskName, DecodingStep.ScoresFromName];
        Conditions = [.. graph.Proto.Graph.Input.Select(input => input.Name).Except([.. own, .. states])];
        _ofStep = new HashSet<string>([.. own, .. states], StringComparer.Ordinal);
        _ofConditions = new HashSet<string>(Conditions, StringComparer.Ordinal);
        foreach (var node in Nodes)
        {
            (IsOfStep(node) ? _ofStep : IsOfConditions(node) ? _ofConditions : []).UnionWith(node.Output);
        }

        var (passed, again) = Border();
        string[] computed = [.. passed.Except(Conditions)];
        Passed = [.. passed.Except(computed), .. computed];
        if (computed.Length > 0)
        {
            Once = Part(Nodes.Where(node => !IsOfStep(node)), Conditions, [.. computed.Select(Describe)]);
        }

        Step = Part(
            Nodes.Where(node => IsOfStep(node) || !IsOfConditions(node) || again.Contains(node)), [.. own, .. Passed, .. states],
            graph.Proto.Graph.Output);
    }

    /// <summary>The names of the conditions.</summary>
    public IReadOnlyList<string> Conditions { get; }

    /// <summary>What the step takes over, by name: conditions that it reads itself, and then what is computed once.</summary>
    public IReadOnlyList<string> Passed { get; }

    /// <summary>What is computed once; null if the step reads conditions only.</summary>
    public ModelProto? Once { get; }

    /// <summary>The step, whose inputs are the ids, the mask, the first position, what it takes over, and the states.</summary>
    public ModelProto Step { get; }

    private IReadOnlyList<NodeProto> Nodes => _graph.Proto.Graph.Node;

    private bool IsOfStep(NodeProto node) => node.Input.Any(_ofStep.Contains);

    private bool IsOfConditions(NodeProto node) => node.Input.Any(_ofConditions.Contains);

    // What the step takes over, and the nodes that it computes again: sizes, as those of the conditions may have other rows than the step.
    private (List<string> Passed, HashSet<NodeProto> Again) Border()
    {
        var producers = Nodes.SelectMany(node => node.Output, (node, output) => (node, output))
            .ToDictionary(entry => entry.output, entry => entry.node, StringComparer.Ordinal);
        var (passed, again) = (new List<string>(), new HashSet<NodeProto>());
        var open = new Queue<string>(Nodes.Where(IsOfStep).SelectMany(node => node.Input));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryDequeue(out var name))
        {
            if (!_ofConditions.Contains(name) || !seen.Add(name))
            {
                continue;
            }

            if (_graph.Builder.Result(name) is { Type: DataType.Int64 or DataType.Int32, Rank: <= 1 })
            {
                again.Add(producers[name]);
                producers[name].Input.ToList().ForEach(open.Enqueue);
            }
            else
            {
                passed.Add(name);
            }
        }

        return (passed, again);
    }

    // A model of some of the nodes, in their order, of which those stay that an output needs.
    private ModelProto Part(IEnumerable<NodeProto> nodes, IEnumerable<string> inputs, IEnumerable<ValueInfoProto> outputs)
    {
        var part = new GraphProto { Name = _graph.Proto.Graph.Name };
        part.Input.AddRange(inputs.Select(Describe));
        part.Output.AddRange(outputs);
        var used = part.Output.Select(output => output.Name).ToHashSet(StringComparer.Ordinal);
        var kept = new Stack<NodeProto>();
        foreach (var node in nodes.Reverse().Where(node => node.Output.Any(used.Contains)))
        {
            kept.Push(node);
            used.UnionWith(node.Input);
        }

        part.Node.AddRange(kept);
        part.Initializer.AddRange(_graph.Proto.Graph.Initializer.Where(tensor => used.Contains(tensor.Name)));
        var model = new ModelProto { IrVersion = _graph.Proto.IrVersion, Graph = part };
        model.OpsetImport.AddRange(_graph.Proto.OpsetImport);
        model.MetadataProps.AddRange(_graph.Proto.MetadataProps);
        return model;
    }

    private ValueInfoProto Describe(string name) =>
        _graph.Proto.Graph.Input.FirstOrDefault(input => input.Name == name) ?? Ports.Describe(name, _graph.Builder.Result(name)!);
}
