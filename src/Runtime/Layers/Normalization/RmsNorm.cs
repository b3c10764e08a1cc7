using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Root mean square normalisation over the last axis: <c>(..., D)</c> to <c>(..., D)</c>, as <c>torch.nn.RMSNorm</c> (Zhang and Sennrich
/// 2019). Parameter <c>weight</c> <c>(D,)</c> is initialised to 1.
/// </summary>
public sealed class RmsNorm : nn.Module<Tensor, Tensor>
{
    private readonly long _features;
    private readonly double? _eps;
    private Parameter? _weight;

    /// <summary>Creates the layer.</summary>
    /// <param name="features">The number of features D, the size of the last axis.</param>
    /// <param name="eps">
    /// Added to the mean square before the square root; the machine epsilon of the input's dtype when <c>null</c>.
    /// </param>
    /// <param name="affine">Whether a scale is learned.</param>
    /// <param name="device">The device of the parameter.</param>
    /// <param name="dtype">The dtype of the parameter.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">The number of features is not positive.</exception>
    public RmsNorm(long features, double? eps = null, bool affine = true, Device? device = null, ScalarType? dtype = null)
        : base(nameof(RmsNorm))
    {
        Guard.Parameter(features >= 1, nameof(RmsNorm), nameof(features), features, "at least 1");
        _features = features;
        _eps = eps;
        if (affine)
        {
            _weight = nn.Parameter(ones(features, dtype: dtype, device: device));
            register_parameter("weight", _weight);
            ModuleLifetime.DetachFromDisposeScope(this);
        }

        (_deviceType, _deviceIndex) = ModuleLifetime.Placement(this);
    }

    /// <summary>Normalises and scales the input.</summary>
    /// <param name="x">The input <c>(..., D)</c>.</param>
    /// <returns>The result <c>(..., D)</c>.</returns>
    /// <exception cref="ShapeMismatchException">The last axis of <paramref name="x"/> is not D.</exception>
    public override Tensor forward(Tensor x)
    {
        Guard.RankAtLeast(x, 1, nameof(RmsNorm), "x", "(..., D)");
        Guard.Size(x, -1, _features, nameof(RmsNorm), "x", "D", "(..., D)");
        if (x.dtype is not (ScalarType.Float16 or ScalarType.BFloat16))
        {
            return Scaled(Normalized(x, _eps ?? Epsilon(x.dtype)));
        }

        // The sum of squares can overflow half precision.
        using var wide = x.to(ScalarType.Float32);
        using var normalized = Normalized(wide, _eps ?? Epsilon(x.dtype));
        return Scaled(normalized.to(x.dtype));
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        if (_weight is not null
            && (Uninitialized.Replace(device, _weight, out var moved) || ReplaceParameter(dtype, device, _weight, out moved)))
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

    private static Tensor Normalized(Tensor x, double eps)
    {
        using var square = x.mul(x);
        using var mean = square.mean([-1], keepdim: true);
        using var shifted = mean.add(Scalars.Of(eps), Scalars.One);
        using var inverse = shifted.rsqrt();
        return x.mul(inverse);
    }

    private Tensor Scaled(Tensor owned) => _weight is null ? owned : Owned.Multiply(owned, _weight);

    private static double Epsilon(ScalarType type) => type switch
    {
        ScalarType.Float64 => double.BitIncrement(1) - 1,
        ScalarType.Float16 => 1.0 / 1024,
        ScalarType.BFloat16 => 1.0 / 128,
        _ => float.BitIncrement(1) - 1,
    };
}
