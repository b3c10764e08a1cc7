using System;

namespace ModelGen.Runtime.Tests;

/// <summary>
/// The PyTorch module that a model of one layer must agree with, and the shape of its input. <c>Reference/rows/rows.py</c> computes the
/// numbers.
/// </summary>
/// <param name="module">The module, in Python.</param>
/// <param name="input">The shape of its input.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PyTorchAttribute(string module, params long[] input) : Attribute
{
    public string Module { get; } = module;

    public long[] Input { get; } = input;
}

[Model, Input("B", "D"), Linear(3)]
[PyTorch("torch.nn.Linear(4, 3)", 2, 4)]
public partial class LinearRow;

[Model, Input("B", "T", "D"), LayerNorm(Eps = 1e-3)]
[PyTorch("torch.nn.LayerNorm(5, eps=1e-3)", 2, 3, 5)]
public partial class LayerNormRow;

[Model, Input("B", "C", "T"), BatchNorm]
[PyTorch("torch.nn.BatchNorm1d(4)", 3, 4, 5)]
public partial class BatchNormRow;

[Model, Input("B", "C", "H", "W"), InstanceNorm(Affine = true)]
[PyTorch("torch.nn.InstanceNorm2d(3, affine=True)", 2, 3, 4, 5)]
public partial class InstanceNormRow;

[Model, Input("B", 6, "T"), GroupNorm(3)]
[PyTorch("torch.nn.GroupNorm(3, 6)", 2, 6, 5)]
public partial class GroupNormRow;

[Model, Input("B", "C", "H", "W"), Conv(4, Kernel = 3, Stride = 2, Padding = 1)]
[PyTorch("torch.nn.Conv2d(3, 4, 3, stride=2, padding=1)", 2, 3, 7, 6)]
public partial class ConvRow;

[Model, Input("B", 4, "T"), ConvTranspose(6, Kernel = 4, Stride = 3, Padding = 1, OutputPadding = 1, Groups = 2)]
[PyTorch("torch.nn.ConvTranspose1d(4, 6, 4, stride=3, padding=1, output_padding=1, groups=2)", 2, 4, 5)]
public partial class ConvTransposeRow;

[Model, Input("B", "C", "H", "W"), MaxPool(3, Stride = 2, Padding = 1, CeilMode = true)]
[PyTorch("torch.nn.MaxPool2d(3, stride=2, padding=1, ceil_mode=True)", 2, 2, 8, 7)]
public partial class MaxPoolRow;

[Model, Input("B", "C", "T"), AvgPool(3, Stride = 2, Padding = 1, CountIncludePad = false)]
[PyTorch("torch.nn.AvgPool1d(3, stride=2, padding=1, count_include_pad=False)", 2, 2, 8)]
public partial class AvgPoolRow;

[Model, Input("B", "C", "H", "W"), AdaptiveAvgPool(3)]
[PyTorch("torch.nn.AdaptiveAvgPool2d(3)", 2, 2, 8, 7)]
public partial class AdaptiveAvgPoolRow;

[Model, Input("B", "C", "H", "W"), Upsample(2, Mode = Interpolation.Bicubic, AlignCorners = true)]
[PyTorch("torch.nn.Upsample(scale_factor=2, mode=\"bicubic\", align_corners=True)", 2, 2, 4, 5)]
public partial class UpsampleRow;

[Model, Input("B", 8, "H", "W"), PixelShuffle(2)]
[PyTorch("torch.nn.PixelShuffle(2)", 2, 8, 3, 4)]
public partial class PixelShuffleRow;

[Model, Input("B", "C", "H", "W"), Pad(2, Mode = PaddingMode.Reflect)]
[PyTorch("torch.nn.ReflectionPad2d(2)", 2, 2, 4, 5)]
public partial class PadRow;

[Model, Input("B", "D"), Relu]
[PyTorch("torch.nn.ReLU()", 3, 8)]
public partial class ReluRow;

[Model, Input("B", "D"), Gelu(Tanh = true)]
[PyTorch("torch.nn.GELU(approximate=\"tanh\")", 3, 8)]
public partial class GeluRow;

[Model, Input("B", "D"), Silu]
[PyTorch("torch.nn.SiLU()", 3, 8)]
public partial class SiluRow;

[Model, Input("B", "D"), LeakyRelu(NegativeSlope = 0.2)]
[PyTorch("torch.nn.LeakyReLU(0.2)", 3, 8)]
public partial class LeakyReluRow;

[Model, Input("B", "D"), Elu(Alpha = 0.5)]
[PyTorch("torch.nn.ELU(0.5)", 3, 8)]
public partial class EluRow;

[Model, Input("B", "D"), Mish]
[PyTorch("torch.nn.Mish()", 3, 8)]
public partial class MishRow;

[Model, Input("B", "D"), Relu6]
[PyTorch("torch.nn.ReLU6()", 3, 8)]
public partial class Relu6Row;

[Model, Input("B", "D"), Hardswish]
[PyTorch("torch.nn.Hardswish()", 3, 8)]
public partial class HardswishRow;

[Model, Input("B", "D"), Softplus(Beta = 2, Threshold = 1)]
[PyTorch("torch.nn.Softplus(beta=2, threshold=1)", 3, 8)]
public partial class SoftplusRow;

[Model, Input("B", "C", 8), Glu]
[PyTorch("torch.nn.GLU()", 3, 2, 8)]
public partial class GluRow;

[Model, Input("B", "C", "T"), PRelu(NumParameters = "C")]
[PyTorch("torch.nn.PReLU(3)", 2, 3, 4)]
public partial class PReluRow;

[Model, Input("B", "T", "D"), Softmax(Axis = 1)]
[PyTorch("torch.nn.Softmax(dim=1)", 2, 3, 4)]
public partial class SoftmaxRow;

[Model, Input("B", "T", "D"), LogSoftmax]
[PyTorch("torch.nn.LogSoftmax(dim=-1)", 2, 3, 4)]
public partial class LogSoftmaxRow;

[Model, Input("B", "C", "T"), LocalResponseNorm(3, Alpha = 0.1)]
[PyTorch("torch.nn.LocalResponseNorm(3, alpha=0.1)", 2, 6, 5)]
public partial class LocalResponseNormRow;

[Model, Input("B", "D"), Selu]
[PyTorch("torch.nn.SELU()", 3, 8)]
public partial class SeluRow;

[Model, Input("B", "C", "H", "W"), AdaptiveMaxPool(3)]
[PyTorch("torch.nn.AdaptiveMaxPool2d(3)", 2, 2, 8, 7)]
public partial class AdaptiveMaxPoolRow;
