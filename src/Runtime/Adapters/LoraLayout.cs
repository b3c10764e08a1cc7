using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Adapters;

/// <summary>
/// Adapters as a checkpoint of the model would have them. Where that holds projections fused, such as <c>c_attn</c> of GPT-2, there is one
/// A for all of them. Projections that have learnt an A each, or of which only some have adapters, are put side by side: A below A, and
/// each B over the columns of its own A. The rank of all adapters grows by as many times, filled with zeros elsewhere, and alpha with it,
/// so that what they compute is the same.
/// </summary>
internal sealed class LoraLayout
{
    private readonly IReadOnlyDictionary<string, (Tensor A, Tensor B)> _adapters;
    private readonly IReadOnlyDictionary<string, Tensor> _weights;
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);
    private readonly int _rank;
    private readonly int _times;

    /// <summary>The layout; its tensors belong to the dispose scope of the caller.</summary>
    /// <param name="model">The model that they are on.</param>
    /// <param name="adapters">A and B by the paths of their projections.</param>
    /// <param name="options">What they are like.</param>
    /// <param name="names">The names of the checkpoint.</param>
    /// <exception cref="ArgumentException">The checkpoint divides a projection of the model.</exception>
    public LoraLayout(nn.Module model, IReadOnlyDictionary<string, (Tensor A, Tensor B)> adapters, LoraOptions options, NameMap names)
    {
        _rank = options.Rank;
        _adapters = adapters;
        _weights = LoraAdapters.Linears(model).ToDictionary(pair => pair.Path, pair => (Tensor)pair.Linear.weight);
        var adapted = Adapted(model, adapters.Keys, names);
        _times = adapted.Max(projection => IsApart(projection) ? projection.Paths.Count(_adapters.ContainsKey) : 1);
        adapted.ForEach(Add);

        var alpha = (options.Alpha ?? options.Rank) * (options.RankStabilized ? Math.Sqrt(_times) : _times);
        var others = Layers(model, names).Except(adapted.Select(projection => projection.Layer)).ToList();
        Config = new LoraConfig(
            LoraConfig.FileName, _rank * _times, alpha, options.Dropout, options.RankStabilized,
            [.. adapted.Select(projection => Target(projection.Layer, others)).Distinct().Order(StringComparer.Ordinal)],
            adapted.Exists(projection => projection.IsTransposed));
    }

    /// <summary>A and B under the names that the adapters have as a module.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    /// <summary>What the adapters are like in this layout.</summary>
    public LoraConfig Config { get; }

    /// <summary>The checkpoint's layers that the model's linear layers are.</summary>
    /// <param name="linears">The linear layers by their paths in the model.</param>
    /// <param name="names">The names of the checkpoint.</param>
    public static IEnumerable<Projection> Projections(IEnumerable<string> linears, NameMap names)
    {
        names.Check();
        foreach (var group in names.Groups(linears.Select(path => path + ".weight"), string.Empty))
        {
            yield return new Projection(
                [.. group.Module.Select(Layer)], group.Checkpoint.Count == 1 ? Layer(group.Checkpoint[0]) : string.Empty, group.Axis,
                group.Transpose);
        }
    }

    /// <summary>Those that have adapters, or of which a part has.</summary>
    public static List<Projection> Adapted(nn.Module model, IEnumerable<string> paths, NameMap names)
    {
        var adapted = paths.ToHashSet(StringComparer.Ordinal);
        return [.. Projections(LoraAdapters.Linears(model).Select(pair => pair.Path), names)
            .Where(projection => projection.Paths.Any(adapted.Contains))];
    }

    private static string Layer(string parameter) => parameter.Contains('.') ? parameter[..parameter.LastIndexOf('.')] : string.Empty;

    // Every layer of the checkpoint that has parameters.
    private static IEnumerable<string> Layers(nn.Module model, NameMap names) =>
        names.Groups(model.state_dict().Keys, string.Empty).SelectMany(group => group.Checkpoint).Select(Layer).Distinct();

    // The fewest last parts of a name that mean no other layer; a number alone could mean a block.
    private static string Target(string layer, IReadOnlyCollection<string> others)
    {
        for (var dot = layer.LastIndexOf('.'); dot >= 0; dot = dot == 0 ? -1 : layer.LastIndexOf('.', dot - 1))
        {
            var target = layer[(dot + 1)..];
            if (!char.IsAsciiDigit(target[0]) && !others.Any(other => LoraAdapters.Matches(other, target)))
            {
                return target;
            }
        }

        return layer;
    }

    private bool IsApart(Projection projection)
    {
        if (projection.Paths.Count == 1)
        {
            return false;
        }

        var isApart = !projection.Paths.All(_adapters.ContainsKey)
            || projection.Paths.Any(path => !SavePlan.AreEqual(_adapters[path].A, _adapters[projection.Paths[0]].A));
        return !isApart || projection.Axis == 0 ? isApart
            : throw new ArgumentException($"'{projection.Layer}' holds '{string.Join("', '", projection.Paths)}' side by side along "
                + "their inputs, so that adapters which were trained apart cannot be saved there.");
    }

    private void Add(Projection projection)
    {
        if (projection.Layer.Length == 0)
        {
            throw new ArgumentException($"'{projection.Paths[0]}' is several layers of the checkpoint, which cannot share its adapters.");
        }

        var members = projection.Paths.Where(_adapters.ContainsKey).ToList();
        var isApart = IsApart(projection);
        foreach (var path in projection.Paths)
        {
            var place = isApart ? members.IndexOf(path) : 0;
            var a = isApart ? cat([.. members.Select(member => _adapters[member].A)], 0) : _adapters[path].A;
            var b = place >= 0 ? _adapters[path].B : zeros(_weights[path].size(0), _rank, a.dtype, a.device);
            Add(path, Padded(a, 0, 0), Padded(b, 1, Math.Max(place, 0) * _rank));
        }
    }

    // Zeros before and after along an axis, up to the rank of the layout.
    private Tensor Padded(Tensor matrix, int axis, long start)
    {
        if (matrix.size(axis) == _rank * _times)
        {
            return matrix;
        }

        long[] shape = [matrix.size(0), matrix.size(1)];
        shape[axis] = _rank * _times;
        var padded = zeros(shape, matrix.dtype, matrix.device);
        padded.narrow(axis, start, matrix.size(axis)).copy_(matrix);
        return padded;
    }

    private void Add(string path, Tensor a, Tensor b)
    {
        _tensors.Add(path + ".lora_A.weight", a);
        _tensors.Add(path + ".lora_B.weight", b);
    }

    /// <summary>A layer of the checkpoint.</summary>
    /// <param name="Paths">The model's linear layers that it holds, in this order.</param>
    /// <param name="Layer">Its name without the prefix; empty if a layer of the model is several of the checkpoint's.</param>
    /// <param name="Axis">The axis along which they lie side by side.</param>
    /// <param name="IsTransposed">Whether it keeps its weights transposed.</param>
    internal sealed record Projection(IReadOnlyList<string> Paths, string Layer, int Axis, bool IsTransposed);
}
