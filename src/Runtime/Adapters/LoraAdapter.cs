using System;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Adapters;

/// <summary>
/// A low-rank adapter, which adds <c>scaling B A dropout(x)</c> to the result of a projection <c>W x</c>: <c>(..., in)</c> to
/// <c>(..., out)</c>, with A <c>(r, in)</c> and B <c>(out, r)</c>. The submodules are <c>lora_A</c> and <c>lora_B</c> as in peft: A is
/// initialised as in <c>nn.Linear</c> (Kaiming uniform, a = √5), B to zero.
/// </summary>
internal sealed class LoraAdapter : nn.Module
{
    private readonly Linear _projection;
    private readonly Linear _a;
    private readonly Linear _b;
    private readonly Scalar _scaling;
    private readonly double _dropout;
    private readonly Func<bool, bool> _isActive;
    private readonly Action _removeHook;

    /// <summary>Attaches an adapter to a projection, whose later calls add the adapter's result.</summary>
    /// <param name="projection">The projection, which the adapter does not own.</param>
    /// <param name="options">The rank, the scale and the dropout probability.</param>
    /// <param name="isActive">Returns whether the adapter is active, given whether the model is in training mode.</param>
    public LoraAdapter(Linear projection, LoraOptions options, Func<bool, bool> isActive)
        : base(nameof(LoraAdapter))
    {
        _projection = projection;
        _scaling = options.Scaling;
        _dropout = options.Dropout;
        _isActive = isActive;
        var weight = projection.weight;
        _a = nn.Linear(weight.size(1), options.Rank, hasBias: false, weight.device, weight.dtype);
        _b = nn.Linear(options.Rank, weight.size(0), hasBias: false, weight.device, weight.dtype);
        using (no_grad())
        {
            _b.weight.zero_().Dispose();
        }

        register_module("lora_A", _a);
        register_module("lora_B", _b);
        ModuleLifetime.DetachFromDisposeScope(this);
        (_deviceType, _deviceIndex) = ModuleLifetime.Placement(this);
        _removeHook = LinearHooks.Add(projection, Add);
    }

    /// <summary>The matrices A and B.</summary>
    public (Tensor A, Tensor B) Matrices => (_a.weight, _b.weight);

    /// <summary>The adapted projection.</summary>
    public Linear Projection => _projection;

    /// <summary>What the adapter adds to the weights of the projection: <c>scaling B A</c>, <c>(out, in)</c>.</summary>
    /// <returns>The matrix, owned by the caller.</returns>
    public Tensor Change()
    {
        using var quiet = no_grad();
        using var product = _b.weight.mm(_a.weight);
        return product.mul(_scaling);
    }

    /// <summary>Adds <c>factor * scaling B A</c> to the weights of the projection: 1 merges the adapter, -1 removes it.</summary>
    /// <param name="factor">The factor.</param>
    public void AddToWeights(double factor)
    {
        using var quiet = no_grad();
        using var change = _b.weight.mm(_a.weight);
        using var scale = (Scalar)(factor * _scaling.ToDouble());
        _projection.weight.add_(change, scale);
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
            _removeHook();
            _scaling.Dispose();
        }

        base.Dispose(disposing);
    }

    // The adapter takes its mode from the model, so that it follows the model's train() and eval().
    private Tensor Add(nn.Module<Tensor, Tensor> projection, Tensor x, Tensor output)
    {
        if (!_isActive(projection.training))
        {
            return output;
        }

        using var kept = projection.training && _dropout > 0 ? nn.functional.dropout(x, _dropout, training: true) : null;
        using var low = Products.Linear(_a, kept ?? x);
        using var change = Products.Linear(_b, low);
        if (!is_grad_enabled())
        {
            return output.add_(change, _scaling);
        }

        using (output)
        {
            return output.add(change, _scaling);
        }
    }
}
