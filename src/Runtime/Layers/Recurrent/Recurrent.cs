using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Runs TorchSharp's recurrent modules without leaking initial states: without one, the modules create zeros that they leave to the
/// finalizer.
/// </summary>
public static partial class Recurrent
{
    private const long HiddenBlock = 32;

    /// <summary>Runs an Elman network over <c>(B, T, in)</c>.</summary>
    /// <param name="module">The recurrent module, with <c>batchFirst</c>.</param>
    /// <param name="x">The input <c>(B, T, in)</c>.</param>
    /// <param name="h0">The initial hidden state <c>(states, B, hidden)</c>; zeros when <c>null</c>.</param>
    /// <param name="states">The number of layers times the number of directions.</param>
    /// <param name="hidden">The number of hidden units.</param>
    /// <returns>The sequence <c>(B, T, directions*hidden)</c> and the final hidden state <c>(states, B, hidden)</c>.</returns>
    public static (Tensor sequence, Tensor h) Rnn(RNN module, Tensor x, Tensor? h0, long states, long hidden)
    {
        using var zeros = h0 is null ? Zeros(x, states, hidden) : null;
        return module.call(x, h0 ?? zeros);
    }

    /// <summary>Runs an LSTM (Hochreiter and Schmidhuber 1997) over <c>(B, T, in)</c>.</summary>
    /// <param name="module">The recurrent module, with <c>batchFirst</c>.</param>
    /// <param name="x">The input <c>(B, T, in)</c>.</param>
    /// <param name="h0">The initial hidden state <c>(states, B, hidden)</c>; zeros when <c>null</c>.</param>
    /// <param name="c0">
    /// The initial cell state <c>(states, B, hidden)</c>; zeros when <c>null</c>, independently of <paramref name="h0"/>.
    /// </param>
    /// <param name="states">The number of layers times the number of directions.</param>
    /// <param name="hidden">The number of hidden units.</param>
    /// <returns>The sequence <c>(B, T, directions*hidden)</c> and the final hidden and cell states <c>(states, B, hidden)</c>.</returns>
    public static (Tensor sequence, Tensor h, Tensor c) Lstm(LSTM module, Tensor x, Tensor? h0, Tensor? c0, long states, long hidden)
    {
        using var zeros = h0 is null || c0 is null ? Zeros(x, states, hidden) : null;
        return Run(module, x, h0 ?? zeros!, c0 ?? zeros!);
    }

    /// <summary>Runs a GRU (Cho et al. 2014) over <c>(B, T, in)</c>.</summary>
    /// <param name="module">The recurrent module, with <c>batchFirst</c>.</param>
    /// <param name="x">The input <c>(B, T, in)</c>.</param>
    /// <param name="h0">The initial hidden state <c>(states, B, hidden)</c>; zeros when <c>null</c>.</param>
    /// <param name="states">The number of layers times the number of directions.</param>
    /// <param name="hidden">The number of hidden units.</param>
    /// <returns>The sequence <c>(B, T, directions*hidden)</c> and the final hidden state <c>(states, B, hidden)</c>.</returns>
    public static (Tensor sequence, Tensor h) Gru(GRU module, Tensor x, Tensor? h0, long states, long hidden)
    {
        using var zeros = h0 is null ? Zeros(x, states, hidden) : null;
        return module.call(x, h0 ?? zeros!);
    }

    /// <summary>Returns the final hidden states of the top layer, both directions concatenated, as a new tensor.</summary>
    /// <param name="h">The final hidden states of all layers <c>(layers*directions, B, hidden)</c>.</param>
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

    // The kernel of libtorch 2.10 (oneDNN) for an LSTM without gradients was seen to compute wrong numbers on a virtual machine with
    // AVX-512, unless the last hidden units fill more than half of a block of 32. Its kernel for training was right.
    private static (Tensor sequence, Tensor h, Tensor c) Run(LSTM module, Tensor x, Tensor h, Tensor c)
    {
        if (is_grad_enabled() || x.device_type != DeviceType.CPU || h.size(2) % HiddenBlock is 0 or > HiddenBlock / 2)
        {
            return module.call(x, (h, c));
        }

        using var ordinary = inference_mode(false);
        using var training = enable_grad();

        // A tensor of inference mode cannot be an operand of an operation that gradients may pass.
        using var input = Copied(x);
        using var firstH = Copied(h);
        using var firstC = Copied(c);
        var (sequence, lastH, lastC) = module.call(input, (firstH, firstC));
        return (Detached(sequence), Detached(lastH), Detached(lastC));
    }

    private static Tensor Copied(Tensor tensor)
    {
        using var detached = tensor.detach();
        return detached.clone();
    }

    private static Tensor Detached(Tensor owned)
    {
        using (owned)
        {
            return owned.detach();
        }
    }

    private static Tensor Zeros(Tensor x, long states, long hidden)
        => zeros(states, x.size(0), hidden, dtype: x.dtype, device: x.device);
}
