using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Schema;
using ModelGen.Onnx.Scopes;
using static TorchSharp.torch;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Models;

/// <summary>
/// The part of a model's graph that makes it the step of a decoding: what comes in and out besides the ids and the scores.
/// </summary>
internal sealed class DecodingGraph
{
    private readonly GraphBuilder _graph;
    private readonly DecodingStep _step;
    private readonly PortInfo _ids;
    private readonly List<ValueInfoProto> _inputs = [];

    private DecodingGraph(GraphBuilder graph, PortInfo ids, Value value, bool withScoresFrom)
    {
        (_graph, _ids) = (graph, ids);
        var mask = Input(DecodingStep.MaskName, DataType.Int64, (Rows, value.Sizes[0]), (Slots, null));
        var from = withScoresFrom ? Input(DecodingStep.ScoresFromName, DataType.Int64, (string.Empty, 1)) : null;
        graph.Enter("positions");
        _step = new DecodingStep(graph, value, mask, from);
    }

    /// <summary>What comes in besides the model's own inputs, in order.</summary>
    public IEnumerable<ValueInfoProto> Inputs =>
        [.. _inputs, .. _step.States.Select(state => Ports.Describe(state.Past, state.Before, Axes(state, "past")))];

    /// <summary>What comes out besides the model's own outputs, in order.</summary>
    public IEnumerable<ValueInfoProto> Outputs =>
        _step.States.Select(state => Ports.Describe(state.Present, state.After!, Axes(state, "present")));

    /// <summary>The states, in the order of their layers.</summary>
    public IReadOnlyList<StateTensor> States => _step.States;

    /// <summary>The key of the metadata with the lengths up to which LongRoPE takes a sequence for a short one.</summary>
    public const string ShortContextsKey = "modelgen.short_contexts";

    /// <summary>What a file says of the step besides its inputs and outputs.</summary>
    public IEnumerable<StringStringEntryProto> Metadata => _step.ShortContexts.Count == 0
        ? []
        : [new StringStringEntryProto { Key = ShortContextsKey, Value = string.Join(',', _step.ShortContexts) }];

    /// <summary>The name of the input with the ids.</summary>
    public string Ids => _ids.Name;

    /// <summary>The symbol of the number of sequences.</summary>
    public string Rows => SizeText.Axes(_ids.Shape)[0];

    private static string Slots => "slots";

    /// <summary>Begins the step of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">Its inputs by their names.</param>
    /// <param name="graph">Where the nodes are added.</param>
    /// <param name="withScoresFrom">Whether a caller may want the scores of some positions only.</param>
    /// <exception cref="OnnxExportException">The model is no language model.</exception>
    public static DecodingGraph Of(
        nn.Module model, IReadOnlyDictionary<string, Value?> inputs, GraphBuilder graph, bool withScoresFrom)
    {
        var ids = IdsOf(model);
        return new DecodingGraph(graph, ids, inputs[ids.Name]!, withScoresFrom);
    }

    /// <summary>The input with the ids that a language model decodes.</summary>
    /// <exception cref="OnnxExportException">The model is no language model.</exception>
    public static PortInfo IdsOf(nn.Module model)
    {
        var architecture = DeclaredModule.DeclarationOf(model).Architecture;
        var ids = model is not (ILanguageModel or IConditionalLanguageModel) ? null : architecture.Inputs.FirstOrDefault(port =>
            port is { Type: DType.Int64, Optional: false } && SizeText.Axes(port.Shape) is [_, var positions]
            && SizeText.Axes(architecture.Outputs[0].Shape) is [_, var ofScores, _] && ofScores == positions);
        return ids ?? throw new OnnxExportException(
            $"{architecture.Name} cannot be exported with {nameof(OnnxExportOptions.Decoding)}: it does not declare [Autoregressive] and "
            + "ids (B, T) of Int64 that become scores (B, T, vocabulary).");
    }

    /// <summary>Exports the layers of the model.</summary>
    /// <param name="module">The model.</param>
    /// <param name="inputs">Its inputs by their names.</param>
    /// <returns>The outputs by their names, in order.</returns>
    public IReadOnlyList<(PortInfo Port, Value Value)> Export(nn.Module module, IReadOnlyDictionary<string, Value?> inputs)
    {
        var outputs = ModelExporter.Export(
            _graph, module, string.Empty, inputs, _step, SizeText.Axes(_ids.Shape)[1], endsWithScores: true);
        foreach (var state in _step.States)
        {
            _graph.Rename(state.After!, state.Present);
        }

        // A slice of what was computed for the wanted positions only is all of it.
        var (port, scores) = outputs[0];
        return _step.ScoresFrom is { } from ? [(port, _graph.Slice(scores, 1, from)), .. outputs.Skip(1)] : outputs;
    }

    private Value Input(string name, DataType type, params (string Name, long? Size)[] axes)
    {
        var value = new Value(_graph.Unique(name), type, [.. axes.Select(axis => axis.Size)]);
        _inputs.Add(Ports.Describe(value.Name, value, [.. axes.Select(axis => axis.Name)]));
        return value;
    }

    private string[] Axes(StateTensor state, string when) => state.Kind == StateKind.Recurrent
        ? [string.Empty, Rows, string.Empty]
        : [Rows, string.Empty, $"{when}_slots", string.Empty];
}
