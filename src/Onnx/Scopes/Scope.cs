using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ModelGen.Onnx.Graph;
using TorchSharp;

namespace ModelGen.Onnx.Scopes;

/// <summary>Exports a block, and returns its outputs in order.</summary>
/// <param name="module">The block.</param>
/// <param name="prefix">Its path with a dot behind it.</param>
/// <param name="inputs">Its inputs by their names; null for one that is left out.</param>
/// <param name="positions">The symbol of the block for the positions that are decoded; null if none is.</param>
/// <param name="endsWithScores">Whether its result are the scores of a language model.</param>
internal delegate IReadOnlyList<(PortInfo Port, Value Value)> BlockExporter(
    torch.nn.Module module, string prefix, IReadOnlyDictionary<string, Value?> inputs, string? positions, bool endsWithScores);

/// <summary>A model that is exported: the whole one, or a block of it. It knows the model's tensors, weights and symbols.</summary>
internal sealed class Scope
{
    private readonly Dictionary<string, Size> _symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Value> _values = new(StringComparer.Ordinal);
    private readonly IReadOnlyDictionary<string, Value?> _inputs;

    /// <summary>Creates the scope of a model.</summary>
    /// <param name="graph">Where its nodes are added.</param>
    /// <param name="module">The model.</param>
    /// <param name="prefix">The path of the block with a dot behind it; empty for the whole model.</param>
    /// <param name="inputs">The inputs by their names; null for one that is left out.</param>
    /// <param name="blocks">Exports a block of the model.</param>
    public Scope(
        GraphBuilder graph, torch.nn.Module module, string prefix, IReadOnlyDictionary<string, Value?> inputs, BlockExporter blocks)
    {
        (Graph, Module, Prefix, _inputs, Blocks) = (graph, module, prefix, inputs, blocks);
        var declared = (IDeclaredModel)module;
        (Architecture, Config) = (declared.Architecture, declared.Config);
        State = module.state_dict();
        foreach (var (symbol, size) in Config.Sizes)
        {
            _symbols[symbol] = size;
        }
    }

    public GraphBuilder Graph { get; }

    public torch.nn.Module Module { get; }

    /// <summary>The path of the block with a dot behind it; empty for the whole model.</summary>
    public string Prefix { get; }

    /// <summary>Exports a block of the model.</summary>
    public BlockExporter Blocks { get; }

    public Architecture Architecture { get; }

    public ModelConfig Config { get; }

    /// <summary>The step of a decoding that the graph computes; null if it computes whole sequences.</summary>
    public DecodingStep? Step { get; init; }

    /// <summary>The symbol whose axis are the positions that are decoded; null if the model does not run along them.</summary>
    public string? Positions { get; init; }

    /// <summary>Whether the result are the scores of a language model, of which only the last may be wanted.</summary>
    public bool EndsWithScores { get; init; }

    /// <summary>The weights by their names in this model.</summary>
    public IReadOnlyDictionary<string, Tensor> State { get; }

    /// <summary>A tensor that layers read: an input, a layer by its path, or a port. Null for an input that is left out.</summary>
    /// <param name="name">As in <see cref="LayerInfo.From"/>.</param>
    public Value? Find(string name) => _values.TryGetValue(name, out var value) ? value
        : _inputs.TryGetValue(name, out var input) ? input
        : throw new InvalidOperationException($"{Architecture.Name} has no tensor '{name}'.");

    /// <summary>Keeps the result of a layer, or one of its ports.</summary>
    /// <param name="name">The path of the layer, for a port with its name behind a dot.</param>
    /// <param name="value">The tensor.</param>
    public void Keep(string name, Value value) => _values[name] = value;

    /// <summary>Computes a size.</summary>
    /// <param name="expression">An expression of the model's symbols.</param>
    public Size Evaluate(string expression) => SizeText.Evaluate(expression, ValueOf, Graph);

    /// <summary>The sizes of a shape; null for those that depend on a call's inputs.</summary>
    /// <param name="shape">The shape, as in <see cref="LayerInfo.OutputShape"/>: <c>(..., T, 2*D)</c>.</param>
    public IReadOnlyList<long?> KnownSizes(string shape) =>
        [.. SizeText.Axes(shape).SelectMany(axis =>
            axis == "..." ? new long?[LeadingAxes()] : [SizeText.Known(axis, Config.Sizes)])];

    // How many axes "..." stands for, which is the same for all tensors of the model.
    private int LeadingAxes() => Architecture.Inputs
        .Select(port => (Axes: SizeText.Axes(port.Shape), Value: _inputs.GetValueOrDefault(port.Name)))
        .Where(input => input.Value is not null && input.Axes.Contains("..."))
        .Select(input => input.Value!.Rank - (input.Axes.Count - 1)).First();

    // A size of the constructor is known. Another symbol is the size of an axis of an input.
    private Size ValueOf(string symbol)
    {
        if (_symbols.TryGetValue(symbol, out var known))
        {
            return known;
        }

        foreach (var (port, value) in Architecture.Inputs.Select(port => (port, _inputs.GetValueOrDefault(port.Name))))
        {
            if (value is null)
            {
                continue;
            }

            var axes = SizeText.Axes(port.Shape);
            for (var i = 0; i < axes.Count; i++)
            {
                // Axes are counted from the back, for leading ones without names.
                if (axes[i] == symbol)
                {
                    return _symbols[symbol] = Graph.SizeOf(value, i - axes.Count);
                }

                if (axes[i].EndsWith($"*{symbol}", StringComparison.Ordinal)
                    && long.TryParse(axes[i][..^(symbol.Length + 1)], CultureInfo.InvariantCulture, out var factor))
                {
                    return _symbols[symbol] = Graph.Divide(Graph.SizeOf(value, i - axes.Count), factor);
                }
            }
        }

        throw new OnnxExportException(
            $"{Architecture.Name} cannot be exported: '{symbol}' is not the size of an axis of an input. Declare an input with an axis "
            + $"'{symbol}'.");
    }
}
