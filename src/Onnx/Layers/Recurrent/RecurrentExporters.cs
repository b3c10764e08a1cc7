using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;
using static TorchSharp.torch;
using DataType = ModelGen.Onnx.Schema.TensorProto.Types.DataType;

namespace ModelGen.Onnx.Layers;

/// <summary>Recurrent layers, one node per stacked layer.</summary>
internal static class RecurrentExporters
{
    // The gates of ONNX by their numbers in PyTorch: of an LSTM i, f, g, o there and i, o, f, g here; of a GRU r, z, n and z, r, n.
    private static readonly int[] _rnnGates = [0];
    private static readonly int[] _lstmGates = [0, 3, 1, 2];
    private static readonly int[] _gruGates = [1, 0, 2];

    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["Rnn"] = layer => Export(
            layer, "RNN", _rnnGates,
            ("activations", Enumerable.Repeat($"{layer.Choice("Nonlinearity", Nonlinearity.Tanh)}", Directions(layer)).ToArray())),
        ["Lstm"] = layer => Export(layer, "LSTM", _lstmGates),

        // PyTorch multiplies the reset gate after the product with the state, the operator does so on request.
        ["Gru"] = layer => Export(layer, "GRU", _gruGates, ("linear_before_reset", 1L)),
    };

    private static int Directions(LayerContext layer) => layer.Flag("Bidirectional", false) ? 2 : 1;

    private static void Export(LayerContext layer, string op, int[] gates, params (string Name, object Value)[] attributes)
    {
        var graph = layer.Graph;
        var directions = Directions(layer);
        var lengths = layer.Tensor("Lengths") is { } given ? graph.Cast(given, DataType.Int32) : null;
        var finals = new List<Value[]>();

        // The operators take time steps first.
        var x = graph.Transpose(layer.Input, 1, 0, 2);
        var count = layer.Integer("NumLayers", 1);
        var hasCell = op == "LSTM";
        var (h0, c0) = (InitialState(layer, "InitialHidden", "h"), hasCell ? InitialState(layer, "InitialCell", "c") : null);
        for (var i = 0; i < count; i++)
        {
            var (sequence, states) = Stacked(
                layer, op, gates, x, i, directions, lengths, (Part(h0, i), Part(c0, i)), attributes);
            x = sequence;
            finals.Add(states);
        }

        var ports = new Dictionary<string, Value> { ["last"] = Joined(graph, finals[^1][0], 0) };
        for (var state = 0; state < finals[0].Length; state++)
        {
            Value[] parts = [.. finals.Select(states => states[state])];
            ports[state == 0 ? "h" : "c"] = parts.Length == 1 ? parts[0] : graph.Concat(0, parts);
        }

        foreach (var (name, value) in ports)
        {
            layer.Port(name, value);
        }

        layer.Step?.Keep(hasCell ? [ports["h"], ports["c"]] : [ports["h"]]);

        layer.Output(layer.Has("Port") ? ports[layer.Text("Port")] : graph.Transpose(x, 1, 0, 2));

        Value? Part(Value? states, int i) => states is null || count == 1
            ? states
            : graph.Slice(states, 0, (long)i * directions, (long)(i + 1) * directions);
    }

    // The states (layers, B, H) before the first time step; null for 0.
    private static Value? InitialState(LayerContext layer, string argument, string name)
    {
        var given = layer.Tensor(argument);
        return layer.Step is { } step
            ? step.Recurrent(layer.Path, name, layer.Integer("NumLayers", 1), layer.WeightTensor("weight_hh_l0").shape[1], given)
            : given;
    }

    // One of the stacked layers: its sequence (T, B, directions*hidden), and its final states (directions, B, hidden).
    private static (Value Sequence, Value[] States) Stacked(
        LayerContext layer, string op, int[] gates, Value x, int index, int directions, Value? lengths, (Value? H, Value? C) initial,
        (string Name, object Value)[] attributes)
    {
        var graph = layer.Graph;
        string[] suffixes = [.. new[] { $"_l{index}", $"_l{index}_reverse" }.Take(directions)];
        var hidden = layer.WeightTensor("weight_hh_l0").shape[1];
        var hasCell = op == "LSTM";
        long?[] state = [directions, x.Sizes[1], hidden];
        var (h, c) = initial;
        if (hasCell && (h is null) != (c is null))
        {
            // ONNX Runtime reads either state only if both are given.
            var zeros = graph.Expand(graph.Number(0, x), graph.SizesOf((h ?? c)!));
            (h, c) = (h ?? zeros, c ?? zeros);
        }

        var results = graph.Node(
            op,
            [
                x,
                Weight(layer, "W", index, suffixes, gates, "weight_ih"),
                Weight(layer, "R", index, suffixes, gates, "weight_hh"),
                layer.HasWeight("bias_ih_l0") ? Weight(layer, "B", index, suffixes, gates, "bias_ih", "bias_hh") : null,
                lengths,
                h,
                c,
            ],
            [
                (x.Type, [x.Sizes[0], directions, x.Sizes[1], hidden]),
                (x.Type, state),
                .. hasCell ? [(x.Type, state)] : ((DataType, IEnumerable<long?>)[])[],
            ],
            [("hidden_size", hidden), ("direction", directions == 2 ? "bidirectional" : "forward"), .. attributes]);
        return (Joined(graph, results[0], 1), results[1..]);
    }

    // The directions of a state or a sequence side by side: (..., directions, B, hidden) to (..., B, directions*hidden).
    private static Value Joined(GraphBuilder graph, Value x, int axis)
    {
        if (x.Sizes[axis] == 1)
        {
            return graph.Squeeze(x, axis);
        }

        long[] order = [.. Enumerable.Range(0, axis).Select(i => (long)i), axis + 1, axis, axis + 2];
        var moved = graph.Transpose(x, order);
        return graph.Reshape(moved, [.. graph.SizesOf(moved).SkipLast(2), moved.Sizes[^2]!.Value * moved.Sizes[^1]!.Value]);
    }

    // Weights of all directions, with the gates in another order: (directions, gates*hidden, in), biases one behind the other.
    private static Value Weight(LayerContext layer, string name, int index, string[] suffixes, int[] gates, params string[] sources)
    {
        using var quiet = no_grad();
        var ofDirections = suffixes.Select(suffix => cat(
            [.. sources.SelectMany(source => Reordered(layer.WeightTensor(source + suffix), gates))], 0));
        return layer.Graph.Weight($"{layer.Path}.{name}_l{index}", stack([.. ofDirections], 0));
    }

    private static IEnumerable<Tensor> Reordered(Tensor weight, int[] gates)
    {
        var parts = weight.chunk(gates.Length, 0);
        return gates.Select(gate => parts[gate]);
    }
}
