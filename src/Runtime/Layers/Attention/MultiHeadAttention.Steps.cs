using System;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Layers;

// The parts of a call: incremental decoding projects only the next positions and attends to cached keys.
public sealed partial class MultiHeadAttention
{
    /// <summary>Projects queries for <see cref="Attend"/>: <c>(B, T, D)</c> to <c>(B, heads, T, headDim)</c>.</summary>
    /// <param name="x">The input.</param>
    /// <param name="offset">The position of the first element of the input.</param>
    internal Tensor Queries(Tensor x, long offset = 0)
    {
        var queries = Turned(Split(_query, _queryNorm, x, _heads), offset);
        if (_scale is null)
        {
            return queries;
        }

        // The kernel divides by √headDim and has no scale argument in TorchSharp.
        using (queries)
        {
            return queries.mul(Scalars.Of(_scale.Value * Math.Sqrt(_headDim)));
        }
    }

    /// <summary>Projects keys and values for a cache: <c>(B, S, E)</c> to two tensors <c>(B, keyValueHeads, S, headDim)</c>.</summary>
    /// <param name="source">The input or the memory.</param>
    /// <param name="offset">The position of the first element of the source.</param>
    internal (Tensor keys, Tensor values) KeysAndValues(Tensor source, long offset = 0)
        => (Turned(Split(_key, _keyNorm, source, _keyValueHeads), offset), Split(_value, null, source, _keyValueHeads));

    /// <summary>Attends with the fused kernel and applies the output projection: <c>(B, T, D)</c>.</summary>
    /// <param name="queries">The result of <see cref="Queries"/> with the same offset, <c>(B, heads, T, headDim)</c>.</param>
    /// <param name="keys">The keys of <see cref="KeysAndValues"/> from position 0 on, <c>(B, keyValueHeads, S, headDim)</c>.</param>
    /// <param name="values">The values of <see cref="KeysAndValues"/>.</param>
    /// <param name="mask">As for <see cref="forward"/>.</param>
    /// <param name="keyPaddingMask">As for <see cref="forward"/>.</param>
    /// <param name="offset">The position of the first query among the keys: <c>S - T</c> if the queries are the last positions.</param>
    internal Tensor Attend(Tensor queries, Tensor keys, Tensor values, Tensor? mask = null, Tensor? keyPaddingMask = null, long offset = 0)
    {
        using var combined = Mask(queries, keys, mask, keyPaddingMask, offset);
        if (_keyValueHeads != _heads && queries.size(2) == 1 && new AttentionBand(_causal, _window, offset).SeesAll(1, keys.size(2)))
        {
            return Join(AttendInGroups(queries, keys, values, combined));
        }

        using var key = Repeated(keys);
        using var value = Repeated(values);
        return Join(ScaledDotProductAttention.Apply(queries, key, value, combined, _causal, training ? _dropout : 0, _window, offset));
    }

    /// <summary>Computes the attention weights explicitly and applies the output projection.</summary>
    /// <returns>The result <c>(B, T, D)</c> and the weights <c>(B, heads, T, S)</c> before dropout.</returns>
    /// <inheritdoc cref="Attend"/>
    internal (Tensor output, Tensor weights) AttendWithWeights(
        Tensor queries, Tensor keys, Tensor values, Tensor? mask = null, Tensor? keyPaddingMask = null, long offset = 0)
    {
        using var combined = Mask(queries, keys, mask, keyPaddingMask, offset);
        using var key = Repeated(keys);
        using var value = Repeated(values);
        var (attended, weights) = ScaledDotProductAttention.WithWeights(
            queries, key, value, combined, _causal, training ? _dropout : 0, _window, offset);
        return (Join(attended), weights);
    }

    // For a single query that attends to all keys, the heads of a group become queries of their shared key, which need not be repeated.
    private Tensor AttendInGroups(Tensor queries, Tensor keys, Tensor values, Tensor? mask)
    {
        var (batch, group) = (queries.size(0), _heads / _keyValueHeads);
        using var rows = queries.reshape(batch, _keyValueHeads, group, _headDim);
        using var grouped = mask is null || mask.size(1) == 1
            ? mask?.alias()
            : mask.reshape(mask.size(0), _keyValueHeads, group, mask.size(3));
        using var attended = ScaledDotProductAttention.Apply(rows, keys, values, grouped, dropout: training ? _dropout : 0);
        return attended.reshape(batch, _heads, 1, _headDim);
    }

