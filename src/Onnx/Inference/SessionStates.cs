using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using ModelGen.Decoding;
using ModelGen.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Onnx.Inference;

/// <summary>
/// What the layers of a model in ONNX Runtime keep between the steps of a decoding, in TorchSharp's memory: keys and values, which the
/// session writes in place, and recurrent states.
/// </summary>
/// <param name="session">The session of the model's step.</param>
internal sealed class SessionStates(StepSession session) : LayerState
{
    private readonly Tensor?[] _states = new Tensor?[session.States.Count];
    private readonly OrtValue?[] _views = new OrtValue?[session.States.Count];
    private readonly bool _isRecurrent = session.States.Any(state => state.IsRecurrent);
    private long _capacity;

    /// <summary>The number of slots that the states have seen.</summary>
    public long Length { get; private set; }

    /// <summary>Computes the scores of the next positions, and adds them to the states.</summary>
    /// <param name="ids">The ids <c>(B, T)</c>.</param>
    /// <param name="at">The positions of the ids.</param>
    /// <param name="lastOnly">Whether to compute the scores of the last position only.</param>
    /// <param name="conditions">What the step takes over from the conditions.</param>
    /// <returns>The scores <c>(B, T, vocabulary)</c>, or <c>(B, 1, vocabulary)</c> for the last position only.</returns>
    public Tensor Step(Tensor ids, Positions at, bool lastOnly, IReadOnlyList<Tensor> conditions)
    {
        foreach (var context in session.ShortContexts)
        {
            // It throws where a sequence grows beyond the context.
            LongRope.IsLong(at.Offset, at.Count, context);
        }

        // A recurrent layer must not run over padding, and the operator of attention adds several positions to several sequences only if
        // there are no earlier ones.
        var isRagged = at.Starts is { } starts && starts.Any(start => start > at.Offset);
        if (at.Count == 1 || !((_isRecurrent && isRagged) || (at.Offset > 0 && ids.size(0) > 1)))
        {
            return Run(ids, at, lastOnly, conditions);
        }

        using var scope = NewDisposeScope();
        List<Tensor> scores = [];
        for (var i = 0L; i < at.Count; i++)
        {
            using var one = new Positions(at.Offset + i, 1, at.Starts?.ToArray());
            using var id = ids.narrow(1, i, 1);
            var next = Run(id, one, lastOnly: true, conditions);
            if (!lastOnly || i == at.Count - 1)
            {
                scores.Add(next);
            }
            else
            {
                next.Dispose();
            }
        }

        return (scores.Count == 1 ? scores[0] : cat(scores, 1)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override bool CanTruncate(long length) => length == 0 || length == Length || !_isRecurrent;

    /// <inheritdoc/>
    public override void Truncate(long length)
    {
        if (!CanTruncate(length))
        {
            throw new ArgumentOutOfRangeException(
                nameof(length), length, $"A recurrent layer at position {Length} cannot be truncated to {length}, only to 0.");
        }

        Length = length;
        if (length == 0)
        {
            Release();
        }
    }

    /// <inheritdoc/>
    public override void Reorder(Tensor rows)
    {
        for (var i = 0; i < _states.Length; i++)
        {
            if (_states[i] is { } state)
            {
                Set(i, state.index_select(session.States[i].RowAxis, rows));
            }
        }
    }

    /// <inheritdoc/>
    public override long BytesFor(long batch, long length, int elementSize) => session.States
        .Sum(state => state.Sizes.Aggregate((long)elementSize, (bytes, size) => bytes * (size ?? 1)) * batch
            * (state.IsRecurrent ? 1 : length));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Release();
            Length = 0;
        }
    }

    private Tensor Run(Tensor ids, Positions at, bool lastOnly, IReadOnlyList<Tensor> conditions)
    {
        Reserve(ids.size(0), Length + at.Count);
        using var mask = Mask(ids.size(0), at);
        using var from = tensor([lastOnly ? -1L : 0L]);
        var scores = empty(
            [ids.size(0), lastOnly ? 1 : at.Count, session.Vocabulary], dtype: session.ScoreType).DetachFromDisposeScope();

        // A recurrent state is read after the new one is written, so it has memory of its own.
        Tensor?[] next = [.. _states.Zip(session.States, (state, kind) =>
            kind.IsRecurrent ? empty_like(state!).DetachFromDisposeScope() : null)];
        try
        {
            session.Run(ids, mask, from, conditions, scores, _views!, next);
        }
        catch
        {
            scores.Dispose();
            Array.ForEach(next, state => state?.Dispose());
            throw;
        }

        for (var i = 0; i < next.Length; i++)
        {
            if (next[i] is { } state)
            {
                Set(i, state);
            }
        }

        Length += at.Count;
        return scores;
    }

    private Tensor Mask(long rows, Positions at)
    {
        if (at.Starts is not { } starts)
        {
            return ones([rows, at.Offset + at.Count], dtype: ScalarType.Int64);
        }

        using var slots = arange(at.Offset + at.Count, dtype: ScalarType.Int64);
        using var first = tensor(starts.ToArray(), [rows, 1]);
        using var isId = slots.ge(first);
        return isId.to(ScalarType.Int64);
    }

    // At least doubles the memory of keys and values, so that the total cost of copying is linear in the length.
    private void Reserve(long rows, long length)
    {
        var isNew = _states.Length > 0 && _states[0] is null;
        if (!isNew && length <= _capacity)
        {
            return;
        }

        var wanted = Math.Max(length, isNew ? 0 : 2 * _capacity);
        var limit = Math.Max(length, session.MaximumLength ?? long.MaxValue);
        _capacity = Math.Min(limit, (wanted + KeyValueCache.BlockLength - 1) / KeyValueCache.BlockLength * KeyValueCache.BlockLength);
        for (var i = 0; i < _states.Length; i++)
        {
            if (isNew)
            {
                Set(i, zeros(Sizes(i, rows), dtype: session.StateType));
            }
            else if (!session.States[i].IsRecurrent)
            {
                var memory = empty(Sizes(i, rows), dtype: session.StateType);
                using var kept = _states[i]!.narrow(2, 0, Length);
                using var place = memory.narrow(2, 0, Length);
                place.copy_(kept);
                Set(i, memory);
            }
        }
    }

    private long[] Sizes(int i, long rows)
    {
        var sizes = session.States[i].Sizes.Select(size => size ?? _capacity).ToArray();
        sizes[session.States[i].RowAxis] = rows;
        return sizes;
    }

    private void Set(int i, Tensor? state)
    {
        _views[i]?.Dispose();
        _states[i]?.Dispose();
        _states[i] = state?.DetachFromDisposeScope();
        _views[i] = state is null ? null : TorchMemory.View(state);
    }

    private void Release()
    {
        for (var i = 0; i < _states.Length; i++)
        {
            Set(i, null);
        }

        _capacity = 0;
    }
}
