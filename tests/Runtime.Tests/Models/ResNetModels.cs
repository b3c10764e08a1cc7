namespace ModelGen.Runtime.Tests;

/// <summary>A ResNet in small.</summary>
[Model]
[Input("B", 3, "H", "W")]
[Conv(4, Kernel = 7, Stride = 2, Padding = 3, Bias = false), BatchNorm, Relu, MaxPool(3, Stride = 2, Padding = 1)]
[Block<SmallResidual>(2)]
[Block<SmallDownsampling>, Block<SmallResidual>]
[GlobalAvgPool, Linear(10)]
[Output("B", 10)]
public partial class SmallResNet;

/// <summary>Two convolutions with a residual connection.</summary>
[Model]
[Input("B", "C", "H", "W")]
[Conv("C", Kernel = 3, Padding = 1, Bias = false), BatchNorm, Relu]
[Conv("C", Kernel = 3, Padding = 1, Bias = false), BatchNorm]
[Residual, Relu]
public partial class SmallResidual;

/// <summary>
/// The same with half the spatial size and twice the channels. Drawn sizes may leave a single value per channel, for which batch norms in
/// training have no statistics.
/// </summary>
[Model, DrawnByHand]
public partial class SmallDownsampling
{
    [Input("B", "C", "H", "W")]
    private Stage x;

    [From(nameof(x)), Conv("2*C", Kernel = 1, Stride = 2, Bias = false), BatchNorm]
    private Stage shortcut;

    [From(nameof(x))]
    [Conv("2*C", Kernel = 3, Stride = 2, Padding = 1, Bias = false), BatchNorm, Relu]
    [Conv("2*C", Kernel = 3, Padding = 1, Bias = false), BatchNorm]
    [Add(nameof(shortcut)), Relu]
    private Stage result;
}
