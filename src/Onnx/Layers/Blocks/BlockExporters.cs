using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Layers;

/// <summary>Models as layers of others.</summary>
internal static class BlockExporters
{
    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["Block"] = Block,
    };

    private static void Block(LayerContext layer)
    {
        Value?[] given = [.. layer.Layer.From.Select(layer.Scope.Find)];
        IReadOnlyList<(PortInfo Port, Value Value)> outputs = [];
        foreach (var (path, block) in Runs(layer))
        {
            var inputs = DeclaredModule.DeclarationOf(block).Architecture.Inputs
                .Select((port, i) => (port.Name, Value: given.ElementAtOrDefault(i)))
                .ToDictionary(input => input.Name, input => input.Value, StringComparer.Ordinal);
            outputs = layer.Scope.Blocks(
                block, $"{layer.Scope.Prefix}{path}.", inputs, Positions(layer, block),
                layer.Scope.EndsWithScores && layer.Scope.Architecture.Outputs[0].From == layer.Layer.Path);
            given[0] = outputs[0].Value;
        }

        layer.Graph.Enter(layer.Path);
        foreach (var (port, value) in outputs)
        {
            layer.Port(port.Name, value);
        }

        layer.Output(layer.Has("Port") ? outputs.Single(output => output.Port.Name == layer.Text("Port")).Value : outputs[0].Value);
    }

    // The block's own symbol for the axis of the decoded positions. Leading axes have none, as the block does not look along them.
    private static string? Positions(LayerContext layer, nn.Module block)
    {
        if (layer.PositionAxis is not { } axis)
        {
            return null;
        }

        var axes = SizeText.Axes(DeclaredModule.DeclarationOf(block).Architecture.Inputs[0].Shape);
        return axes.Count + axis >= 0 && axes[axes.Count + axis] is var symbol and not "..." ? symbol : null;
    }

    // The paths and modules of the copies; a block that shares its weights runs as often.
    private static IEnumerable<(string Path, nn.Module Block)> Runs(LayerContext layer)
    {
        var modules = layer.Scope.Module.named_modules().ToDictionary(entry => entry.name, entry => entry.module, StringComparer.Ordinal);
        var path = layer.WeightPath;
        if (!layer.Has("count"))
        {
            return [(path, modules[path])];
        }

        var copies = Enumerable.Range(0, checked((int)layer.Constant("count")));
        return layer.Has("Shared")
            ? copies.Select(_ => (path, modules[path]))
            : copies.Select(copy => string.Create(CultureInfo.InvariantCulture, $"{path}.{copy}")).Select(copy => (copy, modules[copy]));
    }
}
