using System;
using System.Collections.Generic;
using System.Linq;

namespace ModelGen.Structure.Tests;

/// <summary>Names and the names that each of them refers to. Enumerations are sorted, so that reports are the same in every run.</summary>
internal sealed class DirectedGraph
{
    private readonly SortedDictionary<string, SortedSet<string>> _edges = new(StringComparer.Ordinal);

    public IEnumerable<string> Nodes => _edges.Keys;

    public IEnumerable<(string From, string To)> Edges => _edges.SelectMany(entry => entry.Value.Select(to => (entry.Key, to)));

    public void AddNode(string node)
    {
        if (!_edges.ContainsKey(node))
        {
            _edges.Add(node, new SortedSet<string>(StringComparer.Ordinal));
        }
    }

    public void AddEdge(string from, string to)
    {
        AddNode(from);
        AddNode(to);
        _edges[from].Add(to);
    }

    /// <summary>The graph whose nodes are groups of this one's nodes. References within a group are left out.</summary>
    public DirectedGraph GroupBy(Func<string, string> group)
    {
        var grouped = new DirectedGraph();
        foreach (string node in Nodes)
        {
            grouped.AddNode(group(node));
        }

        foreach ((string from, string to) in Edges)
        {
            if (group(from) != group(to))
            {
                grouped.AddEdge(group(from), group(to));
            }
        }

        return grouped;
    }

    /// <summary>
    /// The sets of two or more nodes that all reach each other (strongly connected components, by Tarjan's algorithm), the largest first.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string>> Cycles()
    {
        var index = new Dictionary<string, int>();
        var low = new Dictionary<string, int>();
        var open = new Stack<string>();
        var isOpen = new HashSet<string>();
        var cycles = new List<IReadOnlyList<string>>();

        foreach (string node in Nodes)
        {
            if (!index.ContainsKey(node))
            {
                Visit(node);
            }
        }

        return [.. cycles.OrderByDescending(cycle => cycle.Count).ThenBy(cycle => cycle[0], StringComparer.Ordinal)];

        void Visit(string node)
        {
            index[node] = low[node] = index.Count;
            open.Push(node);
            isOpen.Add(node);
            foreach (string to in _edges[node])
            {
                if (!index.ContainsKey(to))
                {
                    Visit(to);
                    low[node] = Math.Min(low[node], low[to]);
                }
                else if (isOpen.Contains(to))
                {
                    low[node] = Math.Min(low[node], index[to]);
                }
            }

            if (low[node] == index[node])
            {
                var cycle = new List<string>();
                string member;
                do
                {
                    member = open.Pop();
                    isOpen.Remove(member);
                    cycle.Add(member);
                }
                while (member != node);

                if (cycle.Count > 1)
                {
                    cycle.Sort(StringComparer.Ordinal);
                    cycles.Add(cycle);
                }
            }
        }
    }
}
