using System.Collections.Generic;
using ModelGen.Onnx.Graph;
using static TorchSharp.torch;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Quantization;

/// <summary>Weights in blocks, for the operators MatMulNBits and GatherBlockQuantized of ONNX Runtime.</summary>
/// <param name="graph">Where the nodes are added.</param>
/// <param name="bits">The bits of a weight, 4 or 8.</param>
/// <param name="options">How it is quantised.</param>
internal sealed class BlockWeights(GraphBuilder graph, int bits, QuantizationOptions options) : IQuantizedWeights
{
    private readonly Dictionary<(string Name, bool IsRows), (Value Packed, Value Scales, Value? ZeroPoints)> _stored = [];

    public Value Product(WeightUse use, Value x)
    {
        var (packed, scales, zeros) = Stored(use);
        var (inputs, outputs) = use.IsRows ? (use.Tensor.shape[1], use.Tensor.shape[0]) : (use.Tensor.shape[0], use.Tensor.shape[1]);
        return graph.RuntimeNode(
            "MatMulNBits", [x, packed, scales, zeros], DataType.Float, [],
            ("K", inputs), ("N", outputs), ("bits", bits), ("block_size", options.BlockSize),
            ("accuracy_level", options.Int8Products ? 4 : 1));
    }

    public Value Rows(WeightUse use, Value ids)
    {
        var (packed, scales, zeros) = Stored(use);
        var features = use.Tensor.shape[1];
        var flat = graph.Reshape(packed, Size.Same, packed.Sizes[1]!.Value * packed.Sizes[2]!.Value);
        var rows = graph.RuntimeNode(
            "GatherBlockQuantized", [flat, ids, scales, zeros], DataType.Float, [null, scales.Sizes[1] * options.BlockSize],
            ("bits", bits), ("block_size", options.BlockSize), ("gather_axis", 0), ("quantize_axis", 1));
        return features % options.BlockSize == 0
            ? rows
            : graph.Node("Slice", [rows, graph.Integers(0), graph.Integers(features), graph.Integers(-1)], DataType.Float, []);
    }

    // The layout is the same whether rows are read or multiplied.
    private (Value Packed, Value Scales, Value? ZeroPoints) Stored(WeightUse use)
    {
        if (!_stored.TryGetValue((use.Weight.Name, use.IsRows), out var stored))
        {
            using var quiet = no_grad();
            var outputsFirst = use.IsRows ? use.Tensor : use.Tensor.t();
            var weight = BlockQuantization.Of(outputsFirst.to(ScalarType.Float32), bits, options.BlockSize, options.Symmetric);
            stored = (
                graph.Weight($"{use.Name}.int{bits}", weight.Packed), graph.Weight($"{use.Name}.scales", weight.Scales),
                weight.ZeroPoints is { } zeros ? graph.Weight($"{use.Name}.zero_points", zeros) : null);
            _stored.Add((use.Weight.Name, use.IsRows), stored);
        }

        return stored;
    }
}
