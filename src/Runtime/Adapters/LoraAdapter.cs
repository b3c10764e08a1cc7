using System;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Adapters;

/// <summary>
/// What is added to one projection <c>W x</c>: <c>scaling B A dropout(x)</c>, <c>(..., in)</c> to <c>(..., out)</c>, with A <c>(r, in)</c>
/// and B <c>(out, r)</c>. Children <c>lora_A</c> and <c>lora_B</c>, as in peft: A is drawn as <c>nn.Linear</c> draws (Kaiming uniform, a =
/// √5), B is 0.
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

    /// <summary>Adapts a projection: from now on its calls add what the adapter gives.</summary>
    /// <param name="projection">The projection, which is not owned.</param>
    /// <param name="options">The rank, the scale and the dropout.</param>
    /// <param name="isActive">Whether anything is added at the moment, in training or not.</param>
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
        _removeHook = projection.register_forward_hook(Add).remove;
    }

    /// <summary>A and B.</summary>
    public (Tensor A, Tensor B) Matrices => (_a.weight, _b.weight);

    /// <summary>The projection.</summary>
    public Linear Projection => _projection;

    /// <summary>Adds <c>factor * scaling B A</c> to the projection's weights: 1 to merge, -1 to take it out again.</summary>
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

    // The mode is the model's, so that adapters follow its train() and eval().
    private Tensor Add(nn.Module<Tensor, Tensor> projection, Tensor x, Tensor output)
    {
        if (!_isActive(projection.training))
        {
            return output;
        }

        using var kept = projection.training && _dropout > 0 ? nn.functional.dropout(x, _dropout, training: true) : null;
        using var low = _a.call(kept ?? x);
        using var change = _b.call(low);
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
