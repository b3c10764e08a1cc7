using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Position-wise feed-forward network, two linear layers with an activation between them: <c>(..., D)</c> to <c>(..., hidden)</c> to
/// <c>(..., D)</c> ("Attention is all you need", section 3.3). The submodules are <c>linear1</c> and <c>linear2</c>.
/// </summary>
public sealed class FeedForward : nn.Module<Tensor, Tensor>
{
    private readonly Linear _linear1;
    private readonly Linear _linear2;
    private readonly long _features;
    private readonly Activation _activation;
    private readonly double _dropout;

    /// <summary>Creates the layer with initialised weights.</summary>
    /// <param name="features">The number of input and output features D.</param>
    /// <param name="hidden">The number of hidden features.</param>
    /// <param name="activation">The activation between the two layers.</param>
    /// <param name="dropout">The probability of zeroing a hidden feature during training, after the activation.</param>
    /// <param name="bias">Whether the two linear layers have biases.</param>
    /// <param name="device">The device of the parameters.</param>
    /// <param name="dtype">The dtype of the parameters.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">A size is not positive.</exception>
    public FeedForward(
        long features, long hidden, Activation activation = Activation.Relu, double dropout = 0, bool bias = true, Device? device = null,
        ScalarType? dtype = null)
        : base(nameof(FeedForward))
    {
        Guard.Parameter(features >= 1, nameof(FeedForward), nameof(features), features, "at least 1");
        Guard.Parameter(hidden >= 1, nameof(FeedForward), nameof(hidden), hidden, "at least 1");

        _features = features;
        _activation = activation;
        _dropout = dropout;
        _linear1 = nn.Linear(features, hidden, bias, device, dtype);
        _linear2 = nn.Linear(hidden, features, bias, device, dtype);
        register_module("linear1", _linear1);
        register_module("linear2", _linear2);
        ModuleLifetime.DetachFromDisposeScope(this);
        (_deviceType, _deviceIndex) = ModuleLifetime.Placement(this);
    }

    /// <summary>Runs the network.</summary>
    /// <param name="x">The input <c>(..., D)</c>.</param>
    /// <returns>The result <c>(..., D)</c>.</returns>
    /// <exception cref="ShapeMismatchException">The last axis of <paramref name="x"/> is not D.</exception>
    public override Tensor forward(Tensor x)
    {
        Guard.RankAtLeast(x, 1, nameof(FeedForward), "x", "(..., D)");
        Guard.Size(x, -1, _features, nameof(FeedForward), "x", "D", "(..., D)");
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
        var hidden = Products.Linear(_linear1, x);
        hidden = Owned.Activate(hidden, _activation);
        hidden = Owned.Dropout(hidden, _dropout, training);
        using (hidden)
        {
            return Products.Linear(_linear2, hidden);
        }
    }
}
