using System.Collections.Generic;
using ModelGen.Onnx.Schema;

namespace ModelGen.Onnx.Graph;

/// <summary>A tensor of the graph.</summary>
/// <param name="Name">Its name, unique in the graph.</param>
/// <param name="Type">The element type.</param>
/// <param name="Sizes">The size of each axis; null where only a run knows it.</param>
internal sealed record Value(string Name, TensorProto.Types.DataType Type, IReadOnlyList<long?> Sizes)
{
    /// <summary>The number of axes.</summary>
    public int Rank => Sizes.Count;

    /// <summary>The index of an axis, counted from the front.</summary>
    /// <param name="axis">The axis; a negative one counts from the back.</param>
    public int Axis(long axis) => (int)(axis < 0 ? axis + Rank : axis);
}
