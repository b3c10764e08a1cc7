using ModelGen;

namespace Zoo;

/// <summary>ResNet-18 (He et al. 2015): images to 1000 classes.</summary>
[Model]
[Input("B", 3, "H", "W")]
[Conv(64, Kernel = 7, Stride = 2, Padding = 3, Bias = false), BatchNorm, Relu, MaxPool(3, Stride = 2, Padding = 1)]
[Block<BasicBlock>(2)]                               // 64 channels
[Block<DownsamplingBasicBlock>, Block<BasicBlock>]   // 128
[Block<DownsamplingBasicBlock>, Block<BasicBlock>]   // 256
[Block<DownsamplingBasicBlock>, Block<BasicBlock>]   // 512
[GlobalAvgPool, Linear(1000)]
[Output("B", 1000)]
public partial class ResNet18;

/// <summary>A basic block: two convolutions with a residual connection.</summary>
[Model]
[Input("B", "C", "H", "W")]
[Conv("C", Kernel = 3, Padding = 1, Bias = false), BatchNorm, Relu]
[Conv("C", Kernel = 3, Padding = 1, Bias = false), BatchNorm]
[Residual, Relu]
public partial class BasicBlock;

/// <summary>A basic block that halves the spatial size and doubles the channels.</summary>
[Model]
public partial class DownsamplingBasicBlock
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
