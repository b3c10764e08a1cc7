using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;
using TorchSharp;
using static TorchSharp.torch;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Layers;

/// <summary>Sine and cosine of positions times frequencies.</summary>
internal static class Positions
{
    private const double Turn = 2 * System.Math.PI;

    /// <summary>
    /// Sine and cosine of each position times each frequency. The products are reduced to one turn in double precision, as float32 would
    /// lose the fraction of large angles.
    /// </summary>
    /// <param name="graph">Where the nodes are added.</param>
    /// <param name="positions">The positions <c>(..., T)</c> of Int64.</param>
    /// <param name="frequencies">The F frequencies in radians.</param>
    /// <returns>Two tensors <c>(..., T, F)</c> of the weights' type.</returns>
    public static (Value Sine, Value Cosine) SineAndCosine(GraphBuilder graph, Value positions, IReadOnlyList<double> frequencies) =>
        SineAndCosine(graph, positions, Turns(graph, frequencies));

    /// <inheritdoc cref="SineAndCosine(GraphBuilder, Value, IReadOnlyList{double})"/>
    /// <param name="graph">Where the nodes are added.</param>
    /// <param name="positions">The positions <c>(..., T)</c> of Int64.</param>
    /// <param name="turns">The result of <see cref="Turns"/>, or a choice of several.</param>
    public static (Value Sine, Value Cosine) SineAndCosine(GraphBuilder graph, Value positions, Value turns)
    {
        var angles = graph.Multiply(graph.Unsqueeze(graph.Cast(positions, DataType.Double), -1), turns);
        var reduced = graph.Multiply(graph.Subtract(angles, graph.Unary("Floor", angles)), Turn);
        var single = graph.Cast(reduced, DataType.Float);
        return (graph.Cast(graph.Unary("Sin", single), graph.Floats), graph.Cast(graph.Unary("Cos", single), graph.Floats));
    }

    /// <summary>Frequencies as numbers of turns per position: a tensor <c>(F)</c> of doubles.</summary>
    public static Value Turns(GraphBuilder graph, IReadOnlyList<double> frequencies)
    {
        using var scope = NewDisposeScope();
        return graph.Table(tensor(frequencies.Select(frequency => frequency / Turn).ToArray(), dtype: ScalarType.Float64));
    }
}
