using System;
using System.Collections.Generic;
using System.Linq;
using static TorchSharp.torch;

namespace ModelGen.Checkpoints;

/// <summary>Proposes a name map: equal names first, then layers that repeat, then single layers.</summary>
internal static class NameSuggester
{

    /// <summary>Compares a module with a checkpoint.</summary>
    public static NameMapSuggestion Suggest(nn.Module module, CheckpointFile file)
    {
        List<OpenTensor> ofModule = [.. module.state_dict().Select(pair => new OpenTensor(pair.Key, pair.Value.shape))];
        List<OpenTensor> ofFile = [.. file.Tensors.Select(tensor => new OpenTensor(tensor.Name, tensor.Shape))];
        if (IsSorted(file))
        {
            // The order of a safetensors file says nothing; numbers at least are compared as numbers.
            ofFile = [.. ofFile.OrderBy(tensor => Natural(tensor.Name), StringComparer.Ordinal)];
        }

        var prefix = Prefix(ofModule, ofFile, out var exact);
        var exactInFile = exact.Select(name => prefix + name).ToHashSet(StringComparer.Ordinal);
        var (allModule, allFile) = (TensorLayer.Of(ofModule), TensorLayer.Of(ofFile));
        var openModule = TensorLayer.Of(ofModule.Where(tensor => !exact.Contains(tensor.Name)));
        var openFile = TensorLayer.Of(ofFile.Where(tensor => !exactInFile.Contains(tensor.Name)));
        var pairs = Pairs(openModule, allModule, [.. openFile.Where(IsPossible)], allFile);

        var restModule = Rest(openModule, pairs.Select(pair => pair.Module));
        var restFile = Rest(openFile, pairs.Select(pair => pair.File));
        var hints = new LayoutHints(LayerFamily.Of(restModule, allModule), LayerFamily.Of(restFile, allFile));
        var sentences = hints.Sentences.ToList();
        if (hints.HasTransposed)
        {
            // The shape of a square matrix does not show whether it is transposed like the others of the file.
            foreach (var pair in pairs.Where(pair => pair.File.Matrix is { } matrix && matrix[0] == matrix[1]).ToList())
            {
                pairs.Remove(pair);
                sentences.Add(
                    $"'{CheckpointException.Shown(pair.File.Path)}' may be '{pair.Module.Path}', transposed or not: its matrix is square, "
                        + "and other matrices of the file are transposed.");
            }

            restModule = Rest(openModule, pairs.Select(pair => pair.Module));
            restFile = Rest(openFile, pairs.Select(pair => pair.File));
        }

        var rules = pairs.SelectMany(pair => Rules(pair, prefix))
            .OrderBy(rule => rule.Rule.Module[0].Contains("{i}", StringComparison.Ordinal)).ToList();
        var map = new NameMap { Prefixes = [prefix], Rules = [.. rules.Select(rule => rule.Rule)] };
        return new NameMapSuggestion(
            module.GetName(), file.Path, map, exact.Count, rules, [.. Tensors(restModule)], [.. Tensors(restFile)], sentences);
    }

    // A rule cannot contain the braces of a name, because they mark placeholders.
    private static bool IsPossible(TensorLayer layer)
        => layer.Path.AsSpan().IndexOfAny('{', '}') < 0 && layer.Tensors.All(tensor => tensor.Name.AsSpan().IndexOfAny('{', '}') < 0);

    private static List<(LayerFamily Module, LayerFamily File, SuggestionReason Reason)> Pairs(
        IReadOnlyList<TensorLayer> module, IReadOnlyList<TensorLayer> allModule, IReadOnlyList<TensorLayer> file,
        IReadOnlyList<TensorLayer> allFile)
    {
        var alignment = new NameAlignment();
        alignment.Pair(LayerFamily.Of(module, allModule), LayerFamily.Of(file, allFile));
        alignment.Pair(
            LayerFamily.Singles(Rest(module, alignment.Pairs.Select(pair => pair.Module)), allModule),
            LayerFamily.Singles(Rest(file, alignment.Pairs.Select(pair => pair.File)), allFile));
        return alignment.Pairs;
    }