    // (B, L, features) to (B, heads, L, headDim)
    private Tensor Split(Linear projection, RmsNorm? norm, Tensor x, long heads)
    {
        using var projected = Products.Linear(projection, x);
        using var split = projected.view(x.size(0), x.size(1), heads, _headDim);
        using var normalized = norm is null ? null : MixedPrecision.Outside(norm, split, static (norm, x) => norm.call(x));
        return (normalized ?? split).transpose(1, 2);
    }

    private Tensor Turned(Tensor heads, long offset)
    {
        if (_rotary is null)
        {
            return heads;
        }

        using (heads)
        {
            return MixedPrecision.Outside((_rotary, offset), heads, static (turn, x) => turn._rotary.Apply(x, turn.offset));
        }
    }

    // (B, keyValueHeads, S, headDim) to (B, heads, S, headDim), as a new handle: consecutive query heads share a key. The kernel requires
    // equal numbers of query and key heads.
    private Tensor Repeated(Tensor heads)
    {
        if (_keyValueHeads == _heads)
        {
            return heads.alias();
        }

        using var one = heads.unsqueeze(2);
        using var each = one.expand(heads.size(0), _keyValueHeads, _heads / _keyValueHeads, heads.size(2), _headDim);
        return each.reshape(heads.size(0), _heads, heads.size(2), _headDim);
    }

    // (B, heads, T, headDim), which is consumed, to (B, T, D)
    private Tensor Join(Tensor attended)
    {
        using var transposed = attended.transpose(1, 2);
        attended.Dispose();
        using var joined = transposed.reshape(transposed.size(0), transposed.size(1), _heads * _headDim);
        return Products.Linear(_output, joined);
    }

    // Combines both masks and the biases to a mask with four axes, as a new handle; null if there are none. Causality is not included.
    private Tensor? Mask(Tensor queries, Tensor keys, Tensor? mask, Tensor? keyPaddingMask, long offset)
    {
        using var given = Combined(queries, keys, mask, keyPaddingMask);
        if (_biases is null)
        {
            return given?.alias();
        }

        using var bias = _biases.Bias(queries.size(2), keys.size(2), offset, queries.dtype, queries.device);
        return given is null ? bias.alias() : AttentionMask.Add(given, bias);
    }

    private Tensor? Combined(Tensor queries, Tensor keys, Tensor? mask, Tensor? keyPaddingMask)
    {
        using var wide = mask is null ? null : FourAxes(mask, queries, keys);
        if (keyPaddingMask is null)
        {
            return wide?.alias();
        }

        CheckPadding(keyPaddingMask, keys);
        using var present = keyPaddingMask.logical_not();
        using var unpadded = present.view(present.size(0), 1, 1, present.size(1));
        return wide is null ? unpadded.alias() : AttentionMask.And(wide, unpadded, queries.dtype);
    }

    private static void CheckPadding(Tensor keyPaddingMask, Tensor keys)
    {
        Guard.Rank(keyPaddingMask, 2, nameof(MultiHeadAttention), "keyPaddingMask", "(B, S)");
        Guard.Type(keyPaddingMask, DType.Bool, nameof(MultiHeadAttention), "keyPaddingMask");
        Guard.Size(keyPaddingMask, 0, keys.size(0), nameof(MultiHeadAttention), "keyPaddingMask", "B", "(B, S)", other: "keys");
        Guard.Size(keyPaddingMask, 1, keys.size(2), nameof(MultiHeadAttention), "keyPaddingMask", "S", "(B, S)", other: "keys");
    }

    private Tensor FourAxes(Tensor mask, Tensor queries, Tensor keys)
    {
        if (mask.dtype != ScalarType.Bool)
        {
            Guard.Type(mask, DType.Float, nameof(MultiHeadAttention), "mask");
        }

        var rank = (int)mask.dim();
        if (rank is < 2 or > 4)
        {
            Guard.Rank(mask, 4, nameof(MultiHeadAttention), "mask", "(T, S), (B, T, S) or (B, heads, T, S)");
        }

        Stretches(mask, -1, keys.size(2), "S");
        Stretches(mask, -2, queries.size(2), "T");
        if (rank >= 3)
        {
            Stretches(mask, 0, queries.size(0), "B");
        }

        if (rank == 4)
        {
            Stretches(mask, 1, _heads, "heads");
        }

        return rank == 3 ? mask.unsqueeze(1) : rank == 2 ? mask.view(1, 1, mask.size(0), mask.size(1)) : mask.alias();
    }

    private static void Stretches(Tensor mask, int axis, long size, string symbol)
    {
        if (mask.size(axis) != 1)
        {
            Guard.Size(
                mask, axis, size, nameof(MultiHeadAttention), "mask", symbol, "(T, S), (B, T, S) or (B, heads, T, S)",
                other: symbol == "heads" ? null : "x");
        }
    }
}
