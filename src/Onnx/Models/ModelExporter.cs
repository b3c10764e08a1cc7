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
    /// <returns>The outputs by their names, in order.</returns>
    public static IReadOnlyList<(PortInfo Port, Value Value)> Export(
        GraphBuilder graph, nn.Module module, string prefix, IReadOnlyDictionary<string, Value?> inputs)
    {
        var scope = new Scope(graph, module, prefix, inputs, (block, path, given) => Export(graph, block, path, given));
        foreach (var layer in scope.Architecture.Layers)
        {
            var context = new LayerContext(scope, layer);
            graph.Enter(context.Path);
            LayerExporters.Find(context)(context);
        }

        graph.Enter(prefix.TrimEnd('.'));
        return [.. scope.Architecture.Outputs.Select(port => (port, scope.Find(port.From!)!))];
    }
}
