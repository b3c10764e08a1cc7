using System.Collections.Generic;
using System.Linq;
using ModelGen.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Adapters;

/// <summary>Loads adapters that <see cref="LoraLayout"/> stacked, whose rank is a multiple of the rank of the adapters.</summary>
internal static class LoraSideBySide
{
    /// <summary>Loads stacked adapters, if the file contains them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="adapters">The matrices A and B by the paths of their projections, to which the values are copied.</param>
    /// <param name="options">The options of the adapters.</param>
    /// <param name="config">The configuration of the file.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="names">The correspondence of names to the checkpoint.</param>
    /// <returns>Whether the file contains stacked adapters; otherwise nothing is changed.</returns>
    /// <exception cref="CheckpointException">The file does not match or is malformed.</exception>
    public static bool TryLoad(
        nn.Module model, IReadOnlyDictionary<string, (Tensor A, Tensor B)> adapters, LoraOptions options, LoraConfig config, string path,
        NameMap names)
    {
        var projections = LoraLayout.Adapted(model, adapters.Keys, names);
        var times = projections.Where(projection => projection.Paths.Count > 1)
            .Select(projection => projection.Paths.Count(adapters.ContainsKey)).DefaultIfEmpty(1).Max();
        if (times == 1 || config.Rank != times * options.Rank)
        {
            return false;
        }

        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var wide = Wide(model, projections, config.Rank);
        Checkpoint.Load(wide, path, new LoadOptions { Map = LoraNames.Of(names) });
        var found = wide.state_dict();
        var parts = projections.SelectMany(projection => Parts(projection, adapters, found, options.Rank))
            .ToDictionary(part => part.Path, part => (part.A, part.B));

        // Stacking the separated adapters must reproduce the file.
        var layout = new LoraLayout(model, parts, options, names);
        if (layout.Config.Rank != config.Rank || layout.Tensors.Any(pair => !SavePlan.AreEqual(pair.Value, found[pair.Key])))
        {
            return false;
        }

        (config with { Rank = options.Rank, Alpha = config.Alpha / layout.Config.Alpha * (options.Alpha ?? options.Rank) })
            .RequireSame(options);
        foreach (var (projection, (a, b)) in adapters)
        {
            a.copy_(parts[projection].A);
            b.copy_(parts[projection].B);
        }

        return true;
    }

    // A module with the names and shapes of the file.
    private static Stage Wide(nn.Module model, IEnumerable<LoraLayout.Projection> projections, int rank)
    {
        var linears = LoraAdapters.Linears(model).ToDictionary(pair => pair.Path, pair => pair.Linear);
        var leaves = projections.SelectMany(projection => projection.Paths).Select(path =>
        {
            var weight = linears[path].weight;
            var a = nn.Linear(weight.size(1), rank, hasBias: false, CPU, weight.dtype);
            var b = nn.Linear(rank, weight.size(0), hasBias: false, CPU, weight.dtype);
            return (path.Split('.'), (nn.Module)new Stage(path[(path.LastIndexOf('.') + 1)..], ("lora_A", a), ("lora_B", b)));
        });
        return new Stage(nameof(LoraAdapters), [.. LoraAdapters.Tree([.. leaves], 0)]);
    }

    private static IEnumerable<(string Path, Tensor A, Tensor B)> Parts(
        LoraLayout.Projection projection, IReadOnlyDictionary<string, (Tensor A, Tensor B)> adapters,
        IReadOnlyDictionary<string, Tensor> found, int rank)
    {
        // An A that is common to all is at the top, with zeros below.
        var whole = found[projection.Paths[0] + ".lora_A.weight"];
        var isApart = projection.Paths.Count > 1 && whole.narrow(0, rank, whole.size(0) - rank).count_nonzero().item<long>() > 0;
        return projection.Paths.Where(adapters.ContainsKey).Select((path, i) => (
            path,
            found[path + ".lora_A.weight"].narrow(0, isApart ? i * rank : 0, rank),
            found[path + ".lora_B.weight"].narrow(1, isApart ? i * rank : 0, rank)));
    }
}
