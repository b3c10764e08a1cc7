using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Decoding;

/// <summary>What the layers of a model remember, in their order, and what its decoding was given besides the ids.</summary>
public sealed class ModelState : LayerState
{
    private readonly LayerState[] _layers;
    private GivenTensor[] _given = [];

    /// <summary>The states of a model's layers.</summary>
    /// <param name="layers">One for each layer that remembers; owned by this one.</param>
    public ModelState(params LayerState[] layers) => _layers = layers;

    /// <summary>The states of a block's copies.</summary>
    /// <typeparam name="T">The block.</typeparam>
    /// <param name="copies">The copies.</param>
    /// <param name="create">Creates the state of one.</param>
    /// <returns>The state whose layers are the copies.</returns>
    public static ModelState OfCopies<T>(IEnumerable<T> copies, Func<T, LayerState> create) => new(copies.Select(create).ToArray());

    /// <summary>The state of a layer.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="index">The layer's number among those that remember.</param>
    /// <returns>The state.</returns>
    public T Layer<T>(int index)
        where T : LayerState
        => (T)_layers[index];

    /// <summary>The state of a block.</summary>
    /// <param name="index">Its number among the layers that remember, or among the copies.</param>
    /// <returns>The state.</returns>
    public ModelState Model(int index) => (ModelState)_layers[index];

    /// <summary>A tensor that the decoding was given.</summary>
    /// <param name="index">Its number.</param>
    /// <returns>The tensor, owned by the state.</returns>
    public Tensor Given(int index) => _given[index].Tensor!;

    /// <summary>A tensor that the decoding was given, if it was.</summary>
    /// <param name="index">Its number.</param>
    /// <returns>The tensor, owned by the state, or null.</returns>
    public Tensor? GivenOrNull(int index) => _given[index].Tensor;

    /// <summary>Gives it tensors of its own.</summary>
    internal void Give(GivenTensor[] given)
    {
        Release();
        _given = given;
    }

    /// <inheritdoc/>
    public override bool CanTruncate(long length) => _layers.All(layer => layer.CanTruncate(length));

    /// <inheritdoc/>
    public override void Truncate(long length)
    {
        foreach (var layer in _layers)
        {
            layer.Truncate(length);
        }
    }

    /// <inheritdoc/>
    public override void Reorder(Tensor rows)
    {
        foreach (var layer in _layers)
        {
            layer.Reorder(rows);
        }

        for (var i = 0; i < _given.Length; i++)
        {
            if (_given[i] is { Tensor: { } tensor, BatchAxis: { } axis })
            {
                _given[i] = new GivenTensor(KeyValueCache.Reordered(tensor, rows, axis), axis);
            }
        }
    }

    /// <inheritdoc/>
    public override long BytesFor(long batch, long length, int elementSize) =>
        _layers.Sum(layer => layer.BytesFor(batch, length, elementSize));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var layer in _layers)
            {
                layer.Dispose();
            }

            Release();
        }
    }

    private void Release()
    {
        foreach (var given in _given)
        {
            given.Tensor?.Dispose();
        }

        _given = [];
    }
}
