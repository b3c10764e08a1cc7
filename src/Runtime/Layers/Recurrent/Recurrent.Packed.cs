using System;
using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Layers;

// Sequences of several lengths, as PyTorch's packed sequences.
public static partial class Recurrent
{
    /// <summary>Runs an Elman network over <c>(B, T, in)</c>, each sequence up to its length.</summary>
    /// <param name="module">The recurrent module, with <c>batchFirst</c>.</param>
    /// <param name="x">The input <c>(B, T, in)</c>.</param>
    /// <param name="h0">The initial hidden state <c>(states, B, hidden)</c>; zeros when <c>null</c>.</param>
    /// <param name="states">The number of layers times the number of directions.</param>
    /// <param name="hidden">The number of hidden units.</param>
    /// <param name="lengths">The number of real time steps of each sequence <c>(B)</c>, from 1 to T; T when <c>null</c>.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="name">What the lengths are called in a message: <c>input 'lengths'</c>.</param>
    /// <returns>
    /// The sequence <c>(B, T, directions*hidden)</c>, which is 0 after the last real step, and the hidden state <c>(states, B, hidden)</c>
    /// after it.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A length is less than 1 or more than T.</exception>
    public static (Tensor sequence, Tensor h) Rnn(
        RNN module, Tensor x, Tensor? h0, long states, long hidden, Tensor? lengths, string model, string name)
    {
        if (!IsPacked(x, lengths))
        {
            return Rnn(module, x, h0, states, hidden);
        }

        using var zeros = h0 is null ? Zeros(x, states, hidden) : null;
        using var packed = Pack(x, lengths!, model, name);
        var (result, h) = module.call(packed, h0 ?? zeros);
        return (Unpack(result, x.size(1)), h);
    }

    /// <summary>Runs an LSTM over <c>(B, T, in)</c>, each sequence up to its length.</summary>
    /// <param name="module">The recurrent module, with <c>batchFirst</c>.</param>
    /// <param name="x">The input <c>(B, T, in)</c>.</param>
    /// <param name="h0">The initial hidden state <c>(states, B, hidden)</c>; zeros when <c>null</c>.</param>
    /// <param name="c0">
    /// The initial cell state <c>(states, B, hidden)</c>; zeros when <c>null</c>, independently of <paramref name="h0"/>.
    /// </param>
    /// <param name="states">The number of layers times the number of directions.</param>
    /// <param name="hidden">The number of hidden units.</param>
    /// <param name="lengths">The number of real time steps of each sequence <c>(B)</c>, from 1 to T; T when <c>null</c>.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="name">What the lengths are called in a message: <c>input 'lengths'</c>.</param>
    /// <returns>
    /// The sequence <c>(B, T, directions*hidden)</c>, which is 0 after the last real step, and the hidden and cell states
    /// <c>(states, B, hidden)</c> after it.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A length is less than 1 or more than T.</exception>
    public static (Tensor sequence, Tensor h, Tensor c) Lstm(
        LSTM module, Tensor x, Tensor? h0, Tensor? c0, long states, long hidden, Tensor? lengths, string model, string name)
    {
        if (!IsPacked(x, lengths))
        {
            return Lstm(module, x, h0, c0, states, hidden);
        }

        using var zeros = h0 is null || c0 is null ? Zeros(x, states, hidden) : null;
        using var packed = Pack(x, lengths!, model, name);
        var (result, h, c) = module.call(packed, (h0 ?? zeros!, c0 ?? zeros!));
        return (Unpack(result, x.size(1)), h, c);
    }

    /// <summary>Runs a GRU over <c>(B, T, in)</c>, each sequence up to its length.</summary>
    /// <param name="module">The recurrent module, with <c>batchFirst</c>.</param>
    /// <param name="x">The input <c>(B, T, in)</c>.</param>
    /// <param name="h0">The initial hidden state <c>(states, B, hidden)</c>; zeros when <c>null</c>.</param>
    /// <param name="states">The number of layers times the number of directions.</param>
    /// <param name="hidden">The number of hidden units.</param>
    /// <param name="lengths">The number of real time steps of each sequence <c>(B)</c>, from 1 to T; T when <c>null</c>.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="name">What the lengths are called in a message: <c>input 'lengths'</c>.</param>
    /// <returns>
    /// The sequence <c>(B, T, directions*hidden)</c>, which is 0 after the last real step, and the hidden state <c>(states, B, hidden)</c>
    /// after it.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A length is less than 1 or more than T.</exception>
    public static (Tensor sequence, Tensor h) Gru(
        GRU module, Tensor x, Tensor? h0, long states, long hidden, Tensor? lengths, string model, string name)
    {
        if (!IsPacked(x, lengths))
        {
            return Gru(module, x, h0, states, hidden);
        }

        using var zeros = h0 is null ? Zeros(x, states, hidden) : null;
        using var packed = Pack(x, lengths!, model, name);
        var (result, h) = module.call(packed, h0 ?? zeros!);
        return (Unpack(result, x.size(1)), h);
    }

    // An empty batch has nothing to pack.
    private static bool IsPacked(Tensor x, Tensor? lengths) => lengths is not null && x.size(0) > 0;

    private static nn.utils.rnn.PackedSequence Pack(Tensor x, Tensor lengths, string model, string name)
    {
        using var host = lengths.cpu();
        var steps = x.size(1);
        var values = host.data<long>();
        for (var i = 0L; i < values.Count; i++)
        {
            if (values[i] < 1 || values[i] > steps)
            {
                throw new ArgumentOutOfRangeException(
                    null,
                    values[i],
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{model}: {name} has length {values[i]} at ({i},), expected 1 to {steps}, the number of time steps; "
                            + $"got ({values.Count},): give the number of real steps of each sequence, and leave out empty ones."));
            }
        }

        return nn.utils.rnn.pack_padded_sequence(x, host, batch_first: true, enforce_sorted: false);
    }

    private static Tensor Unpack(nn.utils.rnn.PackedSequence packed, long steps)
    {
        using (packed)
        {
            var (sequence, lengths) = nn.utils.rnn.pad_packed_sequence(packed, batch_first: true, total_length: steps);
            lengths.Dispose();
            return sequence;
        }
    }
}
