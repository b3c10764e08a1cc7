using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Schema;

namespace ModelGen.Onnx.Models;

/// <summary>Describes the inputs and outputs of a graph.</summary>
internal static class Ports
{
    /// <summary>Describes an input or output.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its type and its known sizes.</param>
    /// <param name="axes">The names of the sizes that a call decides, by axis; null for none.</param>
    public static ValueInfoProto Describe(string name, Value value, IReadOnlyList<string>? axes = null)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(value.Sizes.Select((size, axis) =>
            size is { } known ? new TensorShapeProto.Types.Dimension { DimValue = known }
            : axes is null ? new TensorShapeProto.Types.Dimension()
            : new TensorShapeProto.Types.Dimension { DimParam = axes[axis] }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)value.Type, Shape = shape } },
        };
    }
}
