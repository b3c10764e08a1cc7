using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ModelGen.Pickles;

namespace ModelGen.Checkpoints;

/// <summary>
/// The state dicts in the value of <c>torch.save</c>. The value is a state dict, or a dictionary with one or several under names such as
/// <c>state_dict</c> and <c>optimizer</c>. A nested entry is named by its path: <c>ema.model</c>.
/// </summary>
internal sealed class TorchEntries
{
    private const int MostShown = 10;
    private const int Deepest = 8;

    // Names can be shared by many dictionaries of a hostile file, which must not cost the length of the name each time.
    private const int LongestName = 1000;

    private readonly string _file;
    private readonly object? _value;
    private readonly List<(string Path, List<(string Name, object? Value)> Tensors)> _entries = [];

    /// <summary>Finds the dictionaries that contain tensors.</summary>
    /// <param name="file">The path of the file, for errors.</param>
    /// <param name="value">The value.</param>
    public TorchEntries(string file, object? value)
    {
        (_file, _value) = (file, value);

        // Dictionaries can be shared and contain themselves, so each is visited once.
        var visited = new HashSet<PickleDict>();
        var open = new Queue<(string Path, PickleDict Dict, int Depth)>();
        Visit(string.Empty, value, 0);
        while (open.TryDequeue(out var next))
        {
            var values = Values(next.Dict);
            var tensors = values.Where(pair => TorchTensors.IsTensor(pair.Value)).ToList();
            if (tensors.Count > 0)
            {
                _entries.Add((next.Path, tensors));
            }

            foreach (var (name, nested) in values)
            {
                Visit(next.Path.Length == 0 ? name : $"{next.Path}.{name}", nested, next.Depth + 1);
            }
        }

        void Visit(string path, object? nested, int depth)
        {
            if (nested is PickleDict dict && depth < Deepest && visited.Add(dict))
            {
                open.Enqueue((path, dict, depth));
            }
        }
    }

    /// <summary>The numbers, truth values and texts of the outermost dictionary, such as the epoch.</summary>
    public IReadOnlyDictionary<string, string> Metadata
        => (_value is PickleDict dict ? Values(dict) : [])
            .Where(pair => pair.Value is string or bool or long or double)
            .ToDictionary(pair => pair.Name, pair => Convert.ToString(pair.Value, CultureInfo.InvariantCulture)!, StringComparer.Ordinal);

    /// <summary>Returns the tensors of an entry.</summary>
    /// <param name="entry">The path of the entry, empty for the outermost dictionary, or <c>null</c> for the only one.</param>
    /// <exception cref="CheckpointException">There is no such entry, or there are several.</exception>
    public IReadOnlyList<(string Name, object? Value)> Select(string? entry)
    {
        if (_value is not PickleDict dict)
        {
            throw new CheckpointException(
                _file, null, "it has no state dict, but another value: save torch.save(model.state_dict(), \"weights.pt\") in Python.");
        }

        if (entry is not null)
        {
            var index = _entries.FindIndex(candidate => candidate.Path == entry);
            return index >= 0 ? _entries[index].Tensors
                : entry.Length == 0 && dict.Pairs.Count == 0 ? []
                : throw new CheckpointException(_file, null, $"no entry '{CheckpointException.Shown(entry)}' has tensors. {Listed()}");
        }

        return _entries.Count switch
        {
            0 when dict.Pairs.Count == 0 => [],
            1 => _entries[0].Tensors,
            _ => throw new CheckpointException(
                _file, null, $"{(_entries.Count == 0 ? "it has no tensors" : "several entries have tensors, name one of them as Entry")}. "
                    + Listed()),
        };
    }

    private string Listed() => (_entries.Count == 0 ? "No dictionary in it has tensors under names" : "There are: ")
        + string.Join(", ", _entries.Take(MostShown).Select(
            entry => $"'{CheckpointException.Shown(entry.Path)}' ({entry.Tensors.Count} tensor{(entry.Tensors.Count == 1 ? "" : "s")})"))
        + (_entries.Count > MostShown ? $" and {_entries.Count - MostShown} more." : ".");

    // As in Python, a later value replaces an earlier one with the same key, and takes its place.
    private List<(string Name, object? Value)> Values(PickleDict dict)
    {
        var values = new List<(string Name, object? Value)>();
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (key, value) in dict.Pairs)
        {
            if (key is not string name)
            {
                continue;
            }

            if (name.Length > LongestName)
            {
                throw new CheckpointException(_file, name, $"the name has {name.Length} characters, expected at most {LongestName}.");
            }

            if (indexes.TryAdd(name, values.Count))
            {
                values.Add((name, value));
            }
            else
            {
                values[indexes[name]] = (name, value);
            }
        }

        return values;
    }
}
