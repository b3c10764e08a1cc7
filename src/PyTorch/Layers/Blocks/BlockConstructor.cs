using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.PyTorch.Scopes;
using ModelGen.PyTorch.Source;
using static TorchSharp.torch;

namespace ModelGen.PyTorch.Layers;

/// <summary>
/// The call of a block's constructor. Its arguments are expressions of the model's own parameters: those that <c>With</c> states, that
/// follow from the shape of the input, or that have the same name. Each is compared with the value that the block has, so that an
/// expression which does not give it is never written.
/// </summary>
internal static class BlockConstructor
{
    /// <summary>The call for a block, or for a copy of one.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="module">The block.</param>
    /// <param name="copy">The number of the copy; null if there is one only.</param>
    public static string Of(LayerContext layer, nn.Module module, int? copy)
    {
        var model = layer.Scope.Model;
        var parameters = ConstructorParameter.Of(module);
        var stated = Stated(layer, copy);
        var byShape = copy is null or 0 ? ByShape(layer, module) : new Dictionary<string, string>();
        List<string> arguments = [];
        foreach (var parameter in parameters)
        {
            var own = model.Parameters.FirstOrDefault(candidate => candidate.Name == parameter.Name && candidate.Kind == parameter.Kind);
            var value = parameter.Kind == ParameterKind.Size ? Size(parameter) : Setting(parameter);
            if (value != parameter.Default || own is not null)
            {
                arguments.Add($"{parameter.Variable}={value}");
            }

            string Size(ConstructorParameter size)
            {
                string?[] candidates =
                    [stated.GetValueOrDefault(size.Name), byShape.GetValueOrDefault(size.Name), own?.Name, SameForAllCopies(size)];
                var found = candidates.FirstOrDefault(candidate =>
                    candidate is not null && SizeText.Known(candidate, model.Sizes) == size.Size);
                return found is null ? size.Value : layer.Scope.InConstructor(found);
            }

            string Setting(ConstructorParameter setting)
            {
                var given = stated.GetValueOrDefault(setting.Name);
                var source = given is null ? own : model.Parameters.FirstOrDefault(candidate => candidate.Name == given);
                if (source is not null && source.Value == setting.Value && source.Kind == setting.Kind)
                {
                    return source.Variable;
                }

                if (setting.Kind == ParameterKind.Rotary)
                {
                    layer.Helper("RotaryOptions");
                }

                return setting.Value;
            }
        }

        return $"{layer.Scope.Classes[module.GetType()].Name}({string.Join(", ", arguments)})";

        // Copies of the same shapes have what the first one has.
        string? SameForAllCopies(ConstructorParameter size) =>
            copy is null or 0 ? null : ByShape(layer, module).GetValueOrDefault(size.Name);
    }

    // The values of With by their names, of each copy its own: "heads = 2, width = [16, 32]".
    private static Dictionary<string, string> Stated(LayerContext layer, int? copy)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (var entry in layer.Has("With") ? Entries(layer.Text("With")) : [])
        {
            if (entry.Split('=', 2) is [var name, var value])
            {
                var text = value.Trim();
                values[name.Trim()] = text.StartsWith('[') && copy is { } index
                    ? Entries(text[1..^1]).ElementAt(index).Trim()
                    : text;
            }
        }

        return values;
    }

    // What the shape of the input makes of the block's symbols, where an axis is a symbol alone.
    private static Dictionary<string, string> ByShape(LayerContext layer, nn.Module module)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        var inputs = ((IDeclaredModel)module).Architecture.Inputs;
        for (var i = 0; i < Math.Min(inputs.Count, layer.Layer.From.Count); i++)
        {
            var given = i == 0 ? layer.Layer.InputShape : layer.Scope.Model.ShapeOf(layer.Layer.From[i]);
            if (given is null)
            {
                continue;
            }

            var (axes, actual) = (SizeText.Axes(inputs[i].Shape), SizeText.Axes(given));
            for (var back = 1; back <= Math.Min(axes.Count, actual.Count); back++)
            {
                values.TryAdd(axes[^back], actual[^back]);
            }
        }

        return values;
    }

    private static IEnumerable<string> Entries(string text)
    {
        var (depth, start) = (0, 0);
        for (var i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ',' && depth == 0))
            {
                yield return text[start..i];
                start = i + 1;
            }
            else
            {
                depth += text[i] is '[' or '(' ? 1 : text[i] is ']' or ')' ? -1 : 0;
            }
        }
    }
}
