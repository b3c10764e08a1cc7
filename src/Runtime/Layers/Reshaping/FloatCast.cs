using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// Turns integers or booleans into numbers of the model's floating-point type, which follows the model's <c>to(dtype)</c>. No weights.
/// </summary>
public sealed class FloatCast : nn.Module<Tensor, Tensor>
{
    private ScalarType _dtype;

    /// <summary>The layer.</summary>
    /// <param name="dtype">The floating-point type; TorchSharp's default when null.</param>
    public FloatCast(ScalarType? dtype = null)
        : base(nameof(FloatCast))
    {
        _dtype = dtype ?? get_default_dtype();
    }

    /// <summary>The same values as floating-point numbers.</summary>
    /// <param name="x">Any tensor.</param>
    /// <returns>The numbers, in the same shape.</returns>
    public override Tensor forward(Tensor x) => x.to(_dtype);

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking) => _dtype = dtype ?? _dtype;
}
