using ModelGen;

namespace Zoo;

/// <summary>
/// GoogLeNet (Szegedy et al. 2014) without auxiliary classifiers and with batch normalisation, as in torchvision: images to 1000 classes.
/// </summary>
[Model]
[Input("B", 3, "H", "W")]
[Conv(64, Kernel = 7, Stride = 2, Padding = 3, Bias = false), BatchNorm(Eps = 0.001), Relu, MaxPool(3, Stride = 2, CeilMode = true)]
[Conv(64, Kernel = 1, Bias = false), BatchNorm(Eps = 0.001), Relu]
[Conv(192, Kernel = 3, Padding = 1, Bias = false), BatchNorm(Eps = 0.001), Relu, MaxPool(3, Stride = 2, CeilMode = true)]
[Block<Inception>(2, With = "c1 = [64, 128], r3 = [96, 128], c3 = [128, 192], r5 = [16, 32], c5 = [32, 96], pool = [32, 64]")]
[MaxPool(3, Stride = 2, CeilMode = true)]
[Block<Inception>(5, With = """
    c1 = [192, 160, 128, 112, 256],
    r3 = [96, 112, 128, 144, 160], c3 = [208, 224, 256, 288, 320],
    r5 = [16, 24, 24, 32, 32], c5 = [48, 64, 64, 64, 128],
    pool = [64, 64, 64, 64, 128]
    """)]
[MaxPool(2, Stride = 2, CeilMode = true)]
[Block<Inception>(2, With = "c1 = [256, 384], r3 = [160, 192], c3 = [320, 384], r5 = [32, 48], c5 = [128, 128], pool = [128, 128]")]
[GlobalAvgPool, Dropout(0.2), Linear(1000)]
[Output("B", 1000)]
public partial class GoogLeNet;

/// <summary>
/// An inception module, which concatenates four branches: 1x1 convolutions to <c>c1</c> channels, 3x3 to <c>c3</c> through <c>r3</c>, a
/// larger kernel to <c>c5</c> through <c>r5</c>, and max pooling to <c>pool</c>. The larger kernel is 5x5 in the paper and 3x3 in
/// torchvision, whose weights are in common use.
/// </summary>
[Model]
public partial class Inception
{
    [Input("B", "C", "H", "W")]
    private Stage x;

    [From(nameof(x)), Conv("c1", Kernel = 1, Bias = false), BatchNorm(Eps = 0.001), Relu]
    private Stage point;

    [From(nameof(x))]
    [Conv("r3", Kernel = 1, Bias = false), BatchNorm(Eps = 0.001), Relu]
    [Conv("c3", Kernel = 3, Padding = 1, Bias = false), BatchNorm(Eps = 0.001), Relu]
    private Stage medium;

    [From(nameof(x))]
    [Conv("r5", Kernel = 1, Bias = false), BatchNorm(Eps = 0.001), Relu]
    [Conv("c5", Kernel = 3, Padding = 1, Bias = false), BatchNorm(Eps = 0.001), Relu]
    private Stage large;

    [From(nameof(x)), MaxPool(3, Stride = 1, Padding = 1), Conv("pool", Kernel = 1, Bias = false), BatchNorm(Eps = 0.001), Relu]
    private Stage pooled;

    [From(nameof(point), nameof(medium), nameof(large), nameof(pooled)), Concat(Axis = 1)]
    [Output("B", "c1 + c3 + c5 + pool", "H", "W")]
    private Stage result;
}
