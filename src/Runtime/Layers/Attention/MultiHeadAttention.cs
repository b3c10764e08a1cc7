using System;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Multi-head attention ("Attention is all you need", section 3.2.2): <c>(B, T, D)</c> to <c>(B, T, D)</c>, self-attention or
/// cross-attention to a memory <c>(B, S, E)</c>. It supports grouped-query attention (Ainslie et al. 2023), rotary positional encoding (Su
/// et al. 2021), linear biases (Press et al. 2021) and sliding windows (Beltagy et al. 2020). The submodules <c>query</c>, <c>key</c>,
/// <c>value</c> and <c>output</c> are <c>nn.Linear</c> with its default initialisation, <c>queryNorm</c> and <c>keyNorm</c> are
/// <see cref="RmsNorm"/>.
/// </summary>
/// <remarks>
/// For a query whose keys are all masked, every head returns 0, so the layer returns the bias of <c>output</c>.
/// </remarks>
public sealed partial class MultiHeadAttention : nn.Module<Tensor, Tensor?, Tensor?, Tensor?, Tensor>
{
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Linear _output;
    private readonly long _features;
    private readonly long _heads;
    private readonly long _headDim;
    private readonly long _keyValueHeads;
    private readonly long _memoryFeatures;
    private readonly double _dropout;
    private readonly bool _causal;
    private readonly long? _window;
    private readonly double? _scale;
    private readonly RmsNorm? _queryNorm;
    private readonly RmsNorm? _keyNorm;
    private readonly RotaryPositions? _rotary;
    private readonly LinearBiases? _biases;

    /// <summary>Creates the layer with initialised projections.</summary>
    /// <param name="features">The number of input and output features D.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="headDim">
    /// The number of features per head; <c>features / heads</c> when not given, in which case <c>heads</c> must divide <c>features</c>.
    /// </param>
    /// <param name="memoryFeatures">The number of features E of the memory; <paramref name="features"/> when not given.</param>
    /// <param name="bias">
    /// Whether the query, key and value projections have biases, and the output projection as well unless <paramref name="outputBias"/> is
    /// given.
    /// </param>
    /// <param name="dropout">The probability of zeroing an attention weight during training.</param>
    /// <param name="causal">Whether position t attends only to positions up to t.</param>
    /// <param name="keyValueHeads">
    /// The number of key and value heads, which must divide <paramref name="heads"/>; <paramref name="heads"/> when not given.
    /// </param>
    /// <param name="window">
    /// The sliding window of causal attention: position t attends to positions <c>t - window + 1</c> to t; to all positions up to t when
    /// not given.
    /// </param>
    /// <param name="outputBias">Whether the output projection has a bias; <paramref name="bias"/> when not given.</param>
    /// <param name="queryKeyNorm">
    /// Whether an RMS norm is applied to the queries and keys of each head before the rotary positional encoding, as in Qwen3.
    /// </param>
    /// <param name="queryKeyNormEps">Added to the mean square of the RMS norms before the square root.</param>
    /// <param name="rotary">The options of rotary positional encoding, for self-attention only; <c>null</c> for none.</param>
    /// <param name="alibi">
    /// Whether <c>m |i - j|</c> is subtracted from the score of positions i and j, with a fixed slope m per head; for self-attention only.
    /// </param>
    /// <param name="scale">The factor applied to the attention scores; <c>1 / √headDim</c> when not given.</param>
    /// <param name="device">The device of the parameters.</param>
    /// <param name="dtype">The dtype of the parameters.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">
    /// A size is not positive, or a number of heads does not divide what it must divide.
    /// </exception>
    public MultiHeadAttention(
        long features, long heads, long? headDim = null, long? memoryFeatures = null, bool bias = true, double dropout = 0,
        bool causal = false, long? keyValueHeads = null, long? window = null, bool? outputBias = null, bool queryKeyNorm = false,
        double queryKeyNormEps = 1e-6, RotaryOptions? rotary = null, bool alibi = false, double? scale = null, Device? device = null,
        ScalarType? dtype = null)
        : base(nameof(MultiHeadAttention))
    {
        Guard.Parameter(features >= 1, nameof(MultiHeadAttention), nameof(features), features, "at least 1");
        Guard.Parameter(heads >= 1, nameof(MultiHeadAttention), nameof(heads), heads, "at least 1");
        Guard.Parameter(headDim is null or >= 1, nameof(MultiHeadAttention), nameof(headDim), headDim ?? 0, "at least 1");
        Guard.Parameter(
            headDim is not null || features % heads == 0, nameof(MultiHeadAttention), nameof(features), features,
            $"a multiple of the {heads} heads");
        Guard.Parameter(keyValueHeads is null or >= 1, nameof(MultiHeadAttention), nameof(keyValueHeads), keyValueHeads ?? 0, "at least 1");
        Guard.Parameter(
            keyValueHeads is null || heads % keyValueHeads == 0, nameof(MultiHeadAttention), nameof(heads), heads,
            $"a multiple of the {keyValueHeads} key and value heads");
        Guard.Parameter(window is null or >= 1, nameof(MultiHeadAttention), nameof(window), window ?? 0, "at least 1");
        Guard.Parameter(
            window is null || causal, nameof(MultiHeadAttention), nameof(window), window ?? 0, "omitted unless the attention is causal");

        _features = features;
        _heads = heads;
        _headDim = headDim ?? features / heads;
        _keyValueHeads = keyValueHeads ?? heads;
        _memoryFeatures = memoryFeatures ?? features;
        _dropout = dropout;
        _causal = causal;
        _window = window;
        _scale = scale;
        _rotary = rotary is null ? null : new RotaryPositions(_headDim, rotary);
        _biases = alibi ? new LinearBiases(heads) : null;

        var inner = _heads * _headDim;
        _query = nn.Linear(features, inner, bias, device, dtype);
        _key = nn.Linear(_memoryFeatures, _keyValueHeads * _headDim, bias, device, dtype);
        _value = nn.Linear(_memoryFeatures, _keyValueHeads * _headDim, bias, device, dtype);
        _output = nn.Linear(inner, features, outputBias ?? bias, device, dtype);
        register_module("query", _query);
        register_module("key", _key);
        register_module("value", _value);
        register_module("output", _output);
        if (queryKeyNorm)
        {
            _queryNorm = new RmsNorm(_headDim, queryKeyNormEps, device: device, dtype: dtype);
            _keyNorm = new RmsNorm(_headDim, queryKeyNormEps, device: device, dtype: dtype);
            register_module("queryNorm", _queryNorm);
            register_module("keyNorm", _keyNorm);
        }

        ModuleLifetime.DetachFromDisposeScope(this);
        (_deviceType, _deviceIndex) = ModuleLifetime.Placement(this);
    }

