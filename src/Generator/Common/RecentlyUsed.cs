using System.Collections.Generic;

namespace ModelGen.Generator;

/// <summary>
/// Remembers a bounded number of values by key, from any thread. Two generations: when the younger is full it becomes the older, and what
/// was not asked for since is forgotten with the older.
/// </summary>
internal sealed class RecentlyUsed<TKey, TValue>(int capacity)
    where TKey : notnull
    where TValue : class
{
    private readonly object _lock = new();
    private Dictionary<TKey, TValue> _young = new();
    private Dictionary<TKey, TValue> _old = new();

    /// <summary>How many are remembered; at most twice the capacity.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _young.Count + _old.Count;
            }
        }
    }

    /// <summary>The value of an equal key; null if there is none, or none any more.</summary>
    public TValue? Find(TKey key)
    {
        lock (_lock)
        {
            if (!_young.TryGetValue(key, out var value) && _old.TryGetValue(key, out value))
            {
                _old.Remove(key);
                Keep(key, value);
            }

            return value;
        }
    }

    /// <summary>Remembers a value, in place of an earlier one.</summary>
    public void Add(TKey key, TValue value)
    {
        lock (_lock)
        {
            _old.Remove(key);
            Keep(key, value);
        }
    }

    private void Keep(TKey key, TValue value)
    {
        if (_young.Count >= capacity)
        {
            (_old, _young) = (_young, new());
            _old.Remove(key);
        }

        _young[key] = value;
    }
}
