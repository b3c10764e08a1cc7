using ModelGen;

namespace Zoo;

/// <summary>The generator of DCGAN (Radford et al. 2015), as in PyTorch's example: 100 random numbers to an image of 64x64.</summary>
[Model]
[Dim("width", Default = 64)]
[Input("B", 100, 1, 1, Name = "noise")]
[ConvTranspose("8*width", Kernel = 4, Bias = false), BatchNorm, Relu]
[ConvTranspose("4*width", Kernel = 4, Stride = 2, Padding = 1, Bias = false), BatchNorm, Relu]
[ConvTranspose("2*width", Kernel = 4, Stride = 2, Padding = 1, Bias = false), BatchNorm, Relu]
[ConvTranspose("width", Kernel = 4, Stride = 2, Padding = 1, Bias = false), BatchNorm, Relu]
[ConvTranspose(3, Kernel = 4, Stride = 2, Padding = 1, Bias = false), Tanh]
[Output("B", 3, 64, 64)]
public partial class DcganGenerator;

/// <summary>The discriminator of DCGAN: an image to the logit of being real, with strided convolutions instead of pooling.</summary>
[Model]
[Dim("width", Default = 64)]
[Input("B", 3, 64, 64, Name = "image")]
[Conv("width", Kernel = 4, Stride = 2, Padding = 1, Bias = false), LeakyRelu(NegativeSlope = 0.2)]
[Conv("2*width", Kernel = 4, Stride = 2, Padding = 1, Bias = false), BatchNorm, LeakyRelu(NegativeSlope = 0.2)]
[Conv("4*width", Kernel = 4, Stride = 2, Padding = 1, Bias = false), BatchNorm, LeakyRelu(NegativeSlope = 0.2)]
[Conv("8*width", Kernel = 4, Stride = 2, Padding = 1, Bias = false), BatchNorm, LeakyRelu(NegativeSlope = 0.2)]
[Conv(1, Kernel = 4, Bias = false), Flatten]
[Output("B", 1)]
public partial class DcganDiscriminator;
