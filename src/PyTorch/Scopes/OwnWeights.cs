using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.PyTorch.Source;
using static TorchSharp.torch;

namespace ModelGen.PyTorch.Scopes;

/// <summary>
/// The weights that belong to no declared layer: those that the class creates itself, and those of modules whose code is not written. They
/// get their numbers from the file of the weights.
/// </summary>
internal static class OwnWeights
{
    /// <summary>Adds the statements to the constructor.</summary>
    /// <param name="text">The constructor.</param>
    /// <param name="model">The class.</param>
    /// <param name="written">The paths of the modules that the constructor creates.</param>
    public static void Write(SourceText text, ModelClass model, IEnumerable<string> written)
    {
        string[] paths = [.. written.Select(path => path + ".")];
        var parameters = model.Module.named_parameters().Select(parameter => parameter.name).ToHashSet(StringComparer.Ordinal);
        var own = model.State.Where(weight => !paths.Any(path => weight.Key.StartsWith(path, StringComparison.Ordinal)))
            .OrderBy(weight => weight.Key, StringComparer.Ordinal)
            .GroupBy(weight => weight.Key.Split('.')[0]).ToList();
        foreach (var group in own)
        {
            var weights = group.Select(weight => (weight.Key[group.Key.Length..].TrimStart('.'), weight.Value)).ToList();
            if (weights is [("", var tensor)])
            {
                text.Line(parameters.Contains(group.Key)
                    ? $"self.{group.Key} = nn.Parameter({Empty(tensor)})"
                    : $"self.register_buffer({Python.Literal(group.Key)}, {Empty(tensor)})");
                continue;
            }

            text.Line($"self.{group.Key} = {Tree($"{group.Key}.", weights, parameters)}");
        }
    }

    private static string Tree(string path, IEnumerable<(string Path, Tensor Value)> weights, HashSet<string> parameters)
    {
        var groups = weights.GroupBy(weight => weight.Path.Split('.')[0]).ToList();
        var isLeaf = groups.All(group => group.All(weight => !weight.Path.Contains('.', StringComparison.Ordinal)));
        var entries = groups.Select(group => $"{Python.Literal(group.Key)}: {(isLeaf ? Leaf(group) : Branch(group))}");
        return $"{(isLeaf ? "nn.ParameterDict" : "nn.ModuleDict")}({{{string.Join(", ", entries)}}})";

        string Leaf(IGrouping<string, (string Path, Tensor Value)> group)
        {
            var frozen = parameters.Contains(path + group.Key) ? string.Empty : ", requires_grad=False";
            return $"nn.Parameter({Empty(group.Single().Value)}{frozen})";
        }

        string Branch(IGrouping<string, (string Path, Tensor Value)> group) =>
            Tree($"{path}{group.Key}.", group.Select(weight => (weight.Path[(group.Key.Length + 1)..], weight.Value)), parameters);
    }

    private static string Empty(Tensor tensor)
    {
        var shape = string.Join(", ", tensor.shape.Select(Python.Literal));
        var dtype = tensor.dtype switch
        {
            ScalarType.Int64 => ", dtype=torch.int64",
            ScalarType.Int32 => ", dtype=torch.int32",
            ScalarType.Bool => ", dtype=torch.bool",
            _ => string.Empty,
        };
        return tensor.dim() == 0 && dtype.Length == 0 ? "torch.zeros(())" : $"torch.zeros({(tensor.dim() == 0 ? "()" : shape)}{dtype})";
    }
}
