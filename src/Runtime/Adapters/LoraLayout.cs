using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Adapters;

/// <summary>
/// Converts adapters to the layout of the model's checkpoint. A fused projection there, such as <c>c_attn</c> of GPT-2, has a single A. If
/// its projections in the model have different A, or only some of them are adapted, they are stacked: each A below the preceding one, and
/// each B over the columns of its A. The rank of all adapters and alpha grow by the same factor, with zeros elsewhere, so that the adapters
/// compute the same.
/// </summary>
internal sealed class LoraLayout
{
    private readonly IReadOnlyDictionary<string, (Tensor A, Tensor B)> _adapters;
    private readonly IReadOnlyDictionary<string, Tensor> _weights;
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);
    private readonly int _rank;
    private readonly int _times;

    /// <summary>Creates the layout; its tensors belong to the dispose scope of the caller.</summary>
    /// <param name="model">The adapted model.</param>
    /// <param name="adapters">The matrices A and B by the paths of their projections.</param>
    /// <param name="options">The options of the adapters.</param>
    /// <param name="names">The correspondence of names to the checkpoint.</param>
    /// <exception cref="ArgumentException">A projection of the model is several layers of the checkpoint.</exception>
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

    /// <summary>The matrices A and B by their <c>state_dict</c> keys.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => _tensors;

    /// <summary>The configuration of the adapters in this layout.</summary>
    public LoraConfig Config { get; }

    /// <summary>Returns the layers of the checkpoint that correspond to linear layers of the model.</summary>
    /// <param name="linears">The paths of the linear layers in the model.</param>
    /// <param name="names">The correspondence of names to the checkpoint.</param>
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

    /// <summary>Returns the layers of the checkpoint that are adapted completely or in part.</summary>
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

    // The shortest suffix of a name that matches no other layer and does not start with a number, which could denote a block.
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
            : throw new ArgumentException(
                $"'{projection.Layer}' fuses '{string.Join("', '", projection.Paths)}' along their inputs, where adapters that were "
                    + "trained separately cannot be saved.");
    }

    private void Add(Projection projection)
    {
        if (projection.Layer.Length == 0)
        {
            throw new ArgumentException($"'{projection.Paths[0]}' is several layers of the checkpoint, which cannot share its adapter.");
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

    // Pads with zeros before and after along an axis, up to the rank of the layout.
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
    /// <param name="Paths">The linear layers of the model that it contains, in order.</param>
    /// <param name="Layer">Its name without the prefix; empty if a layer of the model is several layers of the checkpoint.</param>
    /// <param name="Axis">The axis along which the linear layers are concatenated.</param>
    /// <param name="IsTransposed">Whether its weights are transposed.</param>
    internal sealed record Projection(IReadOnlyList<string> Paths, string Layer, int Axis, bool IsTransposed);
}
