using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Decoding;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Layers;

// Incremental decoding with the states of recurrent layers.
public static partial class Recurrent
{
    /// <summary>Runs an Elman network on the next positions.</summary>
    /// <param name="module">The recurrent module, with <c>batchFirst</c>.</param>
    /// <param name="x">The input at the next positions <c>(B, T, in)</c>.</param>
    /// <param name="h0">The initial hidden state <c>(layers, B, hidden)</c>; zeros when <c>null</c>.</param>
    /// <param name="state">The state of the layer, which is advanced by these positions.</param>
    /// <param name="at">The positions.</param>
    /// <returns>The sequence <c>(B, T, hidden)</c>.</returns>
    public static Tensor Rnn(RNN module, Tensor x, Tensor? h0, RecurrentState state, Positions at)
        => Continue(x, h0, null, state, at, (piece, h, _) =>
        {
            var (sequence, last) = module.call(piece, h);
            return (sequence, last, null);
        });

    /// <summary>Runs an LSTM on the next positions.</summary>
    /// <param name="module">The recurrent module, with <c>batchFirst</c>.</param>
    /// <param name="x">The input at the next positions <c>(B, T, in)</c>.</param>
    /// <param name="h0">The initial hidden state <c>(layers, B, hidden)</c>; zeros when <c>null</c>.</param>
    /// <param name="c0">The initial cell state <c>(layers, B, hidden)</c>; zeros when <c>null</c>.</param>
    /// <param name="state">The state of the layer, which is advanced by these positions.</param>
    /// <param name="at">The positions.</param>
    /// <returns>The sequence <c>(B, T, hidden)</c>.</returns>
    public static Tensor Lstm(LSTM module, Tensor x, Tensor? h0, Tensor? c0, RecurrentState state, Positions at)
        => Continue(x, h0, c0, state, at, (piece, h, c) =>
        {
            var (sequence, last, cell) = Run(module, piece, h, c!);
            return (sequence, last, cell);
        });

    /// <summary>Runs a GRU on the next positions.</summary>
    /// <param name="module">The recurrent module, with <c>batchFirst</c>.</param>
    /// <param name="x">The input at the next positions <c>(B, T, in)</c>.</param>
    /// <param name="h0">The initial hidden state <c>(layers, B, hidden)</c>; zeros when <c>null</c>.</param>
    /// <param name="state">The state of the layer, which is advanced by these positions.</param>
    /// <param name="at">The positions.</param>
    /// <returns>The sequence <c>(B, T, hidden)</c>.</returns>
    public static Tensor Gru(GRU module, Tensor x, Tensor? h0, RecurrentState state, Positions at)
        => Continue(x, h0, null, state, at, (piece, h, _) =>
        {
            var (sequence, last) = module.call(piece, h);
            return (sequence, last, null);
        });

    private static Tensor Continue(
        Tensor x, Tensor? h0, Tensor? c0, RecurrentState state, Positions at,
        Func<Tensor, Tensor, Tensor?, (Tensor sequence, Tensor h, Tensor? c)> run)
    {
        var givenH = state.Hidden ?? h0;
        var givenC = state.HasCell ? state.Cell ?? c0 : null;
        using var zeros = givenH is null || (state.HasCell && givenC is null) ? Zeros(x, state.Layers, state.Units) : null;
        var (h, c) = (givenH ?? zeros!, state.HasCell ? givenC ?? zeros : null);
        var (sequence, nextH, nextC) = at.Starts is { } starts && starts.Any(start => start > at.Offset)
            ? RowByRow(x, h, c, starts, at, run)
            : run(x, h, c);
        state.Advance(at.Count, nextH, nextC);
        return sequence;
    }

    // Sequences with the same amount of padding run together, without it. The result at padded positions is never used.
    private static (Tensor sequence, Tensor h, Tensor? c) RowByRow(
        Tensor x, Tensor h, Tensor? c, IReadOnlyList<long> starts, Positions at,
        Func<Tensor, Tensor, Tensor?, (Tensor sequence, Tensor h, Tensor? c)> run)
    {
        var sequence = zeros(x.size(0), x.size(1), h.size(2), dtype: x.dtype, device: x.device);
        var (lastH, lastC) = (h.clone(), c?.clone());
        foreach (var group in Enumerable.Range(0, starts.Count).GroupBy(row => Math.Max(0, starts[row] - at.Offset))
            .Where(group => group.Key < at.Count))
        {
            using var rows = tensor(group.Select(row => (long)row).ToArray(), device: x.device);
            using var these = x.index_select(0, rows);
            using var piece = these.narrow(1, group.Key, at.Count - group.Key);
            using var groupH = h.index_select(1, rows);
            using var groupC = c?.index_select(1, rows);
            var (part, partH, partC) = run(piece, groupH, groupC);
            using (part)
            using (partH)
            using (partC)
            using (var place = sequence.narrow(1, group.Key, at.Count - group.Key))
            {
                place.index_copy_(0, rows, part);
                lastH.index_copy_(1, rows, partH);
                lastC?.index_copy_(1, rows, partC!);
            }
        }

        return (sequence, lastH, lastC);
    }
}