    /// <summary>Runs the layer with its hooks.</summary>
    /// <inheritdoc cref="forward"/>
    public new Tensor call(Tensor x, Tensor? memory = null, Tensor? mask = null, Tensor? keyPaddingMask = null)
        => base.call(x, memory, mask, keyPaddingMask);

    /// <summary>Computes the attention with the fused kernel.</summary>
    /// <param name="x">The input <c>(B, T, D)</c>, from which the queries are projected.</param>
    /// <param name="memory">The memory <c>(B, S, E)</c>, from which keys and values are projected; the input when <c>null</c>.</param>
    /// <param name="mask">
    /// The mask <c>(T, S)</c>, <c>(B, T, S)</c> or <c>(B, heads, T, S)</c>, where an axis may have size 1: booleans are true for positions
    /// to attend to, floats are added to the scores; <c>null</c> for none.
    /// </param>
    /// <param name="keyPaddingMask">Booleans <c>(B, S)</c>, true for keys to ignore; <c>null</c> for none.</param>
    /// <returns>The result <c>(B, T, D)</c>.</returns>
    /// <exception cref="ShapeMismatchException">A tensor does not have the shape or dtype stated here.</exception>
    public override Tensor forward(Tensor x, Tensor? memory = null, Tensor? mask = null, Tensor? keyPaddingMask = null)
    {
        Check(x, memory);
        return MixedPrecision.Inside(
            (Layer: this, memory, mask, keyPaddingMask), x, static (call, x) =>
            {
                // In bfloat16 the memory is converted once for the projections to keys and values.
                using var narrow = call.memory is { } memory && MixedPrecision.Narrows(memory) ? MixedPrecision.Narrow(memory) : null;
                using var queries = call.Layer.Queries(x);
                var (keys, values) = call.Layer.KeysAndValues(narrow ?? call.memory ?? x);
                using (keys)
                using (values)
                {
                    return call.Layer.Attend(queries, keys, values, call.mask, call.keyPaddingMask);
                }
            });
    }

    /// <summary>Computes the attention explicitly and returns the attention weights as well.</summary>
    /// <param name="x">As for <see cref="forward"/>.</param>
    /// <param name="memory">As for <see cref="forward"/>.</param>
    /// <param name="mask">As for <see cref="forward"/>.</param>
    /// <param name="keyPaddingMask">As for <see cref="forward"/>.</param>
    /// <returns>
    /// The result <c>(B, T, D)</c> and the attention weights <c>(B, heads, T, S)</c> before dropout: each row sums to 1, or is 0 where all
    /// keys are masked.
    /// </returns>
    /// <exception cref="ShapeMismatchException">A tensor does not have the shape or dtype stated for <see cref="forward"/>.</exception>
    public (Tensor output, Tensor weights) WithWeights(Tensor x, Tensor? memory = null, Tensor? mask = null, Tensor? keyPaddingMask = null)
    {
        Check(x, memory);
        using var queries = Queries(x);
        var (keys, values) = KeysAndValues(memory ?? x);
        using (keys)
        using (values)
        {
            return AttendWithWeights(queries, keys, values, mask, keyPaddingMask);
        }
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        ModuleLifetime.MoveChildren(this, dtype, device, non_blocking);
        if (device is not null)
        {
            _deviceType = device.type;
            _deviceIndex = device.index;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _rotary?.Dispose();
            _biases?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Check(Tensor x, Tensor? memory)
    {
        Guard.Rank(x, 3, nameof(MultiHeadAttention), "x", "(B, T, D)");
        Guard.Size(x, 2, _features, nameof(MultiHeadAttention), "x", "D", "(B, T, D)");
        if (memory is not null)
        {
            Guard.Condition(
                _rotary is null, nameof(MultiHeadAttention),
                "rotary positional encoding applies to self-attention only: omit the memory or the rotary options.");
            Guard.Condition(
                _biases is null, nameof(MultiHeadAttention),
                "ALiBi applies to self-attention only: omit the memory or set alibi to false.");
            Guard.Rank(memory, 3, nameof(MultiHeadAttention), "memory", "(B, S, E)");
            Guard.Size(memory, 0, x.size(0), nameof(MultiHeadAttention), "memory", "B", "(B, S, E)", other: "x");
            Guard.Size(memory, 2, _memoryFeatures, nameof(MultiHeadAttention), "memory", "E", "(B, S, E)");
        }
        else
        {
            Guard.Size(x, 2, _memoryFeatures, nameof(MultiHeadAttention), "x", "E", "(B, T, E)");
        }
    }
}
