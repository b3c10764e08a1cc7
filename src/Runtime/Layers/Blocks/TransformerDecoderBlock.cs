using ModelGen.Decoding;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Transformer decoder layer, self-attention, cross-attention and a feed-forward network, each with dropout, residual connection and layer
/// norm ("Attention is all you need", section 3.1): <c>(B, T, D)</c> to <c>(B, T, D)</c>, as <c>torch.nn.TransformerDecoderLayer</c> with
/// <c>batch_first</c>. It has PyTorch's submodules: <c>self_attn</c> and <c>multihead_attn</c> (each a <see cref="MultiHeadAttention"/>),
/// <c>linear1</c>, <c>linear2</c>, <c>norm1</c> to <c>norm3</c>.
/// </summary>
public sealed class TransformerDecoderBlock : nn.Module<Tensor, Tensor, Tensor?, Tensor?, Tensor?, Tensor?, Tensor>
{
    // The name in the declaration, for error messages.
    private const string Kind = "TransformerDecoderLayer";

    private readonly MultiHeadAttention _selfAttention;
    private readonly MultiHeadAttention _memoryAttention;
    private readonly Linear _linear1;
    private readonly Linear _linear2;
    private readonly LayerNorm _norm1;
    private readonly LayerNorm _norm2;
    private readonly LayerNorm _norm3;
    private readonly Activation _activation;
    private readonly TransformerSublayers _sublayers;

    /// <summary>Creates the layer with initialised weights.</summary>
    /// <param name="features">The number of features D of the input, the memory and the result.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="hidden">The number of hidden features of the feed-forward network.</param>
    /// <param name="dropout">
    /// The probability of zeroing an attention weight, a hidden feature, or an element of a sublayer's result during training.
    /// </param>
    /// <param name="activation">The activation of the feed-forward network.</param>
    /// <param name="normFirst">
    /// Whether layer norms precede the sublayers (pre-LN) instead of following the residual connections (post-LN).
    /// </param>
    /// <param name="eps">Added to the variance of each layer norm before the square root.</param>
    /// <param name="bias">Whether linear layers and layer norms have biases.</param>
    /// <param name="causal">Whether position t attends only to positions up to t of the input; it attends to all of the memory.</param>
    /// <param name="device">The device of the parameters.</param>
    /// <param name="dtype">The dtype of the parameters.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">
    /// A size is not positive, or the number of heads does not divide the features.
    /// </exception>
    public TransformerDecoderBlock(
        long features, long heads, long hidden, double dropout = 0.1, Activation activation = Activation.Relu, bool normFirst = false,
        double eps = 1e-5, bool bias = true, bool causal = false, Device? device = null, ScalarType? dtype = null)
        : base(Kind)
    {
        Guard.Parameter(hidden >= 1, Kind, nameof(hidden), hidden, "at least 1");
        _activation = activation;
        _sublayers = new TransformerSublayers(features, dropout, normFirst);
        _selfAttention = new MultiHeadAttention(
            features, heads, bias: bias, dropout: dropout, causal: causal, device: device, dtype: dtype);
        _memoryAttention = new MultiHeadAttention(features, heads, bias: bias, dropout: dropout, device: device, dtype: dtype);
        _linear1 = nn.Linear(features, hidden, bias, device, dtype);
        _linear2 = nn.Linear(hidden, features, bias, device, dtype);
        _norm1 = nn.LayerNorm(features, eps, bias: bias, device: device, dtype: dtype);
        _norm2 = nn.LayerNorm(features, eps, bias: bias, device: device, dtype: dtype);
        _norm3 = nn.LayerNorm(features, eps, bias: bias, device: device, dtype: dtype);
        register_module("self_attn", _selfAttention);
        register_module("multihead_attn", _memoryAttention);
        register_module("linear1", _linear1);
        register_module("linear2", _linear2);
        register_module("norm1", _norm1);
        register_module("norm2", _norm2);
        register_module("norm3", _norm3);
        ModuleLifetime.DetachFromDisposeScope(this);
        (_deviceType, _deviceIndex) = ModuleLifetime.Placement(this);
    }

