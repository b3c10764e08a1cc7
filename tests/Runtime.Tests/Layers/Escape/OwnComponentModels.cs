using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelGen.Runtime.Tests;

/// <summary>A parameter, a buffer and a module of the user's own, created without knowing where the model lives.</summary>
[Model]
[Input("B", 4)]
[Linear(4), Apply(nameof(Own))]
public partial class OwnComponentModel
{
    private Parameter scale;
    private Tensor shift;
    private Linear? further;

    public Parameter Scale => scale;

    partial void Initialize()
    {
        scale = nn.Parameter(full(4, 2f));
        shift = arange(4, dtype: float32);
        further = nn.Linear(4, 4);
    }

    [return: Shape("B", 4)]
    private Tensor Own([Shape("B", 4)] Tensor x)
    {
        using var scaled = x.mul(scale);
        using var shifted = scaled.add(shift);
        return further!.call(shifted);
    }
}

/// <summary>A parameter that is created where the model lives, and registered under another name.</summary>
[Model]
[Input("B", "D")]
[Linear("D"), Apply(nameof(Own))]
public partial class PlacedComponentModel
{
    public Parameter Gain { get; private set; }

    public ScalarType Received { get; private set; }

    public DeviceType Where { get; private set; }

    partial void Initialize(Device device, ScalarType dtype)
    {
        (Received, Where) = (dtype, device.type);
        Gain = nn.Parameter(ones(_D, dtype: dtype, device: device));
        register_parameter("gain", Gain);
    }

    [return: Shape("B", "D")]
    private Tensor Own([Shape("B", "D")] Tensor x) => x.mul(Gain);
}
