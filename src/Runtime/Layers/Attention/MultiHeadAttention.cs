using System;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Multi-head attention ("Attention is all you need", section 3.2.2): <c>(B, T, D)</c> to <c>(B, T, D)</c>, over the input itself or over a
/// memory <c>(B, S, E)</c>. Queries may share the heads of keys and values (grouped queries, Ainslie et al. 2023), be turned by their
/// position (Su et al. 2021), lose score with the distance (Press et al. 2021) and see a window of the past only (Beltagy et al. 2020).
/// Children <c>query</c>, <c>key</c>, <c>value</c> and <c>output</c> are <c>nn.Linear</c> with its default initialisation, <c>queryNorm</c>
/// and <c>keyNorm</c> are <see cref="RmsNorm"/>.
/// </summary>
/// <remarks>
/// A query that may attend to no key gets 0 from every head, so the layer gives the bias of <c>output</c> there.
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

    /// <summary>The layer, with newly initialised projections.</summary>
    /// <param name="features">D, the features of the input and of the result.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="headDim">The features of each head; <c>features / heads</c>, which must divide, when not given.</param>
    /// <param name="memoryFeatures">E, the features of the memory; <paramref name="features"/> when not given.</param>
    /// <param name="bias">Whether the projections of queries, keys and values learn biases, and that of the result unless
    /// <paramref name="outputBias"/> says otherwise.</param>
    /// <param name="dropout">The probability of an attention weight being zeroed in training.</param>
    /// <param name="causal">Whether position t sees only positions up to t.</param>
    /// <param name="keyValueHeads">The heads of keys and values, which must divide <paramref name="heads"/>; as many when not
    /// given.</param>
    /// <param name="window">If causal, how many positions t sees: those from <c>t - window + 1</c> to t; all up to t when not
    /// given.</param>
    /// <param name="outputBias">Whether the projection of the result learns a bias; as <paramref name="bias"/> when not given.</param>
    /// <param name="queryKeyNorm">Whether queries and keys are divided by the root mean square of each head (as in Qwen3), before they are
    /// turned.</param>
    /// <param name="queryKeyNormEps">Added to their mean square before the root.</param>
    /// <param name="rotary">Turns queries and keys by their position; for attention over the input itself.</param>
    /// <param name="alibi">Whether the score of positions i and j loses <c>m |i - j|</c>, with a slope m for each head; for attention over
    /// the input itself.</param>
    /// <param name="scale">The factor of the scores; <c>1 / √headDim</c> when not given.</param>
    /// <param name="device">Where the parameters live.</param>
    /// <param name="dtype">Their element type.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">A size is not positive, or the heads do not divide what they must.</exception>
    public MultiHeadAttention(
        long features, long heads, long? headDim = null, long? memoryFeatures = null, bool bias = true, double dropout = 0,
        bool causal = false,
        long? keyValueHeads = null, long? window = null, bool? outputBias = null, bool queryKeyNorm = false, double queryKeyNormEps = 1e-6,
        RotaryOptions? rotary = null, bool alibi = false, double? scale = null, Device? device = null, ScalarType? dtype = null)
        : base(nameof(MultiHeadAttention))
    {
        Guard.Parameter(features >= 1, nameof(MultiHeadAttention), nameof(features), features, "at least 1");
        Guard.Parameter(heads >= 1, nameof(MultiHeadAttention), nameof(heads), heads, "at least 1");
        Guard.Parameter(headDim is null or >= 1, nameof(MultiHeadAttention), nameof(headDim), headDim ?? 0, "at least 1");
        Guard.Parameter(headDim is not null || features % heads == 0, nameof(MultiHeadAttention), nameof(features), features, $"a "
            + $"multiple of the {heads} heads");
        Guard.Parameter(keyValueHeads is null or >= 1, nameof(MultiHeadAttention), nameof(keyValueHeads), keyValueHeads ?? 0, "at least 1");
        Guard.Parameter(keyValueHeads is null || heads % keyValueHeads == 0, nameof(MultiHeadAttention), nameof(heads), heads, $"a "
            + $"multiple of the {keyValueHeads} key and value heads");
        Guard.Parameter(window is null or >= 1, nameof(MultiHeadAttention), nameof(window), window ?? 0, "at least 1");
        Guard.Parameter(window is null || causal, nameof(MultiHeadAttention), nameof(window), window ?? 0, "left out unless the "
            + "attention is causal");

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

    /// <summary>Attends, and runs the hooks.</summary>
    /// <inheritdoc cref="forward"/>
    public new Tensor call(Tensor x, Tensor? memory = null, Tensor? mask = null, Tensor? keyPaddingMask = null)
        => base.call(x, memory, mask, keyPaddingMask);

    /// <summary>Attends with the fused kernel.</summary>
    /// <param name="x">The input <c>(B, T, D)</c>, which gives the queries.</param>
    /// <param name="memory">What gives keys and values, <c>(B, S, E)</c>; the input when <c>null</c>.</param>
    /// <param name="mask">
    /// <c>(T, S)</c>, <c>(B, T, S)</c> or <c>(B, heads, T, S)</c>, where an axis may be 1: booleans mean "may be attended to", floats are
    /// added to the scores; <c>null</c> for none.
    /// </param>
    /// <param name="keyPaddingMask">Booleans <c>(B, S)</c>, <c>true</c> for keys to ignore; <c>null</c> for none.</param>
    /// <returns>The result <c>(B, T, D)</c>.</returns>
    /// <exception cref="ShapeMismatchException">A tensor does not have the shape or the type stated here.</exception>
    public override Tensor forward(Tensor x, Tensor? memory = null, Tensor? mask = null, Tensor? keyPaddingMask = null)
    {
        Check(x, memory);
        using var queries = Queries(x);
        var (keys, values) = KeysAndValues(memory ?? x);
        using (keys)
        using (values)
        {
            return Attend(queries, keys, values, mask, keyPaddingMask);
        }
    }

    /// <summary>Attends by the formula, for those who want to see the weights.</summary>
    /// <param name="x">As for <see cref="forward"/>.</param>
    /// <param name="memory">As for <see cref="forward"/>.</param>
    /// <param name="mask">As for <see cref="forward"/>.</param>
    /// <param name="keyPaddingMask">As for <see cref="forward"/>.</param>
    /// <returns>
    /// The result <c>(B, T, D)</c> and the weights <c>(B, heads, T, S)</c> before dropout: each row sums to 1, or is 0 where every key is
    /// masked.
    /// </returns>
    /// <exception cref="ShapeMismatchException">A tensor does not have the shape or the type stated for <see cref="forward"/>.</exception>
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
            Guard.Condition(_rotary is null, nameof(MultiHeadAttention), "rotary positions turn the queries and keys of one sequence, so "
                + "there can be no memory.");
            Guard.Condition(_biases is null, nameof(MultiHeadAttention), "ALiBi counts the distances within one sequence, so there can "
                + "be no memory.");
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
