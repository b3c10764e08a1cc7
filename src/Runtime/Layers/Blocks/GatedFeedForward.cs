using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Gated feed-forward network <c>down(activation(gate(x)) * up(x))</c>: <c>(..., D)</c> to <c>(..., hidden)</c> to <c>(..., D)</c> (Shazeer
/// 2020); SwiGLU with SiLU, GEGLU with GELU. The submodules are <c>gate</c>, <c>up</c> and <c>down</c>.
/// </summary>
public sealed class GatedFeedForward : nn.Module<Tensor, Tensor>
{
    private readonly Linear _gate;
    private readonly Linear _up;
    private readonly Linear _down;
    private readonly long _features;
    private readonly Activation _activation;
    private readonly double _dropout;

    /// <summary>Creates the layer with initialised weights.</summary>
    /// <param name="features">The number of input and output features D.</param>
    /// <param name="hidden">The number of hidden features.</param>
    /// <param name="activation">The activation of the gate.</param>
    /// <param name="dropout">The probability of zeroing a hidden feature during training, after the product.</param>
    /// <param name="bias">Whether the three linear layers have biases.</param>
    /// <param name="device">The device of the parameters.</param>
    /// <param name="dtype">The dtype of the parameters.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">A size is not positive.</exception>
    public GatedFeedForward(
        long features, long hidden, Activation activation = Activation.Silu, double dropout = 0, bool bias = false, Device? device = null,
        ScalarType? dtype = null)
        : base(nameof(GatedFeedForward))
    {
        Guard.Parameter(features >= 1, nameof(GatedFeedForward), nameof(features), features, "at least 1");
        Guard.Parameter(hidden >= 1, nameof(GatedFeedForward), nameof(hidden), hidden, "at least 1");

        _features = features;
        _activation = activation;
        _dropout = dropout;
        _gate = nn.Linear(features, hidden, bias, device, dtype);
        _up = nn.Linear(features, hidden, bias, device, dtype);
        _down = nn.Linear(hidden, features, bias, device, dtype);
        register_module("gate", _gate);
        register_module("up", _up);
        register_module("down", _down);
        ModuleLifetime.DetachFromDisposeScope(this);
        (_deviceType, _deviceIndex) = ModuleLifetime.Placement(this);
    }

    /// <summary>Runs the network.</summary>
    /// <param name="x">The input <c>(..., D)</c>.</param>
    /// <returns>The result <c>(..., D)</c>.</returns>
    /// <exception cref="ShapeMismatchException">The last axis of <paramref name="x"/> is not D.</exception>
    public override Tensor forward(Tensor x)
    {
        Guard.RankAtLeast(x, 1, nameof(GatedFeedForward), "x", "(..., D)");
        Guard.Size(x, -1, _features, nameof(GatedFeedForward), "x", "D", "(..., D)");
        return MixedPrecision.Inside(this, x, static (layer, x) => layer.Run(x));
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

    private Tensor Run(Tensor x)
    {
        var hidden = Products.Linear(_gate, x);
        hidden = Owned.Activate(hidden, _activation);
        using (var up = Products.Linear(_up, x))
        {
            hidden = Owned.Multiply(hidden, up);
        }

        hidden = Owned.Dropout(hidden, _dropout, training);
        using (hidden)
        {
            return Products.Linear(_down, hidden);
        }
    }
}
