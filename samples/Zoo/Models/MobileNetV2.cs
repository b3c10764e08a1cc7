using ModelGen;

namespace Zoo;

/// <summary>MobileNetV2 (Sandler et al. 2018): images to 1000 classes with depthwise convolutions and 1x1 convolutions.</summary>
[Model]
[Input("B", 3, "H", "W")]
[Conv(32, Kernel = 3, Stride = 2, Padding = 1, Bias = false), BatchNorm, Relu6]
[Conv(32, Kernel = 3, Padding = 1, Groups = 32, Bias = false), BatchNorm, Relu6, Conv(16, Kernel = 1, Bias = false), BatchNorm]
[Block<DownsamplingInverted>(With = "channels = 24"), Block<InvertedResidual>]
[Block<DownsamplingInverted>(With = "channels = 32"), Block<InvertedResidual>(2)]
[Block<DownsamplingInverted>(With = "channels = 64"), Block<InvertedResidual>(3)]
[Block<Inverted>(With = "channels = 96"), Block<InvertedResidual>(2)]
[Block<DownsamplingInverted>(With = "channels = 160"), Block<InvertedResidual>(2)]
[Block<Inverted>(With = "channels = 320")]
[Conv(1280, Kernel = 1, Bias = false), BatchNorm, Relu6]
[GlobalAvgPool, Dropout(0.2), Linear(1000)]
[Output("B", 1000)]
public partial class MobileNetV2;

/// <summary>
/// An inverted bottleneck: expansion to six times the channels, a depthwise convolution, and a projection without activation.
/// </summary>
[Model]
[Input("B", "C", "H", "W")]
[Conv("6*C", Kernel = 1, Bias = false), BatchNorm, Relu6]
[Conv("6*C", Kernel = 3, Padding = 1, Groups = "6*C", Bias = false), BatchNorm, Relu6]
[Conv("channels", Kernel = 1, Bias = false), BatchNorm]
public partial class Inverted;

/// <summary>An inverted bottleneck with a residual connection.</summary>
[Model]
[Input("B", "C", "H", "W")]
[Block<Inverted>(With = "channels = C"), Residual]
public partial class InvertedResidual;

/// <summary>An inverted bottleneck that halves the spatial size.</summary>
[Model]
[Input("B", "C", "H", "W")]
[Conv("6*C", Kernel = 1, Bias = false), BatchNorm, Relu6]
[Conv("6*C", Kernel = 3, Stride = 2, Padding = 1, Groups = "6*C", Bias = false), BatchNorm, Relu6]
[Conv("channels", Kernel = 1, Bias = false), BatchNorm]
public partial class DownsamplingInverted;
