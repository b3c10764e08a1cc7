using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;

namespace ModelGen.Onnx.Layers;

/// <summary>Activations.</summary>
internal static class ActivationExporters
{
    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["Relu"] = layer => layer.Output(layer.Graph.Unary("Relu", layer.Input)),
        ["Gelu"] = layer => layer.Output(Gelu(layer.Graph, layer.Input, layer.Flag("Tanh", false))),
        ["Silu"] = layer => layer.Output(Silu(layer.Graph, layer.Input)),
        ["Tanh"] = layer => layer.Output(layer.Graph.Unary("Tanh", layer.Input)),
        ["Sigmoid"] = layer => layer.Output(layer.Graph.Unary("Sigmoid", layer.Input)),
        ["LeakyRelu"] = layer =>
            layer.Output(layer.Graph.Unary("LeakyRelu", layer.Input, ("alpha", layer.Number("NegativeSlope", 0.01)))),
        ["Elu"] = layer => layer.Output(layer.Graph.Unary("Elu", layer.Input, ("alpha", layer.Number("Alpha", 1)))),
        ["Mish"] = layer => layer.Output(
            layer.Graph.Multiply(layer.Input, layer.Graph.Unary("Tanh", layer.Graph.Unary("Softplus", layer.Input)))),
        ["Relu6"] = layer => layer.Output(layer.Graph.Node(
            "Clip", [layer.Input, layer.Graph.Number(0, layer.Input), layer.Graph.Number(6, layer.Input)], layer.Input.Type,
            layer.Input.Sizes)),
        ["Hardswish"] = layer => layer.Output(layer.Graph.Unary("HardSwish", layer.Input)),
        ["Softplus"] = Softplus,
        ["Softmax"] = layer => layer.Output(layer.Graph.Softmax(layer.Input, layer.Integer("Axis", -1))),
        ["LogSoftmax"] = layer => layer.Output(
            layer.Graph.Unary("LogSoftmax", layer.Input, ("axis", (long)layer.Input.Axis(layer.Integer("Axis", -1))))),
        ["Glu"] = Glu,
        ["PRelu"] = PRelu,
        ["Selu"] = layer => layer.Output(layer.Graph.Unary("Selu", layer.Input)),
    };

    /// <summary>The activation of a feed-forward layer.</summary>
    public static Value Apply(GraphBuilder graph, Activation activation, Value x) => activation switch
    {
        Activation.Relu => graph.Unary("Relu", x),
        Activation.Gelu => Gelu(graph, x, tanh: false),
        Activation.GeluTanh => Gelu(graph, x, tanh: true),
        Activation.Silu => Silu(graph, x),
        _ => throw new NotSupportedException($"The activation {activation} is not exported."),
    };

    private static Value Silu(GraphBuilder graph, Value x) => graph.Multiply(x, graph.Unary("Sigmoid", x));

    // x Φ(x): as one operator from version 20 on, before as runtimes recognize it.
    private static Value Gelu(GraphBuilder graph, Value x, bool tanh)
    {
        if (graph.Opset >= 20)
        {
            return graph.Unary("Gelu", x, ("approximate", tanh ? "tanh" : "none"));
        }

        if (!tanh)
        {
            var phi = graph.Add(graph.Unary("Erf", graph.Divide(x, Math.Sqrt(2))), 1);
            return graph.Multiply(graph.Multiply(x, phi), 0.5);
        }

        var cube = graph.Multiply(x, graph.Multiply(x, x));
        var inner = graph.Multiply(graph.Add(x, graph.Multiply(cube, 0.044715)), Math.Sqrt(2 / Math.PI));
        return graph.Multiply(graph.Multiply(x, 0.5), graph.Add(graph.Unary("Tanh", inner), 1));
    }

    private static void Softplus(LayerContext layer)
    {
        var (graph, x) = (layer.Graph, layer.Input);
        var (beta, threshold) = (layer.Number("Beta", 1), layer.Number("Threshold", 20));
        var scaled = beta == 1 ? x : graph.Multiply(x, beta);
        var soft = graph.Unary("Softplus", scaled);
        soft = beta == 1 ? soft : graph.Divide(soft, beta);
        layer.Output(graph.Where(graph.Compare("Greater", scaled, graph.Number(threshold, x)), x, soft));
    }

    private static void Glu(LayerContext layer)
    {
        var (graph, x) = (layer.Graph, layer.Input);
        var axis = x.Axis(layer.Integer("Axis", -1));
        var size = graph.SizeOf(x, axis);
        var half = graph.Divide(size, 2);
        layer.Output(graph.Multiply(graph.Slice(x, axis, 0, half), graph.Unary("Sigmoid", graph.Slice(x, axis, half, size))));
    }

    private static void PRelu(LayerContext layer)
    {
        var (graph, x) = (layer.Graph, layer.Input);
        var slope = layer.Weight("weight");
        long[] spatial = [.. Enumerable.Range(1, Math.Max(0, x.Rank - 2)).Select(axis => (long)axis)];
        var shaped = slope.Sizes[0] == 1 || spatial.Length == 0 ? slope : graph.Unsqueeze(slope, spatial);
        layer.Output(graph.Node("PRelu", [x, shaped], x.Type, x.Sizes));
    }
}
