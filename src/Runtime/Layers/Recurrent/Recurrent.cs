using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Calls of TorchSharp's recurrent modules (<c>batchFirst</c>) that leave no initial state behind: given none, the modules
/// themselves make zeros and leave them to the finalizer.
/// </summary>
public static partial class Recurrent
{
    /// <summary>An Elman recurrence over <c>(B, T, in)</c>.</summary>
    /// <param name="module">The recurrence, with <c>batchFirst</c>.</param>
    /// <param name="x">The input <c>(B, T, in)</c>.</param>
    /// <param name="h0">The initial hidden states <c>(states, B, hidden)</c>; zeros when <c>null</c>.</param>
    /// <param name="states">The number of layers times the number of directions.</param>
    /// <param name="hidden">The number of hidden units.</param>
    /// <returns>The sequence <c>(B, T, directions*hidden)</c> and the final hidden states <c>(states, B, hidden)</c>.</returns>
    public static (Tensor sequence, Tensor h) Rnn(RNN module, Tensor x, Tensor? h0, long states, long hidden)
    {
        using var zeros = h0 is null ? Zeros(x, states, hidden) : null;
        return module.call(x, h0 ?? zeros);
    }

    /// <summary>Long short-term memory (Hochreiter and Schmidhuber 1997) over <c>(B, T, in)</c>.</summary>
    /// <param name="module">The recurrence, with <c>batchFirst</c>.</param>
    /// <param name="x">The input <c>(B, T, in)</c>.</param>
    /// <param name="h0">The initial hidden states <c>(states, B, hidden)</c>; zeros when <c>null</c>.</param>
    /// <param name="c0">The initial cell states <c>(states, B, hidden)</c>; zeros when <c>null</c>, with or without hidden states.</param>
    /// <param name="states">The number of layers times the number of directions.</param>
    /// <param name="hidden">The number of hidden units.</param>
    /// <returns>The sequence <c>(B, T, directions*hidden)</c> and the final hidden and cell states <c>(states, B, hidden)</c>.</returns>
    public static (Tensor sequence, Tensor h, Tensor c) Lstm(LSTM module, Tensor x, Tensor? h0, Tensor? c0, long states, long hidden)
    {
        using var zeros = h0 is null || c0 is null ? Zeros(x, states, hidden) : null;
        return module.call(x, (h0 ?? zeros!, c0 ?? zeros!));
    }

    /// <summary>The gated recurrent unit (Cho et al. 2014) over <c>(B, T, in)</c>.</summary>
    /// <param name="module">The recurrence, with <c>batchFirst</c>.</param>
    /// <param name="x">The input <c>(B, T, in)</c>.</param>
    /// <param name="h0">The initial hidden states <c>(states, B, hidden)</c>; zeros when <c>null</c>.</param>
    /// <param name="states">The number of layers times the number of directions.</param>
    /// <param name="hidden">The number of hidden units.</param>
    /// <returns>The sequence <c>(B, T, directions*hidden)</c> and the final hidden states <c>(states, B, hidden)</c>.</returns>
    public static (Tensor sequence, Tensor h) Gru(GRU module, Tensor x, Tensor? h0, long states, long hidden)
    {
        using var zeros = h0 is null ? Zeros(x, states, hidden) : null;
        return module.call(x, h0 ?? zeros!);
    }

    /// <summary>The top layer's final states, both directions side by side, in memory of their own.</summary>
    /// <param name="h">Every layer's final state <c>(layers*directions, B, hidden)</c>.</param>
    /// <param name="bidirectional">Whether there are two directions.</param>
    /// <returns>The states <c>(B, directions*hidden)</c>.</returns>
    public static Tensor Last(Tensor h, bool bidirectional)
    {
        var top = h.size(0) - 1;
        using var last = h.select(0, top);
        if (!bidirectional)
        {
            return last.clone();
        }

        using var forward = h.select(0, top - 1);
        return cat([forward, last], 1);
    }

    private static Tensor Zeros(Tensor x, long states, long hidden)
        => zeros(states, x.size(0), hidden, dtype: x.dtype, device: x.device);
}
