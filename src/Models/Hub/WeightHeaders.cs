using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace ModelGen.Models;

/// <summary>
/// The shapes in a checkpoint, with which the sizes of <c>config.json</c> are compared before the model is created: otherwise a
/// configuration with a million layers would consume time and memory before the mismatch is reported.
/// </summary>
internal sealed class WeightHeaders
{
    private const string Copy = "{i}";

    private readonly CheckpointFile _file;
    private readonly string _prefix;
    private readonly List<string> _missing = [];
    private readonly List<string> _mismatched = [];

    /// <summary>Creates the comparison.</summary>
    /// <param name="file">The checkpoint.</param>
    /// <param name="prefixes">The prefixes that names may have.</param>
    /// <param name="first">The name of a tensor that every checkpoint has, which determines the prefix.</param>
    public WeightHeaders(CheckpointFile file, IReadOnlyList<string> prefixes, string first)
    {
        _file = file;
        _prefix = prefixes.FirstOrDefault(prefix => file.Find(prefix + first) is not null) ?? prefixes[0];
    }

    /// <summary>Compares the number of layers.</summary>
    /// <param name="entry">The entry of <c>config.json</c>.</param>
    /// <param name="layers">The value of the entry.</param>
    /// <param name="tensor">The name of a tensor of each layer, with <c>{i}</c> for the number of the layer.</param>
    public void Layers(string entry, long layers, string tensor)
    {
        var count = 0L;
        while (Find(tensor, count) is not null)
        {
            count++;
        }

        if (count != layers)
        {
            _mismatched.Add($"{entry} is {layers} in config.json, but the file has {count} {(count == 1 ? "layer" : "layers")}");
        }
    }

    /// <summary>Compares a size of one tensor, or of one tensor per layer.</summary>
    /// <param name="entry">The entry, or the formula of the size.</param>
    /// <param name="size">The value of the entry or formula.</param>
    /// <param name="tensor">The name of the tensor, with <c>{i}</c> for the number of the layer.</param>
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
                _mismatched.Add(
                    $"{entry} is {size} in config.json, but '{Name(tensor, index)}' in the file is ({string.Join(", ", found.Shape)})");
                return;
            }
        }
    }

    /// <summary>Throws if the weights do not match the configuration.</summary>
    /// <exception cref="CheckpointMismatchException">A size differs, or a tensor is missing.</exception>
    public void Require()
    {
        if (_missing.Count + _mismatched.Count > 0)
        {
            throw new CheckpointMismatchException(
                _file.Path, $"the sizes of {Path.Combine(Path.GetDirectoryName(_file.Path) ?? string.Empty, "config.json")}",
                [.. _missing.Distinct()], [], _mismatched);
        }
    }

    private CheckpointTensor? Find(string tensor, long index) => _file.Find(Name(tensor, index));

    private string Name(string tensor, long index) =>
        _prefix + tensor.Replace(Copy, FormattableString.Invariant($"{index}"), StringComparison.Ordinal);
}
