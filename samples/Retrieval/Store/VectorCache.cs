using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Threading.Tasks;

namespace Retrieval;

/// <summary>
/// The vectors of an index in memory, of norm 1, so that their dot product with a query of norm 1 is the cosine. It follows the changes
/// of this and of other processes.
/// </summary>
/// <param name="dimensions">The number of dimensions.</param>
internal sealed class VectorCache(int dimensions)
{
    private const int RowsPerBlock = 4096;

    private readonly List<float[]> _blocks = [];
    private readonly List<long> _ids = [];
    private long _version = -1;

    /// <summary>The number of vectors.</summary>
    public int Count => _ids.Count;

    /// <summary>Reads what has changed since the last call; called within a transaction.</summary>
    /// <param name="file">The index.</param>
    /// <param name="own">The number of changes by this process.</param>
    public void Follow(IndexFile file, long own)
    {
        // data_version changes when another connection commits, and total changes when this one does.
        var version = unchecked(file.Number("PRAGMA data_version") * 1_000_003 + own);
        if (version == _version)
        {
            return;
        }

        Remove(file);
        using var command = file.Command("SELECT id, vector FROM passages WHERE id > $0 ORDER BY id", _ids.Count == 0 ? 0 : _ids[^1]);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            Add(reader.GetInt64(0), (byte[])reader.GetValue(1));
        }

        _version = version;
    }

    /// <summary>The nearest vectors, best first.</summary>
    /// <param name="query">A vector of any norm.</param>
    /// <param name="top">How many.</param>
    /// <returns>The ids and their cosines.</returns>
    public IReadOnlyList<(long Id, double Score)> Nearest(ReadOnlySpan<float> query, int top)
    {
        var unit = Unit(query.ToArray());
        var results = new List<(long Id, double Score)>[_blocks.Count];
        var scan = (int block) => results[block] = Nearest(block, unit, top);
        if (_blocks.Count < 8)
        {
            for (var block = 0; block < _blocks.Count; block++)
            {
                scan(block);
            }
        }
        else
        {
            Parallel.For(0, _blocks.Count, block => scan(block));
        }

        return [.. results.SelectMany(found => found).OrderByDescending(found => found.Score).ThenBy(found => found.Id).Take(top)];
    }

    private List<(long Id, double Score)> Nearest(int block, float[] query, int top)
    {
        var vectors = _blocks[block].AsSpan();
        var first = block * RowsPerBlock;
        var rows = int.Min(RowsPerBlock, Count - first);
        var best = new PriorityQueue<int, float>(top + 1);
        for (var row = 0; row < rows; row++)
        {
            var score = TensorPrimitives.Dot(vectors.Slice(row * dimensions, dimensions), query);
            if (best.Count < top)
            {
                best.Enqueue(row, score);
            }
            else if (best.TryPeek(out _, out var lowest) && score > lowest)
            {
                best.EnqueueDequeue(row, score);
            }
        }

        return [.. best.UnorderedItems.Select(item => (_ids[first + item.Element], (double)item.Priority))];
    }

    private void Remove(IndexFile file)
    {
        if (_ids.Count == 0 || file.Number($"SELECT count(*) FROM passages WHERE id <= {_ids[^1]}") == _ids.Count)
        {
            return;
        }

        var kept = new HashSet<long>();
        using var command = file.Command("SELECT id FROM passages");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            kept.Add(reader.GetInt64(0));
        }

        var (ids, blocks) = (_ids.ToArray(), _blocks.ToArray());
        _ids.Clear();
        _blocks.Clear();
        for (var row = 0; row < ids.Length; row++)
        {
            if (kept.Contains(ids[row]))
            {
                blocks[row / RowsPerBlock].AsSpan(row % RowsPerBlock * dimensions, dimensions).CopyTo(NewRow(ids[row]));
            }
        }
    }

    private void Add(long id, byte[] bytes)
    {
        if (bytes.Length != dimensions * sizeof(float))
        {
            throw new InvalidDataException(
                $"the vector of passage {id} has {bytes.Length:N0} bytes instead of {dimensions * sizeof(float):N0}");
        }

        var row = NewRow(id);
        MemoryMarshal.Cast<byte, float>(bytes).CopyTo(row);
        Unit(row);
    }

    private Span<float> NewRow(long id)
    {
        var row = _ids.Count % RowsPerBlock;
        if (row == 0)
        {
            _blocks.Add(new float[RowsPerBlock * dimensions]);
        }

        _ids.Add(id);
        return _blocks[^1].AsSpan(row * dimensions, dimensions);
    }

    private static float[] Unit(float[] vector)
    {
        Unit(vector.AsSpan());
        return vector;
    }

    // A vector of zeros has no direction: it stays, and its cosine with every other is 0.
    private static void Unit(Span<float> vector)
    {
        var norm = TensorPrimitives.Norm(vector);
        if (norm > 0 && float.IsFinite(norm))
        {
            TensorPrimitives.Divide(vector, norm, vector);
        }
        else
        {
            vector.Clear();
        }
    }
}
