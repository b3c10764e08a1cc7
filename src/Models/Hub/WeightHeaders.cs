using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ModelGen.Models;

/// <summary>
/// The shapes in a file of weights, with which the sizes of <c>config.json</c> are compared before anything of these sizes is created: a
/// configuration that states a million layers would otherwise take its time and its memory before the file refuses it.
/// </summary>
internal sealed class WeightHeaders
{
    private const string Copy = "{i}";

    private readonly CheckpointFile _file;
    private readonly string _prefix;
    private readonly List<string> _missing = [];
    private readonly List<string> _misshapen = [];

    /// <summary>The headers.</summary>
    /// <param name="file">The file of weights.</param>
    /// <param name="prefixes">What the names may begin with.</param>
    /// <param name="first">A tensor that every file has, which says which of them it is.</param>
    public WeightHeaders(CheckpointFile file, IReadOnlyList<string> prefixes, string first)
    {
        _file = file;
        _prefix = prefixes.FirstOrDefault(prefix => file.Find(prefix + first) is not null) ?? prefixes[0];
    }

    /// <summary>Compares the number of layers.</summary>
    /// <param name="entry">The entry of <c>config.json</c>.</param>
    /// <param name="layers">What it says.</param>
    /// <param name="tensor">A tensor of each layer, with <c>{i}</c> in the place of the layer's number.</param>
    public void Layers(string entry, long layers, string tensor)
    {
        var count = 0L;
        while (Find(tensor, count) is not null)
        {
            count++;
        }

        if (count != layers)
        {
            _misshapen.Add($"{entry} is {layers} in config.json, but the file has {count} {(count == 1 ? "layer" : "layers")}");
        }
    }

    /// <summary>Compares a size; of the tensor of each layer, if there is one of each.</summary>
    /// <param name="entry">The entry, or what it is computed from.</param>
    /// <param name="size">What it says.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="axis">The axis of the tensor that has this size.</param>
    public void Size(string entry, Int128 size, string tensor, int axis)
    {
        var first = Find(tensor, 0);
        if (first is null)
        {
            _missing.Add(Name(tensor, 0));
        }

        for (var (index, found) = (0L, first); found is not null; found = tensor.Contains(Copy, StringComparison.Ordinal)
            ? Find(tensor, ++index)
            : null)
        {
            if (found.Shape.Count <= axis || found.Shape[axis] != size)
            {
                _misshapen.Add($"{entry} is {size} in config.json, but '{Name(tensor, index)}' in the file is "
                    + $"({string.Join(", ", found.Shape)})");
                return;
            }
        }
    }

    /// <summary>Refuses weights that are not those of the configuration.</summary>
    /// <exception cref="CheckpointMismatchException">One of the sizes differs, or a tensor is missing.</exception>
    public void Require()
    {
        if (_missing.Count + _misshapen.Count > 0)
        {
            throw new CheckpointMismatchException(
                _file.Path, $"the sizes of {Path.Combine(Path.GetDirectoryName(_file.Path) ?? string.Empty, "config.json")}",
                [.. _missing.Distinct()], [], _misshapen);
        }
    }

    private CheckpointTensor? Find(string tensor, long index) => _file.Find(Name(tensor, index));

    private string Name(string tensor, long index) =>
        _prefix + tensor.Replace(Copy, FormattableString.Invariant($"{index}"), StringComparison.Ordinal);
}
