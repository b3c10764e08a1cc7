using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.PyTorch.Scopes;
using ModelGen.PyTorch.Source;

namespace ModelGen.PyTorch.Layers;

/// <summary>Recurrent layers.</summary>
internal static class RecurrentWriters
{
    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["Rnn"] = layer => Write(layer, "RNN"),
        ["Lstm"] = layer => Write(layer, "LSTM"),
        ["Gru"] = layer => Write(layer, "GRU"),
    };

    private static void Write(LayerContext layer, string kind)
    {
        var isBidirectional = layer.Flag("Bidirectional");
        string[] arguments =
        [
            layer.Features, layer.Size("hidden"),
            .. LayerContext.Optional("num_layers", Python.Literal(layer.Integer("NumLayers", 1)), "1"),
            .. layer.Choice("Nonlinearity", Nonlinearity.Tanh) == Nonlinearity.Relu ? ["nonlinearity=\"relu\""] : Array.Empty<string>(),
            .. layer.Flag("Bias", true) ? [] : new[] { "bias=False" },
            "batch_first=True",
            .. LayerContext.Optional("dropout", layer.Number("Dropout", 0), "0.0"),
            .. isBidirectional ? new[] { "bidirectional=True" } : [],
        ];
        var call = Call(layer, layer.Module($"nn.{kind}({string.Join(", ", arguments)})"), hasCell: kind == "LSTM");
        var (port, path) = (layer.Port, layer.Layer.Path);
        string[] ports = kind == "LSTM" ? ["h", "c"] : ["h"];

        // The final states, of which the last ones are parts.
        var isLastRead = port == "last" || layer.IsPortRead("last");
        var readsSequence = port is null;
        string[] states = [.. ports.Select(name => port == name ? layer.Scope.Variables.ForResult(layer.Layer)
            : layer.IsPortRead(name) ? layer.Scope.Variables.ForPort(layer.Layer, name)
            : name == "h" && isLastRead ? layer.Scope.Variables.ForOwnUse("h") : "_")];
        var sequence = readsSequence ? layer.Scope.Variables.ForResult(layer.Layer) : "_";
        var received = states.All(state => state == "_") ? "_" : states.Length == 1 ? states[0] : $"({string.Join(", ", states)})";
        layer.Scope.Forward.Line($"{sequence}, {received} = {call}", readsSequence ? layer.Layer.OutputShape : null);
        for (var i = 0; i < ports.Length; i++)
        {
            if (port == ports[i] && layer.IsPortRead(ports[i]))
            {
                layer.Scope.Variables.Alias($"{path}.{ports[i]}", states[i]);
            }
        }

        if (isLastRead)
        {
            var last = isBidirectional ? $"torch.cat([{states[0]}[-2], {states[0]}[-1]], dim=-1)" : $"{states[0]}[-1]";
            var variable = port == "last"
                ? layer.Scope.Variables.ForResult(layer.Layer)
                : layer.Scope.Variables.ForPort(layer.Layer, "last");
            layer.Scope.Forward.Line($"{variable} = {last}", port == "last" ? layer.Layer.OutputShape : null);
            layer.Scope.Variables.Alias($"{path}.last", variable);
        }
    }

    private static string Call(LayerContext layer, string module, bool hasCell)
    {
        var (h, c, lengths) = (layer.Tensor("InitialHidden"), layer.Tensor("InitialCell"), layer.Tensor("Lengths"));
        var isCached = layer.IsAlongPositions && layer.Scope.Model.IsCached;
        var isOptional = new[] { "InitialHidden", "InitialCell", "Lengths" }.Any(layer.IsOptional);
        if (!isCached && !isOptional && lengths is null && (!hasCell || (h is null) == (c is null)))
        {
            return h is null ? $"{module}({layer.Input})" : $"{module}({layer.Input}, {(hasCell ? $"({h}, {c})" : h)})";
        }

        string[] arguments =
        [
            module, layer.Input,
            .. h is null && c is null ? [] : new[] { $"state={(hasCell ? $"({h ?? "None"}, {c ?? "None"})" : h)}" },
            .. lengths is null ? [] : new[] { $"lengths={lengths}" },
            .. isCached ? new[] { "cache=cache" } : [],
        ];
        return $"{layer.Helper("run_recurrent")}({string.Join(", ", arguments)})";
    }
}
