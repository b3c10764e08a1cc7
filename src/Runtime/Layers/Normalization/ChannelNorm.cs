using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Layers;

/// <summary>
/// The base of normalisation layers over channels: <c>(B, C)</c> or <c>(B, C, spatial...)</c> to the same shape. Parameters <c>weight</c>
/// and <c>bias</c> <c>(C)</c> if affine, buffers <c>running_mean</c>, <c>running_var</c> <c>(C)</c> and <c>num_batches_tracked</c> if
/// running statistics are tracked, with PyTorch's names and values.
/// </summary>
/// <remarks>
/// TorchSharp has one module per number of axes, which counts batches in floating point once a dtype is given, and leaves the weights of
/// its <c>GroupNorm</c> uninitialised.
/// </remarks>
public abstract class ChannelNorm : nn.Module<Tensor, Tensor>
{
    private Parameter? _weight;
    private Parameter? _bias;
    private Tensor? _mean;
    private Tensor? _variance;
    private Tensor? _batches;

    private protected ChannelNorm(string name, long channels, double eps, bool affine, bool tracks, Device? device, ScalarType? dtype)
        : base(name)
    {
        Guard.Parameter(channels >= 1, name, nameof(channels), channels, "at least 1");
        Channels = channels;
        Eps = eps;
        if (affine)
        {
            _weight = nn.Parameter(ones(channels, dtype: dtype, device: device));
            _bias = nn.Parameter(zeros(channels, dtype: dtype, device: device));
            register_parameter("weight", _weight);
            register_parameter("bias", _bias);
        }

        if (tracks)
        {
            _mean = zeros(channels, dtype: dtype, device: device);
            _variance = ones(channels, dtype: dtype, device: device);
            _batches = zeros([], dtype: ScalarType.Int64, device: device);
            register_buffer("running_mean", _mean);
            register_buffer("running_var", _variance);
            register_buffer("num_batches_tracked", _batches);
        }

        ModuleLifetime.DetachFromDisposeScope(this);
        (_deviceType, _deviceIndex) = ModuleLifetime.Placement(this);
    }

    /// <summary>The number of channels C.</summary>
    public long Channels { get; }

    /// <summary>The number added to the variance before the square root.</summary>
    public double Eps { get; }

    private protected Parameter? Weight => _weight;

    private protected Parameter? Bias => _bias;

    private protected Tensor? Mean => _mean;

    private protected Tensor? Variance => _variance;

    private protected Tensor? Batches => _batches;

    private protected bool Tracks => _mean is not null;

    private protected void Check(Tensor x, int rank)
    {
        Guard.RankAtLeast(x, rank, GetName(), "x", rank == 2 ? "(B, C, ...)" : "(B, C, spatial...)");
        Guard.Size(x, 1, Channels, GetName(), "x", "C", "(B, C, ...)");
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        Move(ref _weight, "weight", dtype, device);
        Move(ref _bias, "bias", dtype, device);
        MoveBuffer(ref _mean, "running_mean", dtype, device);
        MoveBuffer(ref _variance, "running_var", dtype, device);
        MoveBuffer(ref _batches, "num_batches_tracked", null, device);
        if (device is not null)
        {
            _deviceType = device.type;
            _deviceIndex = device.index;
        }
    }

    private void Move(ref Parameter? parameter, string name, ScalarType? dtype, Device? device)
    {
        if (parameter is not null
            && (Uninitialized.Replace(device, parameter, out var moved) || ReplaceParameter(dtype, device, parameter, out moved)))
        {
            parameter.Dispose();
            parameter = moved!;
            ConditionallyRegisterParameter(name, parameter);
        }
    }

    private void MoveBuffer(ref Tensor? buffer, string name, ScalarType? dtype, Device? device)
    {
        if (buffer is not null
            && (Uninitialized.ReplaceBuffer(device, buffer, out var moved) || ReplaceBuffer(dtype, device, buffer, out moved)))
        {
            buffer = moved!;
            ConditionallyRegisterBuffer(name, buffer);
        }
    }
}
