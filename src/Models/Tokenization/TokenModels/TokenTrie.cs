using System.Collections.Generic;

namespace ModelGen.Models.Tokenization;

/// <summary>Texts with numbers, to find the texts that begin at a position of another text.</summary>
internal sealed class TokenTrie
{
    /// <summary>The node from which every text starts.</summary>
    public const int Root = 0;

    // The nodes by their parent, which is shifted by 16 bits, and the char that leads to them.
    private readonly Dictionary<long, int> _nodes = [];
    private readonly List<int> _values = [-1];

    /// <summary>Adds a text; a later value replaces an earlier one.</summary>
    public void Add(string text, int value)
    {
        var node = Root;
        foreach (var character in text)
        {
            var key = Key(node, character);
            if (!_nodes.TryGetValue(key, out node))
            {
                node = _values.Count;
                _nodes.Add(key, node);
                _values.Add(-1);
            }
        }

        _values[node] = value;
    }

    /// <summary>Goes from a node along a char; returns whether a text continues like that.</summary>
    public bool TryMove(ref int node, char character) => _nodes.TryGetValue(Key(node, character), out node);

    /// <summary>Returns the number of the text that ends at a node, or -1.</summary>
    public int Value(int node) => _values[node];

    private static long Key(int node, char character) => ((long)node << 16) | character;
}
