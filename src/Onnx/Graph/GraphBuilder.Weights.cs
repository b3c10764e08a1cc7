using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelGen.Onnx.Schema;
using TorchSharp;
using static TorchSharp.torch;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Graph;

// Weights, each of which is stored once, in the type of the file.
internal sealed partial class GraphBuilder
{
    private readonly Dictionary<(IntPtr Address, string Shape, bool Transposed), Value> _weights = [];
    private readonly List<(TensorProto Proto, Tensor Tensor)> _stored = [];

    /// <summary>The element type of the weights in the model.</summary>
    public DataType ModelFloats { get; init; } = floats;

    /// <summary>The element type of the weights in the file, from which they are converted to <see cref="Floats"/>.</summary>
    public DataType StoredFloats { get; init; } = floats;

    /// <summary>The weights that the graph has instead of those of the model, by their names.</summary>
    public IReadOnlyDictionary<string, Tensor> AdaptedWeights { get; init; } = new Dictionary<string, Tensor>();

    /// <summary>The weights, without their bytes, and the tensors that hold these.</summary>
    public IReadOnlyList<(TensorProto Proto, Tensor Tensor)> Weights => _stored;

    /// <summary>Adds a weight, once for all layers that share it.</summary>
    /// <param name="name">Its name in <c>state_dict</c>.</param>
    /// <param name="weight">The weight, which must outlive the builder.</param>
    /// <param name="transposed">Whether the two axes change places in the file.</param>
    public Value Weight(string name, Tensor weight, bool transposed = false)
    {
        weight = AdaptedWeights.GetValueOrDefault(name, weight);
        var key = (AddressOf(weight), string.Join(',', weight.shape), transposed);
        if (!_weights.TryGetValue(key, out var value))
        {
            var shape = transposed ? Enumerable.Reverse(weight.shape).ToArray() : weight.shape;
            var stored = Converted(name, weight, StoredFloats);
            value = new Value(Unique(transposed ? $"{name}.T" : name), TypeOf(stored.dtype), [.. shape.Select(size => (long?)size)]);
            var proto = new TensorProto { Name = value.Name, DataType = (int)value.Type };
            proto.Dims.AddRange(shape);
            _stored.Add((proto, transposed ? stored.t() : stored));
            value = value.Type == StoredFloats ? Cast(value, Floats) : value;
            _weights.Add(key, value);
        }

        return value;
    }

    /// <summary>Adds a constant of the model's own code, in the type of the graph if it has that of the model, once.</summary>
    /// <param name="tensor">The tensor, on the CPU.</param>
    public Value OwnConstant(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return Table(Converted("constant", tensor, Floats));
    }

    private Tensor Converted(string name, Tensor tensor, DataType type)
    {
        if (!tensor.is_floating_point() || TypeOf(tensor.dtype) != ModelFloats || ModelFloats == type)
        {
            return tensor;
        }

        using var quiet = no_grad();
        var converted = tensor.detach().to(ScalarOf(type));
        return type != DataType.Float16 || converted.isinf().sum().item<long>() == tensor.isinf().sum().item<long>()
            ? converted
            : throw new OnnxExportException(
                $"The weight '{name}' has numbers beyond 65,504, the largest of Float16: set {nameof(OnnxExportOptions.Weights)} = "
                + $"{nameof(WeightType)}.{nameof(WeightType.BFloat16)} or {nameof(WeightType.Float32)}.");
    }

    // Two handles of a shared weight have one memory.
    private static unsafe IntPtr AddressOf(Tensor weight)
    {
        if (weight.device_type != DeviceType.CPU || weight.numel() == 0 || !weight.is_contiguous())
        {
            return weight.Handle;
        }

        using var quiet = no_grad();
        using var flat = weight.flatten();
        using var first = flat.narrow(0, 0, 1);
        return (IntPtr)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
    }
}
