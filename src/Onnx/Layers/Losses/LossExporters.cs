using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;

namespace ModelGen.Onnx.Layers;

/// <summary>The exporter of each kind of loss, by the name of its attribute. Inputs are the compared outputs, then the targets.</summary>
internal static class LossExporters
{
    private static readonly Dictionary<string, Action<LayerContext>> _exporters = new(StringComparer.Ordinal)
    {
        ["CrossEntropyLoss"] = loss => ClassLosses.Export(loss, isOfLogits: true),
        ["NllLoss"] = loss => ClassLosses.Export(loss, isOfLogits: false),
        ["MseLoss"] = loss => Elementwise(loss, (graph, y, t) => Square(graph, graph.Subtract(y, t))),
        ["L1Loss"] = loss => Elementwise(loss, (graph, y, t) => graph.Unary("Abs", graph.Subtract(y, t))),
        ["SmoothL1Loss"] = loss => Elementwise(
            loss, (graph, y, t) => SmoothL1(graph, graph.Subtract(y, t), loss.Number("Beta", 1))),
        ["BceWithLogitsLoss"] = loss => Elementwise(loss, (graph, y, t) => BceWithLogits(graph, y, t, Member(loss, "PosWeight"))),
        ["KlDivLoss"] = loss => Elementwise(loss, (graph, y, t) => KlDiv(graph, y, t, loss.Flag("LogTarget", false))),
        ["TripletMarginLoss"] = TripletMargin,
    };

    /// <summary>The kinds that are exported.</summary>
    public static IReadOnlyCollection<string> Kinds => _exporters.Keys;

    /// <summary>The exporter of a loss.</summary>
    /// <exception cref="OnnxExportException">Its kind is not exported.</exception>
    public static Action<LayerContext> Find(LayerContext loss) => _exporters.TryGetValue(loss.Layer.Kind, out var exporter)
        ? exporter
        : throw new OnnxExportException(
            $"{loss.Layer.Kind} of {loss.Scope.Architecture.Name} cannot be exported: ONNX has no operator for it. Export the model "
            + "without its loss, and compute the loss from the outputs.");

    /// <summary>The tensor of a field or property of the model that an argument names; null for none.</summary>
    public static Value? Member(LayerContext loss, string argument)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        if (!loss.Has(argument))
        {
            return null;
        }

        var (name, model) = (loss.Text(argument), loss.Scope.Module);
        var type = model.GetType();
        var given = type.GetField(name, Any)?.GetValue(model) ?? type.GetProperty(name, Any)?.GetValue(model);
        return given is Tensor tensor ? loss.Graph.Cast(loss.Graph.Table(tensor.detach().cpu()), loss.Graph.Floats) : null;
    }

    /// <summary>The losses of the elements as the declaration reduces them.</summary>
    public static Value Reduced(LayerContext loss, Value each)
    {
        var graph = loss.Graph;
        return loss.Choice("Reduction", LossReduction.Mean) switch
        {
            LossReduction.None => each,
            LossReduction.Sum => graph.ReduceAll("ReduceSum", each),
            LossReduction.BatchMean => graph.Divide(
                graph.ReduceAll("ReduceSum", each), graph.Cast(graph.Scalar(graph.SizeOf(each, 0)), each.Type)),
            _ => graph.ReduceAll("ReduceMean", each),
        };
    }

    private static void Elementwise(LayerContext loss, Func<GraphBuilder, Value, Value, Value> each) =>
        loss.Output(Reduced(loss, each(loss.Graph, loss.Inputs[0], loss.Inputs[1])));

    private static Value Square(GraphBuilder graph, Value x) => graph.Multiply(x, x);

    private static Value SmoothL1(GraphBuilder graph, Value difference, double beta)
    {
        var size = graph.Unary("Abs", difference);
        return graph.Where(
            graph.Compare("Less", size, graph.Number(beta, size)),
            graph.Multiply(Square(graph, difference), 0.5 / beta),
            graph.Add(size, -0.5 * beta));
    }

    // (1 - t) y + (1 + (w - 1) t) log(1 + exp(-y)), with the weight w of positive targets.
    private static Value BceWithLogits(GraphBuilder graph, Value y, Value t, Value? weight)
    {
        var softplus = graph.Unary("Softplus", graph.Unary("Neg", y));
        var scaled = weight is null
            ? softplus
            : graph.Multiply(softplus, graph.Add(graph.Multiply(t, graph.Add(weight, -1)), 1));
        return graph.Add(graph.Multiply(graph.Subtract(graph.Number(1, y), t), y), scaled);
    }

    // t (log t - y), which is 0 where t is 0.
    private static Value KlDiv(GraphBuilder graph, Value y, Value t, bool ofLogarithms)
    {
        if (ofLogarithms)
        {
            return graph.Multiply(graph.Unary("Exp", t), graph.Subtract(t, y));
        }

        var zero = graph.Number(0, t);
        var entropy = graph.Where(graph.Compare("Greater", t, zero), graph.Multiply(t, graph.Unary("Log", t)), zero);
        return graph.Subtract(entropy, graph.Multiply(t, y));
    }

    private static void TripletMargin(LayerContext loss)
    {
        var graph = loss.Graph;
        var (anchor, positive, negative) = (loss.Inputs[0], loss.Inputs[1], loss.Inputs[2]);
        var (p, eps) = (loss.Integer("P", 2), loss.Number("Eps", 1e-6));
        var far = Distance(anchor, negative);
        if (loss.Flag("Swap", false))
        {
            far = graph.Binary("Min", far, Distance(positive, negative));
        }

        var violation = graph.Add(graph.Subtract(Distance(anchor, positive), far), loss.Number("Margin", 1));
        loss.Output(Reduced(loss, graph.Unary("Relu", violation)));

        Value Distance(Value a, Value b)
        {
            var difference = graph.Add(graph.Subtract(a, b), eps);
            return p switch
            {
                1 => graph.Reduce("ReduceL1", difference, keep: false, -1),
                2 => graph.Reduce("ReduceL2", difference, keep: false, -1),
                _ => graph.Binary(
                    "Pow",
                    graph.Reduce(
                        "ReduceSum", graph.Binary("Pow", graph.Unary("Abs", difference), graph.Number(p, difference)), keep: false, -1),
                    graph.Number(1.0 / p, difference)),
            };
        }
    }
}
