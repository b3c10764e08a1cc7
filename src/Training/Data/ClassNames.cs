using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Training;

/// <summary>The classes of a classifier, and the number of each.</summary>
public sealed class ClassNames
{
    private const int Listed = 10;

    private readonly Dictionary<string, long> _numbers;

    /// <summary>Numbers the names in their order.</summary>
    /// <param name="names">The names, all different.</param>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public ClassNames(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        Names = [.. names];
        _numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var name in Names)
        {
            if (!_numbers.TryAdd(name, _numbers.Count))
            {
                throw new ArgumentException($"The class '{name}' is given twice.", nameof(names));
            }
        }
    }

    /// <summary>The names by their numbers.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The number of classes.</summary>
    public int Count => Names.Count;

    /// <summary>The different labels, in ordinal order.</summary>
    /// <param name="labels">The labels of the training data.</param>
    /// <returns>The classes.</returns>
    /// <exception cref="TrainingException">There are fewer than two.</exception>
    public static ClassNames Of(IEnumerable<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var names = labels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        return names.Length >= 2
            ? new ClassNames(names)
            : throw new TrainingException($"There are {names.Length} different labels, and a classifier needs at least two classes.");
    }

    /// <summary>The number of a class.</summary>
    /// <param name="label">Its name.</param>
    /// <returns>The number, from 0.</returns>
    /// <exception cref="TrainingException">There is no such class.</exception>
    public long NumberOf(string label) => _numbers.TryGetValue(label, out var number)
        ? number
        : throw new TrainingException(
            $"The label '{label}' is none of the {Count} classes "
            + $"{string.Join(", ", Names.Take(Listed))}{(Count > Listed ? ", ..." : null)}.");
}
