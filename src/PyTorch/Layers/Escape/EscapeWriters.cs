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
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var (method, model) = (layer.Text("method"), layer.Scope.Model);
        var found = model.Module.GetType().GetMethods(Any).First(candidate => candidate.Name == method);
        var parameters = found.GetParameters().Select(parameter => (Name: Python.Input(parameter.Name!), parameter.ParameterType));
        var signature = $"{found.ReturnType.Name} {method}("
            + $"{string.Join(", ", parameters.Select(parameter => $"{parameter.ParameterType.Name} {parameter.Name}"))})";
        var name = Python.SnakeCase(method);
        var methods = model.Module as IPyTorchMethods ?? RobertaMethods.Of(model.Module);
        layer.Scope.Methods.TryAdd(name, new(
            name, [.. parameters.Select(parameter => parameter.Name)], methods?.Write(method),
            $"Write what {model.Name}.{method} computes in C#: {signature}, {layer.Layer.InputShape} to {layer.Layer.OutputShape}."));
        layer.Output($"self.{name}({string.Join(", ", layer.Inputs)})");
    }

    private static void Module(LayerContext layer)
    {
        var module = layer.Scope.Model.Modules[layer.Layer.Path];
        var name = Python.SnakeCase($"{layer.Layer.Stage}_{layer.Layer.Name}".Trim('_')) + "_module";
        layer.Scope.Methods.TryAdd(name, new(
            name, ["x"], null,
            $"Write what the module {module.GetType().Name} computes, {layer.Layer.InputShape} to {layer.Layer.OutputShape}."));
        layer.Output($"self.{name}({layer.Input})");
    }
}
