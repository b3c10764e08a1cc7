using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.PyTorch.Scopes;
using ModelGen.PyTorch.Source;
using static TorchSharp.torch;

namespace ModelGen.PyTorch.Layers;

/// <summary>Models as layers of others.</summary>
internal static class BlockWriters
{
    public static IReadOnlyDictionary<string, Action<LayerContext>> All { get; } = new Dictionary<string, Action<LayerContext>>
    {
        ["Block"] = Block,
    };

    private static void Block(LayerContext layer)
    {
        var first = layer.Scope.Model.BlockOf(layer.Layer)!;
        var block = layer.Scope.Classes[first.GetType()];
        var isRepeated = layer.Has("count");
        var isShared = layer.Has("Shared");
        var reference = isShared ? ClassScope.Reference(layer.WeightPath) : layer.Module(Constructor(layer, isRepeated));

        // Copies of another layer's only block run it again.
        var runsOne = isShared && isRepeated
            && layer.Scope.Model.Architecture.Layers.Single(other => other.Path == layer.WeightPath).Copies is null;
        string[] given =
        [
            .. layer.Inputs.Skip(1),
            .. block.IsCached && layer.Scope.Model.IsCached && layer.Scope.Model.PositionAxis(layer.Layer) is not null
                ? new[] { "cache=cache" } : [],
        ];
        var outputs = block.Architecture.Outputs;
        if (outputs.Count == 1 && !isRepeated)
        {
            layer.Output($"{reference}({string.Join(", ", given.Prepend(layer.Input))})");
            return;
        }

        var input = layer.Input;
        var variables = layer.Scope.Variables;

        // The first output is what the next copy takes.
        var names = outputs.Select((output, i) => (output, i)).ToDictionary(
            pair => pair.output.Name,
            pair => layer.Port == pair.output.Name || (pair.i == 0 && layer.Port is null) ? Result()
                : layer.IsPortRead(pair.output.Name) ? variables.ForPort(layer.Layer, pair.output.Name)
                : pair.i == 0 && isRepeated ? variables.ForOwnUse("x") : "_",
            StringComparer.Ordinal);
        var targets = string.Join(", ", outputs.Select(output => names[output.Name]));
        foreach (var output in outputs)
        {
            variables.Alias($"{layer.Layer.Path}.{output.Name}", names[output.Name]);
        }

        string Result() => isRepeated && layer.Inputs.Count > 1 ? variables.ForLoop(layer.Layer) : variables.ForResult(layer.Layer);

        var forward = layer.Scope.Forward;
        if (!isRepeated)
        {
            forward.Line($"{targets} = {reference}({string.Join(", ", given.Prepend(input))})");
            return;
        }

        var carried = names[outputs[0].Name];
        if (carried != input)
        {
            forward.Line($"{carried} = {input}");
        }

        var one = runsOne ? reference : variables.ForOwnUse("block");
        forward.Raw(runsOne ? $"for _ in range({layer.SizeInForward("count")}):" : $"for {one} in {reference}:");
        forward.Indented(() => forward.Line(
            $"{targets} = {one}({string.Join(", ", given.Prepend(carried))})", layer.Layer.OutputShape));
    }

    private static string Constructor(LayerContext layer, bool isRepeated)
    {
        if (!isRepeated)
        {
            return BlockConstructor.Of(layer, layer.Scope.Model.Modules[layer.Layer.Path], copy: null);
        }

        var copies = Enumerable.Range(0, int.MaxValue)
            .Select(copy => layer.Scope.Model.Modules.GetValueOrDefault($"{layer.Layer.Path}.{Python.Literal(copy)}"))
            .TakeWhile(copy => copy is not null)
            .Select((copy, i) => BlockConstructor.Of(layer, copy!, i)).ToList();
        return copies.Distinct().Count() == 1
            ? $"nn.ModuleList([{copies[0]} for _ in range({layer.Size("count")})])"
            : $"nn.ModuleList([{string.Join(", ", copies)}])";
    }
}
