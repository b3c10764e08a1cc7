using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Layers;
using ModelGen.Onnx.Scopes;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Models;

/// <summary>Adds the nodes of a model to a graph: of the whole model, and of each block of it.</summary>
internal static class ModelExporter
{
    /// <summary>Exports the layers of a model.</summary>
    /// <param name="graph">Where the nodes are added.</param>
    /// <param name="module">The model.</param>
    /// <param name="prefix">The path of the block with a dot behind it; empty for the whole model.</param>
    /// <param name="inputs">The inputs by their names; null for one that is left out.</param>
    /// <param name="step">The step of a decoding that the graph computes; null if it computes whole sequences.</param>
    /// <param name="positions">The model's symbol for the positions that are decoded; null if it does not run along them.</param>
    /// <param name="endsWithScores">Whether the result are the scores of a language model.</param>
    /// <returns>The outputs by their names, in order.</returns>
    public static IReadOnlyList<(PortInfo Port, Value Value)> Export(
        GraphBuilder graph, nn.Module module, string prefix, IReadOnlyDictionary<string, Value?> inputs, DecodingStep? step = null,
        string? positions = null, bool endsWithScores = false)
    {
        var declared = DeclaredModule.Of(module, out var below);
        prefix += below;
        var scope = new Scope(
            graph, declared, prefix, inputs,
            (block, path, given, symbol, scores) => Export(graph, block, path, given, step, symbol, scores))
        {
            Step = step,
            Positions = positions,
            EndsWithScores = endsWithScores,
        };
        foreach (var layer in scope.Architecture.Layers)
        {
            var context = new LayerContext(scope, layer);
            graph.Enter(context.Path);
            KeepWanted(context);
            LayerExporters.Find(context)(context);
        }

        graph.Enter(prefix.TrimEnd('.'));
        return [.. scope.Architecture.Outputs.Select(port => (port, scope.Find(port.From!)!))];
    }

    // The last layer of a language model is its largest product: it computes the wanted scores only.
    private static void KeepWanted(LayerContext layer)
    {
        var scope = layer.Scope;
        if (scope is { EndsWithScores: true, Step.ScoresFrom: { } from }
            && layer.Layer == scope.Architecture.Layers[^1] && layer.Layer.Path == scope.Architecture.Outputs[0].From
            && layer.Layer.Kind is "Linear" or "TiedLinear"
            && layer.PositionAxis == -2)
        {
            scope.Keep(layer.Layer.From[0], layer.Graph.Slice(layer.Input, -2, from));
        }
    }

    /// <summary>Exports the declared loss.</summary>
    /// <param name="graph">Where the nodes are added.</param>
    /// <param name="module">The model, which declares a loss.</param>
    /// <param name="outputs">The outputs of the model.</param>
    /// <param name="targets">The targets, in order.</param>
    /// <returns>The loss: a scalar unless it is not reduced.</returns>
    public static Value ExportLoss(
        GraphBuilder graph, nn.Module module, IReadOnlyList<(PortInfo Port, Value Value)> outputs, IReadOnlyList<Value> targets)
    {
        var loss = ((IDeclaredModel)module).Architecture.Loss!;
        Value[] compared = [.. loss.Outputs.Select(name => outputs.Single(output => output.Port.Name == name).Value), .. targets];
        var named = compared.Select((value, i) => (Name: $"operand {i}", Value: value)).ToList();
        var inputs = named.ToDictionary(one => one.Name, one => (Value?)one.Value);
        var scope = new Scope(graph, module, string.Empty, inputs, (_, _, _, _, _) => []);

        // A loss reads tensors and arguments as a layer does.
        var context = new LayerContext(scope, new LayerInfo(
            string.Empty, "loss", loss.Kind, loss.Kind, [.. named.Select(one => one.Name)], string.Empty, string.Empty, "0",
            Arguments: loss.Arguments));
        graph.Enter(context.Path);
        LossExporters.Find(context)(context);
        return scope.Find(context.Path)!;
    }
}
