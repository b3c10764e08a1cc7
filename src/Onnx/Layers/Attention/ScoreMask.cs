using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Layers;

/// <summary>The masks of an attention as one tensor that is added to the scores.</summary>
/// <remarks>
/// A masked score becomes the lowest finite number instead of -∞, so that softmax is finite for a query without keys. The result of such
/// a query is 0, which <see cref="Attends"/> is for: ONNX does not define it, and runtimes differ.
/// </remarks>
/// <param name="Bias">What is added to the scores, broadcast to <c>(..., T, S)</c>; null for nothing.</param>
/// <param name="Attends">Whether a query sees a key at all, broadcast to <c>(..., T, 1)</c>; null if every one does.</param>
internal sealed record ScoreMask(Value? Bias, Value? Attends)
{
    /// <summary>Combines masks. All have as many axes or fewer, as shapes are broadcast.</summary>
    /// <param name="graph">Where the nodes are added.</param>
    /// <param name="masks">Masks of the model: booleans are true where a query sees a key, floats are added to the scores.</param>
    /// <param name="band">The mask of the positions; null if a query sees all.</param>
    /// <param name="bandMayBeEmpty">Whether the mask of the positions may leave a query without keys.</param>
    /// <param name="bias">What is added to the scores besides, and masks no key; null for nothing.</param>
    public static ScoreMask Combine(GraphBuilder graph, IReadOnlyList<Value> masks, Value? band, bool bandMayBeEmpty, Value? bias = null)
    {
        var visible = masks.Where(mask => mask.Type == DataType.Bool).Append(band).OfType<Value>()
            .Aggregate((Value?)null, (all, mask) => all is null ? mask : graph.Binary("And", all, mask));
        var added = masks.Where(mask => mask.Type != DataType.Bool)
            .Aggregate((Value?)null, (all, mask) => all is null ? mask : graph.Add(all, mask));
        var lowest = graph.Number(Lowest(graph.Floats));

        // A float mask may contain -∞, which hides a key, and the lowest finite number, which does not.
        var blocked = added is null ? lowest : graph.Number(double.NegativeInfinity);
        var sum = visible is null ? added : graph.Where(visible, added ?? graph.Number(0), blocked);
        if (sum is null)
        {
            return new ScoreMask(bias, null);
        }

        var attends = masks.Count > 0 || bandMayBeEmpty
            ? graph.Compare("Greater", graph.Reduce("ReduceMax", sum, keep: true, -1), blocked)
            : null;
        if (added is not null)
        {
            var finite = graph.Binary("Max", sum, graph.Number(Lowest(graph.Floats) / 2));
            sum = graph.Where(graph.Compare("Greater", sum, blocked), finite, lowest);
        }

        return new ScoreMask(bias is null ? sum : graph.Add(sum, bias), attends);
    }

    /// <summary>The attention weights of scores.</summary>
    public Value Weights(GraphBuilder graph, Value scores) => graph.Softmax(Bias is null ? scores : graph.Add(scores, Bias), -1);

    /// <summary>Sets what belongs to a query without keys to 0.</summary>
    /// <param name="graph">Where the nodes are added.</param>
    /// <param name="x">The weights or the result, <c>(..., T, n)</c>.</param>
    public Value Clear(GraphBuilder graph, Value x) => Attends is null ? x : graph.Where(Attends, x, graph.Number(0, x));

    private static double Lowest(DataType type) => type switch
    {
        DataType.Double => double.MinValue,
        DataType.Float16 => (double)Half.MinValue,
        DataType.Bfloat16 => -3.3895313892515355e38,
        _ => float.MinValue,
    };
}
