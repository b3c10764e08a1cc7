using ModelGen.Onnx.Graph;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx;

/// <summary>A tensor of a graph that is exported: an input, a weight, or the result of an operator.</summary>
public sealed class OnnxTensor
{
    internal OnnxTensor(Value value) => Value = value;

    /// <summary>The name of the tensor in the file.</summary>
    public string Name => Value.Name;

    /// <summary>The element type.</summary>
    public DType Type => Value.Type switch
    {
        DataType.Int64 or DataType.Int32 => DType.Int64,
        DataType.Bool => DType.Bool,
        _ => DType.Float,
    };

    /// <summary>The tensor. The sizes of the result of an operator are not known.</summary>
    internal Value Value { get; }
}
