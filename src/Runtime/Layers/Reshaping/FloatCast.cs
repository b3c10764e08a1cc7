using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>Converts integers or booleans to the floating-point dtype of the model, which follows <c>to(dtype)</c>.</summary>
public sealed class FloatCast : nn.Module<Tensor, Tensor>
{
    private ScalarType _dtype;

    /// <summary>Creates the layer.</summary>
    /// <param name="dtype">The floating-point dtype; TorchSharp's default when null.</param>
    public FloatCast(ScalarType? dtype = null)
        : base(nameof(FloatCast))
    {
        _dtype = dtype ?? get_default_dtype();
    }

    /// <summary>Converts a tensor.</summary>
    /// <param name="x">A tensor of any shape and dtype.</param>
    /// <returns>The converted tensor, of the same shape.</returns>
    public override Tensor forward(Tensor x) => x.to(_dtype);

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking) => _dtype = dtype ?? _dtype;
}
