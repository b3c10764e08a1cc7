using System;
using System.Collections.Generic;
using System.Linq;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Decoding;

/// <summary>The states of the layers of a model or block, in layer order, and the conditions of the decoding.</summary>
public sealed class ModelState : LayerState
{
    private readonly LayerState[] _layers;
    private ConditionTensor[] _conditions = [];

    /// <summary>Creates the state of a model from the states of its layers.</summary>
    /// <param name="layers">The state of each layer that keeps one; owned by this object.</param>
    public ModelState(params LayerState[] layers) => _layers = layers;

    /// <summary>Creates the state of a repeated block.</summary>
    /// <typeparam name="T">The type of the block.</typeparam>
    /// <param name="copies">The copies of the block.</param>
    /// <param name="create">Creates the state of one copy.</param>
    /// <returns>A state whose layers are the states of the copies.</returns>
    public static ModelState OfCopies<T>(IEnumerable<T> copies, Func<T, LayerState> create) => new(copies.Select(create).ToArray());

    /// <summary>Returns the state of a layer.</summary>
    /// <typeparam name="T">The type of the state.</typeparam>
    /// <param name="index">The index among the layers that keep a state.</param>
    /// <returns>The state.</returns>
    public T Layer<T>(int index)
        where T : LayerState
        => (T)_layers[index];

    /// <summary>Returns the state of a block.</summary>
    /// <param name="index">The index among the layers that keep a state, or among the copies of a block.</param>
    /// <returns>The state.</returns>
    public ModelState Model(int index) => (ModelState)_layers[index];

    /// <summary>Returns a condition of the decoding.</summary>
    /// <param name="index">The index of the condition.</param>
    /// <returns>The tensor, owned by the state.</returns>
    public Tensor Condition(int index) => _conditions[index].Tensor!;

    /// <summary>Returns an optional condition of the decoding.</summary>
    /// <param name="index">The index of the condition.</param>
    /// <returns>The tensor, owned by the state, or null if it was omitted.</returns>
    public Tensor? ConditionOrNull(int index) => _conditions[index].Tensor;

    /// <summary>Replaces the conditions by tensors that the state owns.</summary>
    internal void SetConditions(ConditionTensor[] conditions)
    {
        Release();
        _conditions = conditions;
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

        for (var i = 0; i < _conditions.Length; i++)
        {
            if (_conditions[i] is { Tensor: { } tensor, BatchAxis: { } axis })
            {
                _conditions[i] = new ConditionTensor(KeyValueCache.Reordered(tensor, rows, axis), axis);
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
        foreach (var condition in _conditions)
        {
            condition.Tensor?.Dispose();
        }

        _conditions = [];
    }
}
