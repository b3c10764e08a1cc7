using System.Linq;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;

namespace ModelGen.Onnx.Layers;

/// <summary>Losses against class indices.</summary>
internal static class ClassLosses
{
    /// <summary>Exports a loss of logits or of log-probabilities.</summary>
    public static void Export(LayerContext loss, bool isOfLogits)
    {
        var graph = loss.Graph;
        var logarithms = ClassesLast(graph, loss.Inputs[0], loss.Integer("Axis", -1));
        if (isOfLogits)
        {
            logarithms = graph.Unary("LogSoftmax", logarithms, ("axis", -1L));
        }

        // An ignored target is no index, so another one takes its place.
        var target = loss.Inputs[1];
        var isIgnored = graph.Compare("Equal", target, graph.Integer(loss.Integer("IgnoreIndex", -100)));
        var index = graph.Where(isIgnored, graph.Integer(0), target);
        var zero = graph.Number(0, logarithms);
        var weights = LossExporters.Member(loss, "Weights");
        var weight = graph.Where(isIgnored, zero, weights is null ? graph.Number(1, logarithms) : graph.Gather(weights, index));
        var picked = graph.Squeeze(graph.Node(
            "GatherElements", [logarithms, graph.Unsqueeze(index, -1)], logarithms.Type, [.. target.Sizes, 1], ("axis", -1L)), -1);
        var each = graph.Where(isIgnored, zero, graph.Multiply(graph.Unary("Neg", picked), weight));
        if (loss.Number("LabelSmoothing", 0) is var smoothing and > 0)
        {
            var all = graph.Reduce(
                "ReduceSum", weights is null ? logarithms : graph.Multiply(logarithms, weights), keep: false, -1);
            var classes = graph.Cast(graph.Scalar(graph.SizeOf(logarithms, -1)), logarithms.Type);
            var spread = graph.Where(isIgnored, zero, graph.Divide(graph.Multiply(all, -smoothing), classes));
            each = graph.Add(graph.Multiply(each, 1 - smoothing), spread);
        }

        // The mean is over the weights of the targets.
        loss.Output(loss.Choice("Reduction", LossReduction.Mean) == LossReduction.Mean
            ? graph.Divide(graph.ReduceAll("ReduceSum", each), graph.ReduceAll("ReduceSum", weight))
            : LossExporters.Reduced(loss, each));
    }

    private static Value ClassesLast(GraphBuilder graph, Value x, long axis)
    {
        var place = x.Axis(axis);
        return place == x.Rank - 1
            ? x
            : graph.Transpose(x, [.. Enumerable.Range(0, x.Rank).Where(i => i != place).Append(place).Select(i => (long)i)]);
    }
}
