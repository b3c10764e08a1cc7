using System.Collections.Generic;

namespace ModelGen.Generator.Plan;

/// <summary>Returns unique names, with keywords escaped.</summary>
internal sealed class NameTable
{
    private readonly HashSet<string> _taken = new();

    // The last number of each name, so that finding the next one takes constant time.
    private readonly Dictionary<string, int> _numbers = new();

    /// <summary>A table in which these names, escaped or not, are taken.</summary>
    public NameTable(params IEnumerable<string>[] taken)
    {
        foreach (var names in taken)
        {
            foreach (var name in names)
            {
                _taken.Add(name.Length > 0 && name[0] == '@' ? name.TrimStart('@') : name);
            }
        }
    }

    /// <summary>Returns the wanted name, or the name with the first free number after it.</summary>
    public string Take(string wanted)
    {
        var name = wanted;
        _numbers.TryGetValue(wanted, out var last);
        for (var number = System.Math.Max(last + 1, 2); !_taken.Add(name); number++)
        {
            name = wanted + number;
            _numbers[wanted] = number;
        }

        return Names.Escape(name);
    }
}
