using System.Linq;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Prepends learned vectors to a sequence, such as the class token of the vision transformer: <c>(..., T, D)</c> to
/// <c>(..., count + T, D)</c>. Parameter <c>weight</c> <c>(count, D)</c> is initialised from N(0, 0.02²) as in BERT.
/// </summary>
public sealed class LearnedTokens : nn.Module<Tensor, Tensor>
{
    private readonly long _count;
    private readonly long _features;
    private readonly string _layer;
    private Parameter _weight;

    /// <summary>Creates the layer with initialised vectors.</summary>
    /// <param name="count">The number of vectors.</param>
    /// <param name="features">The number of features D per vector.</param>
    /// <param name="device">The device of the parameter.</param>
    /// <param name="dtype">The dtype of the parameter.</param>
    /// <param name="name">The name of the layer in error messages.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">A size is not positive.</exception>
    public LearnedTokens(long count, long features, Device? device = null, ScalarType? dtype = null, string name = nameof(LearnedTokens))
        : base(nameof(LearnedTokens))
    {
        Guard.Parameter(count >= 1, name, nameof(count), count, "at least 1");
        Guard.Parameter(features >= 1, name, nameof(features), features, "at least 1");

        _count = count;
        _features = features;
        _layer = name;
        _weight = nn.Parameter(randn(count, features, dtype: dtype, device: device).mul_(Scalars.Of(0.02)));
        register_parameter("weight", _weight);
        ModuleLifetime.DetachFromDisposeScope(this);
        (_deviceType, _deviceIndex) = ModuleLifetime.Placement(this);
    }

    /// <summary>Prepends the vectors to every sequence.</summary>
    /// <param name="x">The input <c>(..., T, D)</c>.</param>
    /// <returns>The result <c>(..., count + T, D)</c>.</returns>
    /// <exception cref="ShapeMismatchException">There are fewer than two axes, or the last axis is not D.</exception>
    public override Tensor forward(Tensor x)
    {
        Guard.RankAtLeast(x, 2, _layer, "x", "(..., T, D)");
        Guard.Size(x, -1, _features, _layer, "x", "D", "(..., T, D)");
        using var tokens = _weight.expand([.. x.shape.SkipLast(2), _count, _features]);
        return cat([tokens, x], -2);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        if (Uninitialized.Replace(device, _weight, out var moved) || ReplaceParameter(dtype, device, _weight, out moved))
        {
            _weight.Dispose();
            _weight = moved!;
            ConditionallyRegisterParameter("weight", _weight);
        }

        if (device is not null)
        {
            _deviceType = device.type;
            _deviceIndex = device.index;
        }
    }
}
