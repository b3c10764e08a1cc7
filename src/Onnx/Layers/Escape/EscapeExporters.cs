using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Onnx.Graph;
using ModelGen.Onnx.Scopes;
using TorchSharp;

namespace ModelGen.Onnx.Layers;

/// <summary>Layers that call code of the user, who supplies the operators.</summary>
internal static class EscapeExporters
{
    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["Apply"] = Apply,
        ["Module"] = Module,
    };

    private static void Apply(LayerContext layer)
    {
        var (method, model) = (layer.Text("method"), layer.Scope.Architecture.Name);
        if ((layer.Scope.Module as IOnnxMethods ?? RobertaPositions.Of(layer.Scope.Module)) is not { } methods)
        {
            throw new OnnxExportException(
                $"{layer.Describe()} cannot be exported: it calls the method '{method}', whose code a file cannot contain. "
                + $"Implement {nameof(IOnnxMethods)} in {model}, which states the operators of '{method}'.");
        }

        var inputs = layer.Layer.From.Select(name => layer.Scope.Find(name) is { } value ? new OnnxTensor(value) : null);
        var result = methods.Export(method, new OnnxGraph(layer, string.Empty), [.. inputs]) ?? throw new OnnxExportException(
            $"{layer.Describe()} cannot be exported: {nameof(IOnnxMethods)}.{nameof(IOnnxMethods.Export)} of {model} returns no result for "
            + $"'{method}'.");
        Output(layer, result);
    }

    private static void Module(LayerContext layer)
    {
        var module = layer.Scope.Module.named_modules().Single(child => child.name == layer.Layer.Path).module;
        if (module is not IOnnxModule own)
        {
            throw new OnnxExportException(
                $"{layer.Describe()} cannot be exported: it calls the module {module.GetType().Name}, whose code a file cannot contain. "
                + $"Implement {nameof(IOnnxModule)} in {module.GetType().Name}, or derive a class from it that does.");
        }

        var result = own.Export(new OnnxGraph(layer, layer.Layer.Path + "."), new OnnxTensor(layer.Input));
        Output(layer, result ?? throw new OnnxExportException(
            $"{layer.Describe()} cannot be exported: {nameof(IOnnxModule)}.{nameof(IOnnxModule.Export)} of {module.GetType().Name} returns "
            + "null."));
    }

    // The declaration states the shape of the result, as far as it does not depend on the inputs.
    private static void Output(LayerContext layer, OnnxTensor result) =>
        layer.Output(result.Value with { Sizes = layer.Scope.KnownSizes(layer.Layer.OutputShape) });
}
