using ModelGen.Decoding;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Learned absolute positional encoding, a vector per position that is added to the input: <c>(..., T, D)</c> to <c>(..., T, D)</c>, as in
/// BERT and GPT. Parameter <c>weight</c> <c>(maximum, D)</c> is initialised from N(0, 1) as in <c>nn.Embedding</c>.
/// </summary>
public sealed class PositionEmbedding : nn.Module<Tensor, Tensor>
{
    private readonly long _maximum;
    private readonly long _features;
    private readonly string _layer;
    private Parameter _weight;

    /// <summary>Creates the layer with initialised vectors.</summary>
    /// <param name="maximum">The maximum sequence length.</param>
    /// <param name="features">The number of features D per vector.</param>
    /// <param name="device">The device of the parameter.</param>
    /// <param name="dtype">The dtype of the parameter.</param>
    /// <param name="name">The name of the layer in error messages.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">A size is not positive.</exception>
    public PositionEmbedding(
        long maximum, long features, Device? device = null, ScalarType? dtype = null, string name = nameof(PositionEmbedding))
        : base(nameof(PositionEmbedding))
    {
        Guard.Parameter(maximum >= 1, name, nameof(maximum), maximum, "at least 1");
        Guard.Parameter(features >= 1, name, nameof(features), features, "at least 1");

        _maximum = maximum;
        _features = features;
        _layer = name;
        _weight = nn.Parameter(randn(maximum, features, dtype: dtype, device: device));
        register_parameter("weight", _weight);
        ModuleLifetime.DetachFromDisposeScope(this);
        (_deviceType, _deviceIndex) = ModuleLifetime.Placement(this);
    }

    /// <summary>Adds the vectors of the first T positions.</summary>
    /// <param name="x">The input <c>(..., T, D)</c>.</param>
    /// <returns>The result <c>(..., T, D)</c>.</returns>
    /// <exception cref="ShapeMismatchException">T is larger than the maximum, or the last axis is not D.</exception>
    public override Tensor forward(Tensor x) => At(x, 0);

    /// <summary>Adds the vectors of T positions that start at an offset, for a part of a longer sequence.</summary>
    /// <param name="x">The input <c>(..., T, D)</c>.</param>
    /// <param name="offset">The position of the first element.</param>
    /// <returns>The result <c>(..., T, D)</c>.</returns>
    /// <exception cref="ShapeMismatchException">
    /// <paramref name="offset"/> + T is larger than the maximum, or the last axis is not D.
    /// </exception>
    public Tensor At(Tensor x, long offset)
    {
        Guard.RankAtLeast(x, 2, _layer, "x", "(..., T, D)");
        Guard.Size(x, -1, _features, _layer, "x", "D", "(..., T, D)");
        Guard.Positions(x, _maximum, _layer, offset);
        using var positions = _weight.narrow(0, offset, x.size(-2));
        return x.add(positions, Scalars.One);
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

    /// <summary>Adds the vectors of the next positions in incremental decoding.</summary>
    /// <param name="x">The input at the next positions <c>(B, T, D)</c>.</param>
    /// <param name="at">The positions.</param>
    /// <returns>The result <c>(B, T, D)</c>.</returns>
    /// <exception cref="ShapeMismatchException">A position exceeds the maximum.</exception>
    public Tensor Step(Tensor x, Positions at)
    {
        if (!at.AreRagged)
        {
            return At(x, at.Offset);
        }

        Guard.Positions(x, _maximum, _layer, at.Offset);
        using var positions = at.Lookup(_weight);
        return x.add(positions, Scalars.One);
    }
}
