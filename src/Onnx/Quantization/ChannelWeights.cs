using System;
using System.Collections.Generic;
using ModelGen.Onnx.Graph;
using static TorchSharp.torch;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Quantization;

/// <summary>Weights of 8 bits with one scale per output, multiplied with tensors that are quantised when the model runs.</summary>
/// <param name="graph">Where the nodes are added.</param>
/// <param name="options">How it is quantised.</param>
internal sealed class ChannelWeights(GraphBuilder graph, QuantizationOptions options) : IQuantizedWeights
{
    private readonly Dictionary<(string Name, bool IsRows), (Value Integers, Value Scales)> _stored = [];
    private readonly Dictionary<string, Value[]> _inputs = new(StringComparer.Ordinal);

    public Value Product(WeightUse use, Value x)
    {
        var (integers, scales) = Stored(use);
        var columns = use.IsRows ? graph.Transpose(integers, 1, 0) : integers;
        var quantized = Quantized(x);

        // The order in which ONNX Runtime looks for the nodes that it joins.
        var scale = graph.Multiply(quantized[1], scales);
        var sums = graph.Node("MatMulInteger", [quantized[0], columns, quantized[2]], DataType.Int32, []);
        return graph.Multiply(graph.Cast(sums, DataType.Float), scale);
    }

    public Value Rows(WeightUse use, Value ids)
    {
        var (integers, scales) = Stored(use);
        var rows = graph.Cast(graph.Gather(integers, ids), DataType.Float);
        return graph.Multiply(rows, graph.Node("Unsqueeze", [graph.Gather(scales, ids), graph.Integers(-1)], DataType.Float, []));
    }

    // Layers that read one tensor share its integers.
    private Value[] Quantized(Value x)
    {
        if (!_inputs.TryGetValue(x.Name, out var results))
        {
            results = graph.Node(
                "DynamicQuantizeLinear", [x], [(DataType.Uint8, []), (DataType.Float, []), (DataType.Uint8, [])]);
            _inputs.Add(x.Name, results);
        }

        return results;
    }

    private (Value Integers, Value Scales) Stored(WeightUse use)
    {
        if (!_stored.TryGetValue((use.Weight.Name, use.IsRows), out var stored))
        {
            using var quiet = no_grad();
            var weight = ChannelQuantization.Of(use.Tensor.to(ScalarType.Float32), use.IsRows ? 1 : 0, options.ReduceRange);
            stored = (graph.Weight($"{use.Name}.int8", weight.Integers), graph.Weight($"{use.Name}.scales", weight.Scales));
            _stored.Add((use.Weight.Name, use.IsRows), stored);
        }

        return stored;
    }
}
