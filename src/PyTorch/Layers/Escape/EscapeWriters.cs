using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using ModelGen.PyTorch.Scopes;
using ModelGen.PyTorch.Source;

namespace ModelGen.PyTorch.Layers;

/// <summary>Layers that call code of the user: methods and modules that the reader of the file completes.</summary>
internal static class EscapeWriters
{
    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["Apply"] = Apply,
        ["Module"] = Module,
    };

    private static void Apply(LayerContext layer)
    {
        var method = layer.Text("method");
        var name = Python.SnakeCase(method);
        layer.Scope.Method(
            name, layer.Inputs.Count, $"Write what {layer.Scope.Model.Name}.{method} computes, {Signature(layer, method)}.");
        layer.Output($"self.{name}({string.Join(", ", layer.Inputs)})");
    }

    private static void Module(LayerContext layer)
    {
        var module = layer.Scope.Model.Modules[layer.Layer.Path];
        var name = Python.SnakeCase($"{layer.Layer.Stage}_{layer.Layer.Name}".Trim('_'));
        layer.Scope.Method(
            name, 1, $"Write what {module.GetType().Name} computes, {layer.Layer.InputShape} to {layer.Layer.OutputShape}.");
        layer.Output($"self.{name}({layer.Input})");
    }

    private static string Signature(LayerContext layer, string method)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var found = layer.Scope.Model.Module.GetType().GetMethods(Any).FirstOrDefault(candidate => candidate.Name == method);
        var parameters = found is null ? string.Empty
            : string.Join(", ", found.GetParameters().Select(parameter => $"{parameter.ParameterType.Name} {parameter.Name}"));
        return $"{found?.ReturnType.Name ?? "Tensor"} {method}({parameters}), {layer.Layer.InputShape} to {layer.Layer.OutputShape}";
    }
}
