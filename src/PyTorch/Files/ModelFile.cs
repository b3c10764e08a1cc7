using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.PyTorch.Classes;
using ModelGen.PyTorch.Scopes;
using ModelGen.PyTorch.Source;
using static TorchSharp.torch;

namespace ModelGen.PyTorch.Files;

/// <summary>The files with the classes of a model: <c>model.py</c>, and <c>layers.py</c> if it uses any of these.</summary>
/// <param name="Model">The classes, and a function that creates the model that was exported.</param>
/// <param name="Layers">The layers that PyTorch lacks; null if there are none.</param>
internal sealed record ModelFile(string Model, string? Layers)
{
    /// <summary>Writes the files.</summary>
    public static ModelFile Of(nn.Module model)
    {
        var classes = ModelClasses.Of(model);
        var helpers = new HashSet<string>(StringComparer.Ordinal);
        List<string> definitions = [.. classes.Values.Select(one => ClassWriter.Write(one, classes, helpers).ToString())];
        var root = classes.Values.Last();
        definitions.Add(Create(root, helpers));
        if (classes.Values.FirstOrDefault(one => helpers.Contains(one.Name)) is { } clash)
        {
            throw new PyTorchExportException(
                $"{root.Name} cannot be exported: the class {clash.Name} has the name of a layer in the file layers.py. Rename it.");
        }

        var text = string.Join('\n', definitions);
        List<string> imports = [.. HelperFile.Imports(text), "from checkpoint import load_file"];
        if (helpers.Count > 0)
        {
            var names = helpers.OrderBy(name => name, StringComparer.Ordinal);
            imports.Add(ImportOf(names));
        }

        var layers = helpers.Count == 0 ? null : HelperFile.Write(
            helpers, "Layers that PyTorch lacks, or has in newer versions only.");
        return new ModelFile(
            HelperFile.Compose($"{root.Name} in PyTorch, as ModelGen declares it.", definitions, imports), layers);
    }

    private static string ImportOf(IEnumerable<string> names)
    {
        var line = $"from layers import {string.Join(", ", names)}";
        return line.Length <= SourceText.Width ? line : $"from layers import (\n    {string.Join(",\n    ", names)},\n)";
    }

    // The sizes and settings of the instance.
    private static string Create(ModelClass model, HashSet<string> helpers)
    {
        if (model.Parameters.Any(parameter => parameter.Kind == ParameterKind.Rotary))
        {
            helpers.Add("RotaryOptions");
        }

        var text = new SourceText();
        text.Raw($"def load(weights: str = \"model.safetensors\") -> {model.Name}:");
        text.Indented(() =>
        {
            text.Raw("\"\"\"The model as it was exported, with the weights of a file.\"\"\"");
            text.Line($"model = {model.Name}({string.Join(", ", model.Parameters.Select(one => $"{one.Variable}={one.Value}"))})");
            text.Raw("model.load_state_dict(load_file(weights))");
            text.Raw("return model");
        });
        return text.ToString();
    }
}
