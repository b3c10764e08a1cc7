using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Generator.Plan;

/// <summary>Returns names that collide with no earlier one; keywords are escaped.</summary>
internal sealed class NameTable
{
    private readonly HashSet<string> _taken;

    // The number that a name was last given, so that a name wanted often is found at once.
    private readonly Dictionary<string, int> _numbers = new();

    /// <summary>A table in which these are handed out already, escaped or not.</summary>
    public NameTable(IEnumerable<string> taken) => _taken = new HashSet<string>(taken.Select(name => name.TrimStart('@')));

    /// <summary>The wanted name, or with a number after it the first that is free.</summary>
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
