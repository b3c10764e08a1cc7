using System;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Multi-head attention ("Attention is all you need", section 3.2.2): <c>(B, T, D)</c> to <c>(B, T, D)</c>, over the input itself or over a
/// memory <c>(B, S, E)</c>. Queries may share the heads of keys and values (grouped queries, Ainslie et al. 2023), be turned by their position
/// (Su et al. 2021) and see a window of the past only (Beltagy et al. 2020). Children <c>query</c>, <c>key</c>, <c>value</c> and <c>output</c> are <c>nn.Linear</c> with its default initialisation.
/// </summary>
/// <remarks>
/// A query that may attend to no key gets 0 from every head, so the layer gives the bias of <c>output</c> there.
/// </remarks>
public sealed class MultiHeadAttention : nn.Module<Tensor, Tensor?, Tensor?, Tensor?, Tensor>
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
    private readonly RotaryPositions? _rotary;

    /// <summary>The layer, with newly initialised projections.</summary>
    /// <param name="features">D, the features of the input and of the result.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="headDim">The features of each head; <c>features / heads</c>, which must divide, when not given.</param>
    /// <param name="memoryFeatures">E, the features of the memory; <paramref name="features"/> when not given.</param>
    /// <param name="bias">Whether the four projections learn biases.</param>
    /// <param name="dropout">The probability of an attention weight being zeroed in training.</param>
    /// <param name="causal">Whether position t sees only positions up to t.</param>
    /// <param name="keyValueHeads">The heads of keys and values, which must divide <paramref name="heads"/>; as many when not given.</param>
    /// <param name="window">If causal, how many positions t sees: those from <c>t - window + 1</c> to t; all up to t when not given.</param>
    /// <param name="rotaryBase">Turns queries and keys by their position, with this base (10000 in Llama); for attention over the input itself.</param>
    /// <param name="scale">The factor of the scores; <c>1 / √headDim</c> when not given.</param>
    /// <param name="device">Where the parameters live.</param>
    /// <param name="dtype">Their element type.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">A size is not positive, or the heads do not divide what they must.</exception>
    public MultiHeadAttention(
        long features, long heads, long? headDim = null, long? memoryFeatures = null, bool bias = true, double dropout = 0, bool causal = false,
        long? keyValueHeads = null, long? window = null, double? rotaryBase = null, double? scale = null, Device? device = null, ScalarType? dtype = null)
        : base(nameof(MultiHeadAttention))
    {
        Guard.Parameter(features >= 1, nameof(MultiHeadAttention), nameof(features), features, "at least 1");
        Guard.Parameter(heads >= 1, nameof(MultiHeadAttention), nameof(heads), heads, "at least 1");
        Guard.Parameter(headDim is null or >= 1, nameof(MultiHeadAttention), nameof(headDim), headDim ?? 0, "at least 1");
        Guard.Parameter(headDim is not null || features % heads == 0, nameof(MultiHeadAttention), nameof(features), features, $"a multiple of the {heads} heads");
        Guard.Parameter(keyValueHeads is null or >= 1, nameof(MultiHeadAttention), nameof(keyValueHeads), keyValueHeads ?? 0, "at least 1");
        Guard.Parameter(keyValueHeads is null || heads % keyValueHeads == 0, nameof(MultiHeadAttention), nameof(heads), heads, $"a multiple of the {keyValueHeads} key and value heads");
        Guard.Parameter(window is null or >= 1, nameof(MultiHeadAttention), nameof(window), window ?? 0, "at least 1");
        Guard.Parameter(window is null || causal, nameof(MultiHeadAttention), nameof(window), window ?? 0, "left out unless the attention is causal");

        _features = features;
        _heads = heads;
        _headDim = headDim ?? features / heads;
        _keyValueHeads = keyValueHeads ?? heads;
        _memoryFeatures = memoryFeatures ?? features;
        _dropout = dropout;
        _causal = causal;
        _window = window;
        _scale = scale;
        _rotary = rotaryBase is null ? null : new RotaryPositions(_headDim, rotaryBase.Value);

        var inner = _heads * _headDim;
        _query = nn.Linear(features, inner, bias, device, dtype);
        _key = nn.Linear(_memoryFeatures, _keyValueHeads * _headDim, bias, device, dtype);
        _value = nn.Linear(_memoryFeatures, _keyValueHeads * _headDim, bias, device, dtype);
        _output = nn.Linear(inner, features, bias, device, dtype);
        register_module("query", _query);
        register_module("key", _key);
        register_module("value", _value);
        register_module("output", _output);
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
    /// <c>(T, S)</c>, <c>(B, T, S)</c> or <c>(B, heads, T, S)</c>, where an axis may be 1: booleans mean "may be attended to", floats are added
    /// to the scores; <c>null</c> for none.
    /// </param>
    /// <param name="keyPaddingMask">Booleans <c>(B, S)</c>, <c>true</c> for keys to ignore; <c>null</c> for none.</param>
    /// <returns>The result <c>(B, T, D)</c>.</returns>
    /// <exception cref="ShapeMismatchException">A tensor does not have the shape or the type stated here.</exception>
    public override Tensor forward(Tensor x, Tensor? memory = null, Tensor? mask = null, Tensor? keyPaddingMask = null)
    {
        using var combined = Mask(x, memory, mask, keyPaddingMask);
        using var query = Query(x);             // (B, heads, T, headDim)
        using var key = Key(memory ?? x);       // (B, heads, S, headDim)
        using var value = Value(memory ?? x);   // (B, heads, S, headDim)
        var attended = ScaledDotProductAttention.Apply(query, key, value, combined, _causal, training ? _dropout : 0, _window);
        return Join(attended);
    }

    /// <summary>Attends by the formula, for those who want to see the weights.</summary>
    /// <param name="x">As for <see cref="forward"/>.</param>
    /// <param name="memory">As for <see cref="forward"/>.</param>
    /// <param name="mask">As for <see cref="forward"/>.</param>
    /// <param name="keyPaddingMask">As for <see cref="forward"/>.</param>
    /// <returns>
    /// The result <c>(B, T, D)</c> and the weights <c>(B, heads, T, S)</c> before dropout: each row sums to 1, or is 0 where every key is masked.
    /// </returns>
    /// <exception cref="ShapeMismatchException">A tensor does not have the shape or the type stated for <see cref="forward"/>.</exception>
    public (Tensor output, Tensor weights) WithWeights(Tensor x, Tensor? memory = null, Tensor? mask = null, Tensor? keyPaddingMask = null)
    {
        using var combined = Mask(x, memory, mask, keyPaddingMask);
        using var query = Query(x);
        using var key = Key(memory ?? x);
        using var value = Value(memory ?? x);
        var (attended, weights) = ScaledDotProductAttention.WithWeights(query, key, value, combined, _causal, training ? _dropout : 0, _window);
        return (Join(attended), weights);
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
        }

        base.Dispose(disposing);
    }

    private Tensor Query(Tensor x)
    {
        var query = Turned(Split(_query, x, _heads));
        if (_scale is null)
        {
            return query;
        }

        // The kernel divides by √headDim and takes no scale of its own.
        using (query)
        {
            return query.mul(_scale.Value * Math.Sqrt(_headDim));
        }
    }

    private Tensor Key(Tensor x) => Repeated(Turned(Split(_key, x, _keyValueHeads)));

    private Tensor Value(Tensor x) => Repeated(Split(_value, x, _keyValueHeads));

    // (B, L, features) to (B, heads, L, headDim)
    private Tensor Split(Linear projection, Tensor x, long heads)
    {
        using var projected = projection.call(x);
        using var split = projected.view(x.size(0), x.size(1), heads, _headDim);
        return split.transpose(1, 2);
    }

    private Tensor Turned(Tensor heads)
    {
        if (_rotary is null)
        {
            return heads;
        }

        using (heads)
        {
            return _rotary.Apply(heads);
        }
    }

    // Consumes (B, keyValueHeads, S, headDim), gives (B, heads, S, headDim): query heads next to each other share a key. The kernel
    // takes no fewer keys than queries.
    private Tensor Repeated(Tensor heads)
    {
        if (_keyValueHeads == _heads)
        {
            return heads;
        }

        using var one = heads.unsqueeze(2);
        using var each = one.expand(heads.size(0), _keyValueHeads, _heads / _keyValueHeads, heads.size(2), _headDim);
        using (heads)
        {
            return each.reshape(heads.size(0), _heads, heads.size(2), _headDim);
        }
    }

    // Consumes (B, heads, T, headDim), gives (B, T, D).
    private Tensor Join(Tensor attended)
    {
        using var transposed = attended.transpose(1, 2);
        attended.Dispose();
        using var joined = transposed.reshape(transposed.size(0), transposed.size(1), _heads * _headDim);
        return _output.call(joined);
    }

    // Both masks in one of four axes, as a new handle; null if there is none.
    private Tensor? Mask(Tensor x, Tensor? memory, Tensor? mask, Tensor? keyPaddingMask)
    {
        Check(x, memory);
        using var wide = mask is null ? null : FourAxes(mask, x, memory ?? x);
        if (keyPaddingMask is null)
        {
            return wide?.alias();
        }

        CheckPadding(keyPaddingMask, memory ?? x);
        using var present = keyPaddingMask.logical_not();
        using var keys = present.view(present.size(0), 1, 1, present.size(1));
        return wide is null ? keys.alias() : AttentionMask.And(wide, keys, x.dtype);
    }

    private void Check(Tensor x, Tensor? memory)
    {
        Guard.Rank(x, 3, nameof(MultiHeadAttention), "x", "(B, T, D)");
        Guard.Size(x, 2, _features, nameof(MultiHeadAttention), "x", "D", "(B, T, D)");
        if (memory is not null)
        {
            Guard.Condition(_rotary is null, nameof(MultiHeadAttention), "rotary positions turn the queries and keys of one sequence, so there can be no memory.");
            Guard.Rank(memory, 3, nameof(MultiHeadAttention), "memory", "(B, S, E)");
            Guard.Size(memory, 0, x.size(0), nameof(MultiHeadAttention), "memory", "B", "(B, S, E)");
            Guard.Size(memory, 2, _memoryFeatures, nameof(MultiHeadAttention), "memory", "E", "(B, S, E)");
        }
        else
        {
            Guard.Size(x, 2, _memoryFeatures, nameof(MultiHeadAttention), "x", "E", "(B, T, E)");
        }
    }

    private static void CheckPadding(Tensor keyPaddingMask, Tensor keys)
    {
        Guard.Rank(keyPaddingMask, 2, nameof(MultiHeadAttention), "keyPaddingMask", "(B, S)");
        Guard.Type(keyPaddingMask, DType.Bool, nameof(MultiHeadAttention), "keyPaddingMask");
        Guard.Size(keyPaddingMask, 0, keys.size(0), nameof(MultiHeadAttention), "keyPaddingMask", "B", "(B, S)");
        Guard.Size(keyPaddingMask, 1, keys.size(1), nameof(MultiHeadAttention), "keyPaddingMask", "S", "(B, S)");
    }

    private Tensor FourAxes(Tensor mask, Tensor x, Tensor keys)
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

        Stretches(mask, -1, keys.size(1), "S");
        Stretches(mask, -2, x.size(1), "T");
        if (rank >= 3)
        {
            Stretches(mask, 0, x.size(0), "B");
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
            Guard.Size(mask, axis, size, nameof(MultiHeadAttention), "mask", symbol, "(T, S), (B, T, S) or (B, heads, T, S)");
        }
    }
}
