using ModelGen;

namespace Zoo;

/// <summary>
/// DenseNet-121 (Huang et al. 2016): images to 1000 classes through dense blocks of 6, 12, 24 and 16 layers, each of which reads all
/// preceding layers of its block.
/// </summary>
[Model]
[Input("B", 3, "H", "W")]
[Conv(64, Kernel = 7, Stride = 2, Padding = 3, Bias = false), BatchNorm, Relu, MaxPool(3, Stride = 2, Padding = 1)]
[Block<SixDenseLayers>, Block<Transition>]                                                                                 // 128 channels
[Block<SixDenseLayers>, Block<SixDenseLayers>, Block<Transition>]                                                          // 256
[Block<SixDenseLayers>, Block<SixDenseLayers>, Block<SixDenseLayers>, Block<SixDenseLayers>, Block<Transition>]            // 512
[Block<SixDenseLayers>, Block<SixDenseLayers>, Block<DenseLayer>, Block<DenseLayer>, Block<DenseLayer>, Block<DenseLayer>] // 1024
[BatchNorm, Relu, GlobalAvgPool, Linear(1000)]
[Output("B", 1000)]
public partial class DenseNet121;

/// <summary>A dense layer, which adds 32 channels, the growth rate, to a feature map.</summary>
[Model]
public partial class DenseLayer
{
    [Input("B", "C", "H", "W")]
    private Stage x;

    [From(nameof(x))]
    [BatchNorm, Relu, Conv(128, Kernel = 1, Bias = false)]
    [BatchNorm, Relu, Conv(32, Kernel = 3, Padding = 1, Bias = false)]
    private Stage found;

    [From(nameof(x), nameof(found)), Concat(Axis = 1)]
    private Stage result;
}

/// <summary>Six dense layers.</summary>
[Model]
[Input("B", "C", "H", "W")]
[Block<DenseLayer>, Block<DenseLayer>, Block<DenseLayer>, Block<DenseLayer>, Block<DenseLayer>, Block<DenseLayer>]
[Output("B", "C + 192", "H", "W")]
public partial class SixDenseLayers;

/// <summary>A transition layer, which halves the channels and the spatial size.</summary>
[Model]
[Dim("C", MultipleOf = 2)]
[Input("B", "C", "H", "W")]
[BatchNorm, Relu, Conv("C/2", Kernel = 1, Bias = false), AvgPool(2)]
public partial class Transition;
