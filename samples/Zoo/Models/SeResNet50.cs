using ModelGen;

namespace Zoo;

/// <summary>
/// SE-ResNet-50 (Hu et al. 2017): a ResNet-50 that scales the channels of every block by weights computed from the whole feature map.
/// </summary>
[Model]
[Input("B", 3, "H", "W")]
[Conv(64, Kernel = 7, Stride = 2, Padding = 3, Bias = false), BatchNorm, Relu, MaxPool(3, Stride = 2, Padding = 1)]
[Block<SeWideningBottleneck>, Block<SeBottleneck>(2)]        // 256 channels
[Block<SeDownsamplingBottleneck>, Block<SeBottleneck>(3)]    // 512
[Block<SeDownsamplingBottleneck>, Block<SeBottleneck>(5)]    // 1024
[Block<SeDownsamplingBottleneck>, Block<SeBottleneck>(2)]    // 2048
[GlobalAvgPool, Linear(1000)]
[Output("B", 1000)]
public partial class SeResNet50;

/// <summary>Squeeze and excitation: computes a weight per channel from the channel means, through a sixteenth of the channels.</summary>
[Model]
[Dim("C", MultipleOf = 16)]
public partial class SqueezeExcite
{
    [Input("B", "C", "H", "W")]
    private Stage x;

    [From(nameof(x)), GlobalAvgPool(KeepDim = true), Conv("C/16", Kernel = 1), Relu, Conv("C", Kernel = 1), Sigmoid]
    private Stage weights;

    [From(nameof(x)), Multiply(nameof(weights), Broadcast = true)]
    private Stage result;
}

/// <summary>A <see cref="Bottleneck"/> with <see cref="SqueezeExcite"/> before the residual sum.</summary>
[Model]
[Dim("C", MultipleOf = 16)]
[Input("B", "C", "H", "W")]
[Conv("C/4", Kernel = 1, Bias = false), BatchNorm, Relu]
[Conv("C/4", Kernel = 3, Padding = 1, Bias = false), BatchNorm, Relu]
[Conv("C", Kernel = 1, Bias = false), BatchNorm, Block<SqueezeExcite>]
[Residual, Relu]
public partial class SeBottleneck;

/// <summary>The first bottleneck of the network, which quadruples the channels at the same spatial size.</summary>
[Model]
[Dim("C", MultipleOf = 4)]
public partial class SeWideningBottleneck
{
    [Input("B", "C", "H", "W")]
    private Stage x;

    [From(nameof(x)), Conv("4*C", Kernel = 1, Bias = false), BatchNorm]
    private Stage shortcut;

    [From(nameof(x))]
    [Conv("C", Kernel = 1, Bias = false), BatchNorm, Relu]
    [Conv("C", Kernel = 3, Padding = 1, Bias = false), BatchNorm, Relu]
    [Conv("4*C", Kernel = 1, Bias = false), BatchNorm, Block<SqueezeExcite>]
    [Add(nameof(shortcut)), Relu]
    private Stage result;
}

/// <summary>The first bottleneck of a later group, which doubles the channels and halves the spatial size.</summary>
[Model]
[Dim("C", MultipleOf = 8)]
public partial class SeDownsamplingBottleneck
{
    [Input("B", "C", "H", "W")]
    private Stage x;

    [From(nameof(x)), Conv("2*C", Kernel = 1, Stride = 2, Bias = false), BatchNorm]
    private Stage shortcut;

    [From(nameof(x))]
    [Conv("C/2", Kernel = 1, Bias = false), BatchNorm, Relu]
    [Conv("C/2", Kernel = 3, Stride = 2, Padding = 1, Bias = false), BatchNorm, Relu]
    [Conv("2*C", Kernel = 1, Bias = false), BatchNorm, Block<SqueezeExcite>]
    [Add(nameof(shortcut)), Relu]
    private Stage result;
}
