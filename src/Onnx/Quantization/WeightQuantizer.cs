using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Schema;
using TorchSharp;
using static TorchSharp.torch;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Quantization;

/// <summary>Replaces the products of a graph with a matrix of weights by products with quantised weights.</summary>
internal sealed class WeightQuantizer
{
    private readonly GraphBuilder _graph;
    private readonly string _model;
    private readonly OnnxExportOptions _export;
    private readonly QuantizationOptions _options;
    private readonly IQuantizedWeights _weights;
    private readonly Dictionary<string, (TensorProto Proto, Tensor Tensor)> _stored;
    private readonly Dictionary<string, string> _transposes;

    private WeightQuantizer(GraphBuilder graph, string model, OnnxExportOptions export)
    {
        (_graph, _model, _export) = (graph, model, export);
        _options = export.Quantization ?? new QuantizationOptions();
        _weights = export.Weights switch
        {
            WeightType.Int8Dynamic => new ChannelWeights(graph, _options),
            WeightType.Int8 => new BlockWeights(graph, 8, _options),
            _ => new BlockWeights(graph, 4, _options),
        };
        _stored = graph.Weights.ToDictionary(weight => weight.Proto.Name, StringComparer.Ordinal);
        _transposes = graph.Nodes.Where(IsExchange)
            .ToDictionary(node => node.Output[0], node => node.Input[0], StringComparer.Ordinal);
    }

    /// <summary>Quantises the weights of a graph, if the options say so. What is replaced is unused afterwards.</summary>
    /// <param name="graph">The whole graph.</param>
    /// <param name="model">The name of the model, for messages.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="OnnxExportException">There is nothing to quantise, or what is to be left out does not exist.</exception>
    public static void Apply(GraphBuilder graph, string model, OnnxExportOptions options)
    {
        if (options.IsQuantized)
        {
            new WeightQuantizer(graph, model, options).Apply();
        }
    }

    private void Apply()
    {
        var quantized = Chosen();
        NodeProto[] nodes = [.. _graph.Nodes];
        _graph.Nodes.Clear();
        foreach (var node in nodes)
        {
            if (!quantized.TryGetValue(node, out var use))
            {
                _graph.Nodes.Add(node);
                continue;
            }

            _graph.Enter(use.Layer);
            Replacement(use);
            _graph.Nodes[^1].Output[0] = node.Output[0];
        }
    }

    // What takes the place of a node; the last of the new nodes has its result.
    private void Replacement(WeightUse use)
    {
        var node = use.Node;
        switch (node.OpType)
        {
            case "Gather":
                _weights.Rows(use, new Value(node.Input[1], DataType.Int64, []));
                break;
            case "LSTM":
                QuantizedLstm.Add(_graph, node, name => _stored[name].Tensor, _options.ReduceRange);
                break;
            default:
                var product = _weights.Product(use, new Value(node.Input[0], DataType.Float, []));
                if (node.Input.Count > 2)
                {
                    _graph.Add(product, new Value(node.Input[2], DataType.Float, []));
                }

                break;
        }
    }

    private Dictionary<NodeProto, WeightUse> Chosen()
    {
        List<WeightUse> products = [.. _graph.Nodes.Select(Product).OfType<WeightUse>()];
        var ends = products.Count > 0 && _options.ExceptFirstAndLast ? new[] { products[0].Layer, products[^1].Layer } : [];
        List<WeightUse> rows = [.. _graph.Nodes.Select(Rows).OfType<WeightUse>()];
        foreach (var path in _options.Except)
        {
            if (!products.Concat(rows).Any(use => use.IsOf(path)))
            {
                throw new OnnxExportException(
                    $"{_model} has no layer '{path}' that {_export.Weights} would quantise, only {Listed(products)}: correct "
                    + $"{nameof(QuantizationOptions.Except)}.");
            }
        }

        List<WeightUse> chosen = [.. products.Where(IsIncluded)];
        var shared = chosen.Where(use => use.IsRows).Select(use => use.Weight.Name).ToHashSet();
        chosen.AddRange(rows.Where(use => shared.Contains(use.Weight.Name) || (_options.Embeddings && IsIncluded(use))));
        return chosen.Count > 0
            ? chosen.ToDictionary(use => use.Node)
            : throw new OnnxExportException(
                $"{_model} has no weights that {_export.Weights} would quantise: only matrix products of layers that are not left out are "
                + $"quantised. Use {nameof(WeightType)}.{nameof(WeightType.Float16)} for a smaller file.");

        bool IsIncluded(WeightUse use) => !ends.Contains(use.Layer) && !_options.Except.Any(use.IsOf);
    }

    private WeightUse? Product(NodeProto node) => node.OpType switch
    {
        "MatMul" => Matrix(node, node.Input[1]),
        "Gemm" when node.Attribute.Count == 0 => Matrix(node, node.Input[1]),
        "LSTM" when _export.Weights == WeightType.Int8Dynamic && QuantizedLstm.CanReplace(node) && _stored.ContainsKey(node.Input[2]) =>
            _stored.TryGetValue(node.Input[1], out var weight) ? new WeightUse(node, weight.Proto, weight.Tensor, IsRows: true) : null,
        _ => null,
    };

    // A weight, or one whose axes a node exchanges because an embedding has it as well.
    private WeightUse? Matrix(NodeProto node, string operand)
    {
        var isRows = _transposes.TryGetValue(operand, out var transposed);
        return _stored.TryGetValue(isRows ? transposed! : operand, out var weight) && IsMatrix(weight.Tensor)
            ? new WeightUse(node, weight.Proto, Finite(weight), isRows)
            : null;
    }

    private bool IsExchange(NodeProto node) =>
        node.OpType == "Transpose" && _stored.ContainsKey(node.Input[0]) && node.Attribute.Any(attribute => attribute.Ints is [1, 0]);

    private WeightUse? Rows(NodeProto node) =>
        node.OpType == "Gather" && node.Attribute.All(attribute => attribute.Name != "axis" || attribute.I == 0)
        && _stored.TryGetValue(node.Input[0], out var weight) && IsMatrix(weight.Tensor)
            ? new WeightUse(node, weight.Proto, weight.Tensor, IsRows: true)
            : null;

    private static bool IsMatrix(Tensor tensor) => tensor.Dimensions == 2 && tensor.is_floating_point() && tensor.numel() > 0;

    private Tensor Finite((TensorProto Proto, Tensor Tensor) weight) => weight.Tensor.isfinite().all().item<bool>()
        ? weight.Tensor
        : throw new OnnxExportException(
            $"{_model} cannot be quantised: the weight '{weight.Proto.Name}' has numbers that are not finite. Check its training.");

    private static string Listed(List<WeightUse> products) =>
        products.Count == 0 ? "none" : string.Join(", ", products.Select(use => $"'{use.Layer}'").Distinct());
}
