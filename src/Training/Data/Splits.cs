using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Training;

/// <summary>Splits of data into those that are trained on and those that are held out.</summary>
public static class Splits
{
    /// <summary>
    /// Splits at random. Use <see cref="SplitByGroup"/> where examples belong together, and <see cref="SplitByTime"/> where the future is
    /// to be predicted.
    /// </summary>
    /// <typeparam name="T">The type of an example.</typeparam>
    /// <param name="dataset">The dataset.</param>
    /// <param name="heldOut">The share of the examples that are held out.</param>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <returns>The two parts, neither of which is empty.</returns>
    /// <exception cref="TrainingException">There are fewer than two examples.</exception>
    public static (IDataset<T> Train, IDataset<T> HeldOut) SplitAtRandom<T>(this IDataset<T> dataset, double heldOut, long seed = 0)
    {
        Require(dataset, heldOut);
        var order = Enumerable.Range(0, dataset.Count).ToArray();
        new SeededRandom(seed).Permute(order);
        var count = Part(dataset.Count, heldOut, "examples");
        return (dataset.Subset(Sorted(order[count..])), dataset.Subset(Sorted(order[..count])));
    }

    /// <summary>Splits so that examples of one group, such as a patient or a document, are all on the same side.</summary>
    /// <typeparam name="T">The type of an example.</typeparam>
    /// <typeparam name="TGroup">The type of a group.</typeparam>
    /// <param name="dataset">The dataset.</param>
    /// <param name="group">The group of an example.</param>
    /// <param name="heldOut">The share of the groups that are held out.</param>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <returns>The two parts, neither of which is empty.</returns>
    /// <exception cref="TrainingException">There are fewer than two groups.</exception>
    public static (IDataset<T> Train, IDataset<T> HeldOut) SplitByGroup<T, TGroup>(
        this IDataset<T> dataset, Func<T, TGroup> group, double heldOut, long seed = 0)
        where TGroup : notnull
    {
        Require(dataset, heldOut);
        ArgumentNullException.ThrowIfNull(group);

        // Groups are numbered by their first example, so that the split does not depend on how they are hashed.
        var numbers = new Dictionary<TGroup, int>();
        var groups = new int[dataset.Count];
        for (var i = 0; i < groups.Length; i++)
        {
            var key = group(dataset[i]);
            if (!numbers.TryGetValue(key, out groups[i]))
            {
                groups[i] = numbers[key] = numbers.Count;
            }
        }

        var order = Enumerable.Range(0, numbers.Count).ToArray();
        new SeededRandom(seed).Permute(order);
        var chosen = order[..Part(numbers.Count, heldOut, "groups")].ToHashSet();
        return Both(dataset, index => chosen.Contains(groups[index]));
    }

    /// <summary>Splits so that everything that is held out is later than everything that is trained on.</summary>
    /// <typeparam name="T">The type of an example.</typeparam>
    /// <typeparam name="TTime">The type of a time.</typeparam>
    /// <param name="dataset">The dataset, in any order.</param>
    /// <param name="time">The time of an example.</param>
    /// <param name="heldOut">The share of the examples that are held out. Examples of one time stay together, so that it may be a little
    /// less.</param>
    /// <param name="gap">How many of the last examples before the split to leave out, where an example reaches into the time of those after
    /// it.</param>
    /// <returns>The two parts, neither of which is empty.</returns>
    /// <exception cref="TrainingException">There are fewer than two times, or the gap leaves nothing.</exception>
    public static (IDataset<T> Train, IDataset<T> HeldOut) SplitByTime<T, TTime>(
        this IDataset<T> dataset, Func<T, TTime> time, double heldOut, int gap = 0)
        where TTime : IComparable<TTime>
    {
        Require(dataset, heldOut);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfNegative(gap);
        var times = Enumerable.Range(0, dataset.Count).Select(index => time(dataset[index])).ToArray();
        var order = Enumerable.Range(0, times.Length).ToArray();
        Array.Sort(
            order, (left, right) => times[left].CompareTo(times[right]) is not 0 and var difference ? difference : left.CompareTo(right));
        var first = times.Length - Part(times.Length, heldOut, "examples");
        while (first < times.Length && times[order[first]].CompareTo(times[order[first - 1]]) == 0)
        {
            first++;
        }

        if (first == times.Length)
        {
            throw new TrainingException(
                "The data cannot be split by time: the last examples are all of one time, which goes on before the split.");
        }

        if (gap >= first)
        {
            throw new TrainingException(
                $"The data cannot be split by time: a gap of {gap} leaves none of the {first} examples before the split.");
        }

        return (dataset.Subset(order[..(first - gap)]), dataset.Subset(order[first..]));
    }

    private static (IDataset<T> Train, IDataset<T> HeldOut) Both<T>(IDataset<T> dataset, Func<int, bool> isHeldOut)
    {
        var sides = Enumerable.Range(0, dataset.Count).ToLookup(isHeldOut);
        return (dataset.Subset([.. sides[false]]), dataset.Subset([.. sides[true]]));
    }

    private static void Require<T>(IDataset<T> dataset, double heldOut)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (heldOut is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(heldOut), heldOut, "The share must be between 0 and 1.");
        }
    }

    // At least one on either side.
    private static int Part(int count, double share, string what) => count < 2
        ? throw new TrainingException($"The data cannot be split: there are {count} {what}, and each side needs at least one.")
        : Math.Clamp((int)Math.Round(count * share, MidpointRounding.AwayFromZero), 1, count - 1);

    private static int[] Sorted(int[] indices)
    {
        Array.Sort(indices);
        return indices;
    }
}
