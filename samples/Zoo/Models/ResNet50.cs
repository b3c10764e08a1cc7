using ModelGen;

namespace Zoo;

/// <summary>ResNet-50 (He et al. 2015), with the stride on the 3x3 convolutions as in torchvision: images to 1000 classes.</summary>
[Model]
[Input("B", 3, "H", "W")]
[Conv(64, Kernel = 7, Stride = 2, Padding = 3, Bias = false), BatchNorm, Relu, MaxPool(3, Stride = 2, Padding = 1)]
[Block<WideningBottleneck>, Block<Bottleneck>(2)]        // 256 channels
[Block<DownsamplingBottleneck>, Block<Bottleneck>(3)]    // 512
[Block<DownsamplingBottleneck>, Block<Bottleneck>(5)]    // 1024
[Block<DownsamplingBottleneck>, Block<Bottleneck>(2)]    // 2048
[GlobalAvgPool, Linear(1000)]
[Output("B", 1000)]
public partial class ResNet50;

/// <summary>
/// A bottleneck: a 3x3 convolution between two 1x1 convolutions, with a quarter of the channels and a residual connection.
/// </summary>
[Model]
[Dim("C", MultipleOf = 4)]
[Input("B", "C", "H", "W")]
[Conv("C/4", Kernel = 1, Bias = false), BatchNorm, Relu]
[Conv("C/4", Kernel = 3, Padding = 1, Bias = false), BatchNorm, Relu]
[Conv("C", Kernel = 1, Bias = false), BatchNorm]
[Residual, Relu]
public partial class Bottleneck;

/// <summary>The first bottleneck of the network, which quadruples the channels at the same spatial size.</summary>
[Model]
public partial class WideningBottleneck
{
    [Input("B", "C", "H", "W")]
    private Stage x;

    [From(nameof(x)), Conv("4*C", Kernel = 1, Bias = false), BatchNorm]
    private Stage shortcut;

    [From(nameof(x))]
    [Conv("C", Kernel = 1, Bias = false), BatchNorm, Relu]
    [Conv("C", Kernel = 3, Padding = 1, Bias = false), BatchNorm, Relu]
    [Conv("4*C", Kernel = 1, Bias = false), BatchNorm]
    [Add(nameof(shortcut)), Relu]
    private Stage result;
}

/// <summary>The first bottleneck of a later group, which doubles the channels and halves the spatial size.</summary>
[Model]
[Dim("C", MultipleOf = 2)]
public partial class DownsamplingBottleneck
{
    [Input("B", "C", "H", "W")]
    private Stage x;

    [From(nameof(x)), Conv("2*C", Kernel = 1, Stride = 2, Bias = false), BatchNorm]
    private Stage shortcut;

    [From(nameof(x))]
    [Conv("C/2", Kernel = 1, Bias = false), BatchNorm, Relu]
    [Conv("C/2", Kernel = 3, Stride = 2, Padding = 1, Bias = false), BatchNorm, Relu]
    [Conv("2*C", Kernel = 1, Bias = false), BatchNorm]
    [Add(nameof(shortcut)), Relu]
    private Stage result;
}