    /// <summary>Runs the layer with its hooks.</summary>
    /// <inheritdoc cref="forward"/>
    public new Tensor call(
        Tensor x, Tensor memory, Tensor? mask = null, Tensor? keyPaddingMask = null, Tensor? memoryMask = null,
        Tensor? memoryKeyPaddingMask = null)
        => base.call(x, memory, mask, keyPaddingMask, memoryMask, memoryKeyPaddingMask);

    /// <summary>Runs the layer.</summary>
    /// <param name="x">The input <c>(B, T, D)</c>.</param>
    /// <param name="memory">The memory <c>(B, S, D)</c> to cross-attend to, an encoder's output.</param>
    /// <param name="mask">
    /// The self-attention mask <c>(T, T)</c>, <c>(B, T, T)</c> or <c>(B, heads, T, T)</c>, where an axis may have size 1: booleans are true
    /// for positions to attend to, floats are added to the scores; <c>null</c> for none.
    /// </param>
    /// <param name="keyPaddingMask">Booleans <c>(B, T)</c>, true for keys to ignore; <c>null</c> for none.</param>
    /// <param name="memoryMask">The cross-attention mask, as <paramref name="mask"/> with S keys.</param>
    /// <param name="memoryKeyPaddingMask">Booleans <c>(B, S)</c>, true for keys of the memory to ignore; <c>null</c> for none.</param>
    /// <returns>The result <c>(B, T, D)</c>.</returns>
    /// <exception cref="ShapeMismatchException">A tensor does not have the shape or dtype stated here.</exception>
    public override Tensor forward(
        Tensor x, Tensor memory, Tensor? mask = null, Tensor? keyPaddingMask = null, Tensor? memoryMask = null,
        Tensor? memoryKeyPaddingMask = null)
    {
        Guard.Rank(x, 3, Kind, "x", "(B, T, D)");
        Guard.Size(x, 2, _sublayers.Features, Kind, "x", "D", "(B, T, D)");
        Guard.NotNull(memory, Kind, "memory");
        using var attended = Attend(x, mask, keyPaddingMask);
        using var start = _sublayers.Start(attended, _norm2);
        using var informed = _sublayers.Join(
            attended, _memoryAttention.call(start, memory, memoryMask, memoryKeyPaddingMask), _norm2, training);
        return _sublayers.FeedForward(informed, _norm3, _linear1, _linear2, _activation, training);
    }

    /// <summary>Creates the state of the layer for incremental decoding.</summary>
    /// <returns>The state, owned by the caller.</returns>
    public ModelState NewState() => new(_selfAttention.NewCache(), new CrossAttentionCache());

    /// <summary>Runs the layer on the next positions, which attend to themselves, all preceding ones and the memory.</summary>
    /// <param name="x">The input at the next positions <c>(B, T, D)</c>.</param>
    /// <param name="state">The state of the layer, which is advanced by these positions.</param>
    /// <param name="at">The positions.</param>
    /// <param name="memory">The memory <c>(B, S, D)</c>, the same in every step.</param>
    /// <param name="memoryKeyPaddingMask">As for <see cref="forward"/>.</param>
    /// <returns>The result <c>(B, T, D)</c>.</returns>
    public Tensor Step(Tensor x, ModelState state, Positions at, Tensor memory, Tensor? memoryKeyPaddingMask = null)
    {
        using var start = _sublayers.Start(x, _norm1);
        using var attended = _sublayers.Join(x, _selfAttention.Step(start, state.Layer<KeyValueCache>(0), at), _norm1, training);
        using var second = _sublayers.Start(attended, _norm2);
        var change = _memoryAttention.StepCrossAttention(second, memory, state.Layer<CrossAttentionCache>(1), memoryKeyPaddingMask);
        using var informed = _sublayers.Join(attended, change, _norm2, training);
        return _sublayers.FeedForward(informed, _norm3, _linear1, _linear2, _activation, training);
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

    private Tensor Attend(Tensor x, Tensor? mask, Tensor? keyPaddingMask)
    {
        using var start = _sublayers.Start(x, _norm1);
        return _sublayers.Join(x, _selfAttention.call(start, null, mask, keyPaddingMask), _norm1, training);
    }
}
