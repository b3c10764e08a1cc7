using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// A linear layer that shares the weight of an embedding (Press and Wolf 2017). An instance adds a bias per id, which is initialised to
/// zero.
/// </summary>
public sealed class TiedLinear : nn.Module<Tensor, Embedding, Tensor>
{
    private Parameter _bias;

    /// <summary>Creates the layer with biases of zero.</summary>
    /// <param name="vocabulary">The number of ids.</param>
    /// <param name="device">The device of the parameter.</param>
    /// <param name="dtype">The dtype of the parameter.</param>
    /// <param name="name">The name of the layer in error messages.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">The vocabulary is not positive.</exception>
    public TiedLinear(long vocabulary, Device? device = null, ScalarType? dtype = null, string name = nameof(TiedLinear))
        : base(nameof(TiedLinear))
    {
        Guard.Parameter(vocabulary >= 1, name, nameof(vocabulary), vocabulary, "at least 1");
        _bias = nn.Parameter(zeros(vocabulary, dtype: dtype, device: device));
        register_parameter("bias", _bias);
        ModuleLifetime.DetachFromDisposeScope(this);
        (_deviceType, _deviceIndex) = ModuleLifetime.Placement(this);
    }

    /// <summary>Computes the score of every id without a bias: <c>x Wᵀ</c>.</summary>
    /// <param name="x">The features <c>(..., D)</c>.</param>
    /// <param name="embedding">The embedding with the weight <c>(vocabulary, D)</c>.</param>
    /// <returns>The scores <c>(..., vocabulary)</c>.</returns>
    public static Tensor Apply(Tensor x, Embedding embedding)
    {
        // Every read of the property creates a new handle.
        using var weight = embedding.weight;
        return Products.Linear(x, weight!);
    }

    /// <summary>Computes the score of every id: <c>x Wᵀ + b</c>.</summary>
    /// <param name="x">The features <c>(..., D)</c>.</param>
    /// <param name="embedding">The embedding with the weight <c>(vocabulary, D)</c>.</param>
    /// <returns>The scores <c>(..., vocabulary)</c>.</returns>
    public override Tensor forward(Tensor x, Embedding embedding)
    {
        using var weight = embedding.weight;
        return Products.Linear(x, weight!, _bias);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        if (Uninitialized.Replace(device, _bias, out var moved) || ReplaceParameter(dtype, device, _bias, out moved))
        {
            _bias.Dispose();
            _bias = moved!;
            ConditionallyRegisterParameter("bias", _bias);
        }

        if (device is not null)
        {
            _deviceType = device.type;
            _deviceIndex = device.index;
        }
    }
}