    private static IReadOnlyList<TensorLayer> Rest(IReadOnlyList<TensorLayer> layers, IEnumerable<LayerFamily> paired)
    {
        var taken = paired.SelectMany(family => family.Layers).Select(layer => layer.Path).ToHashSet(StringComparer.Ordinal);
        return [.. layers.Where(layer => !taken.Contains(layer.Path))];
    }

    private static IEnumerable<OpenTensor> Tensors(IEnumerable<TensorLayer> layers)
        => layers.SelectMany(layer => layer.Tensors, (layer, tensor) => new OpenTensor(layer.Full(tensor.Name), tensor.Shape));

    // One rule for all tensors of a layer if their names are equal, otherwise one per tensor.
    private static IEnumerable<SuggestedRule> Rules((LayerFamily Module, LayerFamily File, SuggestionReason Reason) pair, string prefix)
    {
        var (module, file, reason) = pair;
        var isPrefixed = file.Path.StartsWith(prefix, StringComparison.Ordinal);
        var path = isPrefixed ? file.Path[prefix.Length..] : file.Path;
        var names = file.Layers[0].Tensors.ToDictionary(tensor => TensorLayer.Kind(tensor.Name), tensor => tensor.Name);
        if (module.Path.Length > 0 && path.Length > 0 && names.All(name => name.Key == name.Value))
        {
            return [new(new NameRule($"{module.Path}.{{p}}", $"{path}.{{p}}") { Prefixed = isPrefixed }, Count(module, names), reason)];
        }

        return module.Layers[0].Tensors.Where(tensor => names.ContainsKey(TensorLayer.Kind(tensor.Name))).Select(
            tensor => new SuggestedRule(
                new NameRule(Join(module.Path, tensor.Name), Join(path, names[TensorLayer.Kind(tensor.Name)])) { Prefixed = isPrefixed },
                module.Layers.Count, reason));
    }

    // Files may lack the counters of batch norms.
    private static int Count(LayerFamily module, Dictionary<string, string> names)
        => module.Layers.Sum(layer => layer.Tensors.Count(tensor => names.ContainsKey(TensorLayer.Kind(tensor.Name))));

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    // The prefix with which most tensors of the module have a tensor of the same name and shape.
    private static string Prefix(List<OpenTensor> module, List<OpenTensor> file, out HashSet<string> exact)
    {
        var shapes = module.ToDictionary(tensor => tensor.Name, tensor => tensor.Shape, StringComparer.Ordinal);
        var found = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var tensor in file)
        {
            for (var start = 0; start >= 0 && start < Math.Min(tensor.Name.Length, 1000);)
            {
                var name = tensor.Name[start..];
                if (shapes.TryGetValue(name, out var shape) && shape.SequenceEqual(tensor.Shape))
                {
                    var prefix = tensor.Name[..start];
                    found.TryAdd(prefix, new HashSet<string>(StringComparer.Ordinal));
                    found[prefix].Add(name);
                }

                var dot = tensor.Name.IndexOf('.', start);
                start = dot < 0 ? -1 : dot + 1;
            }
        }

        // A prefix of few tensors is rather the path of a layer that happens to have the name of one in the module.
        var best = found.Where(pair => 2 * file.Count(tensor => tensor.Name.StartsWith(pair.Key, StringComparison.Ordinal)) >= file.Count)
            .OrderByDescending(pair => pair.Value.Count).ThenBy(pair => pair.Key.Length)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal).FirstOrDefault();
        exact = best.Value ?? [];
        return best.Key ?? string.Empty;
    }

    // safetensors files are sorted by the sizes of the dtypes, then by name.
    private static bool IsSorted(CheckpointFile file)
        => file.Tensors.Zip(file.Tensors.Skip(1)).All(
            pair => pair.First.Type != pair.Second.Type || string.CompareOrdinal(pair.First.Name, pair.Second.Name) < 0);

    private static string Natural(string name)
        => string.Join('.', name.Split('.').Select(part => TensorLayer.IsNumber(part) ? part.PadLeft(10, '0') : part));
}
