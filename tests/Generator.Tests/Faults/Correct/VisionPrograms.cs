using System.Collections.Immutable;

namespace ModelGen.Generator.Tests;

/// <summary>Models of images as people write them, without a mistake.</summary>
internal static class VisionPrograms
{
    public static readonly ImmutableArray<(string Title, string Source)> All =
    [
        ("A U-Net for images of any size, padded and cut",
            """
            [Model]
            public partial class UNetOdd
            {
                [Input("B", 3, "H", "W")] Stage image;
                [From(nameof(image)), Conv(16, Kernel = 3, Padding = 1), Relu] Stage d1;
                [MaxPool(2), Conv(32, Kernel = 3, Padding = 1), Relu] Stage d2;
                [MaxPool(2), Conv(64, Kernel = 3, Padding = 1), Relu] Stage mid;
                [ConvTranspose(32, Kernel = 2, Stride = 2), Pad(After = 1)] Stage up2;
                [From(nameof(up2)), Slice(Axis = 2, End = "H/2"), Slice(Axis = 3, End = "W/2"), Concat(nameof(d2), Axis = 1), Conv(32, Kernel = 3, Padding = 1), Relu] Stage u2;
                [ConvTranspose(16, Kernel = 2, Stride = 2), Pad(After = 1), Slice(Axis = 2, End = "H"), Slice(Axis = 3, End = "W"), Concat(nameof(d1), Axis = 1), Conv(16, Kernel = 3, Padding = 1), Relu] Stage u1;
                [Conv(1, Kernel = 1), Output("B", 1, "H", "W")] Stage logits;
            }
            """),

        ("A U-Net for multiples of four",
            """
            [Model, Dim("H", MultipleOf = 4), Dim("W", MultipleOf = 4)]
            public partial class UNetEven
            {
                [Input("B", 3, "H", "W")] Stage image;
                [From(nameof(image)), Conv(16, Kernel = 3, Padding = 1), Relu] Stage d1;
                [MaxPool(2), Conv(32, Kernel = 3, Padding = 1), Relu] Stage d2;
                [MaxPool(2), Conv(64, Kernel = 3, Padding = 1), Relu] Stage mid;
                [Upsample(2, Mode = Interpolation.Linear), Conv(32, Kernel = 3, Padding = 1), Concat(nameof(d2), Axis = 1), Conv(32, Kernel = 3, Padding = 1), Relu] Stage u2;
                [ConvTranspose(16, Kernel = 2, Stride = 2), Concat(nameof(d1), Axis = 1), Conv(16, Kernel = 3, Padding = 1), Relu] Stage u1;
                [Conv(1, Kernel = 1), Output("B", 1, "H", "W")] Stage logits;
            }
            """),

        ("A U-Net that resizes to what it joins",
            """
            [Model]
            public partial class UNetSize
            {
                [Input("B", 3, "H", "W")] Stage image;
                [From(nameof(image)), Conv(16, Kernel = 3, Padding = 1), Relu] Stage d1;
                [MaxPool(2), Conv(32, Kernel = 3, Padding = 1), Relu] Stage d2;
                [Upsample(Size = new object[] { "H", "W" }, Mode = Interpolation.Linear), Concat(nameof(d1), Axis = 1), Conv(1, Kernel = 1), Output("B", 1, "H", "W")] Stage u2;
            }
            """),

        ("Siamese towers and the distance of their features",
            """
            using static TorchSharp.torch;
            [Model]
            [Input("B", 1, 105, 105)]
            [Conv(64, Kernel = 10), Relu, MaxPool(2), Conv(128, Kernel = 7), Relu, MaxPool(2), Conv(128, Kernel = 4), Relu, MaxPool(2), Conv(256, Kernel = 4), Relu, Flatten, Linear(4096), Sigmoid]
            public partial class Tower;

            [Model, BceWithLogitsLoss]
            public partial class Siamese
            {
                [Input("B", 1, 105, 105)] Stage left;
                [Input("B", 1, 105, 105)] Stage right;
                [From(nameof(left)), Block<Tower>] Stage a;
                [From(nameof(right)), Block<Tower>(Shared = nameof(a))] Stage b;
                [From(nameof(a), nameof(b)), Apply(nameof(Distance)), Linear(1)] Stage same;
                [return: Shape("B", "D")]
                static Tensor Distance([Shape("B", "D")] Tensor a, [Shape("B", "D")] Tensor b) { using var d = a - b; return d.abs(); }
            }
            """),

        ("A convolutional VAE",
            """
            using static TorchSharp.torch;
            [Model]
            public partial class ConvVae
            {
                [Input("B", 1, 28, 28)] Stage x;
                [Input("B", "code")] Stage noise;
                [From(nameof(x)), Conv(32, Kernel = 3, Stride = 2, Padding = 1), Relu, Conv(64, Kernel = 3, Stride = 2, Padding = 1), Relu, Flatten] Stage hidden;
                [From(nameof(hidden)), Linear("code"), Output] Stage mean;
                [From(nameof(hidden)), Linear("code"), Output] Stage logVariance;
                [From(nameof(mean), nameof(logVariance), nameof(noise)), Apply(nameof(Draw))] Stage z;
                [Linear(64 * 7 * 7), Relu, Reshape("B", 64, 7, 7), ConvTranspose(32, Kernel = 3, Stride = 2, Padding = 1, OutputPadding = 1), Relu, ConvTranspose(1, Kernel = 3, Stride = 2, Padding = 1, OutputPadding = 1), Output("B", 1, 28, 28)] Stage reconstruction;
                [return: Shape("B", "c")] static Tensor Draw([Shape("B", "c")] Tensor m, [Shape("B", "c")] Tensor v, [Shape("B", "c")] Tensor e) { using var h = v * 0.5; using var s = h.exp(); using var t = s * e; return m + t; }
            }
            """),

        ("A residual block with an embedding of time",
            """
            [Model]
            [Dim("C", MultipleOf = 8)]
            public partial class ResBlock
            {
                [Input("B", "C", "H", "W")] Stage x;
                [Input("B", "E")] Stage time;
                [From(nameof(time)), Silu, Linear("C"), Unsqueeze(-1), Unsqueeze(-1)] Stage shift;
                [From(nameof(x)), GroupNorm(8), Silu, Conv("C", Kernel = 3, Padding = 1), Add(nameof(shift), Broadcast = true), GroupNorm(8), Silu, Dropout(0.1), Conv("C", Kernel = 3, Padding = 1, Init = Init.Zeros), Residual] Stage y;
            }
            """),

        ("Attention over the places of a map",
            """
            [Model]
            [Dim("C", MultipleOf = 32)]
            public partial class MapAttention
            {
                [Input("B", "C", "H", "W")] Stage x;
                [GroupNorm(32), Rearrange("b c h w -> b (h w) c"), MultiHeadAttention(4), Rearrange("b (h w) c -> b c h w", With = "h = H"), Residual] Stage y;
            }
            """),

        ("Attention within windows",
            """
            [Model]
            [Dim("H", MultipleOf = 7), Dim("W", MultipleOf = 7), Dim("C", MultipleOf = 32)]
            public partial class WindowAttention
            {
                [Input("B", "H", "W", "C")] Stage x;
                [LayerNorm, Rearrange("b (h p) (w q) c -> (b h w) (p q) c", With = "p = 7, q = 7"), MultiHeadAttention(4), Rearrange("(b h w) (p q) c -> b (h p) (w q) c", With = "b = B, h = H/7, p = 7"), Residual] Stage attended;
                [LayerNorm, FeedForward("4*C", Activation = Activation.Gelu), Residual] Stage mixed;
            }
            """),

        ("A CRNN that reads lines of text",
            """
            [Model]
            [Input("B", 1, 32, "W"), Dim("W", Min = 16)]
            [Conv(64, Kernel = 3, Padding = 1), Relu, MaxPool(2), Conv(128, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
            [Conv(256, Kernel = 3, Padding = 1, Bias = false), BatchNorm, Relu, MaxPool(new[] { 2, 1 })]
            [Conv(512, Kernel = 3, Padding = 1, Bias = false), BatchNorm, Relu, MaxPool(new[] { 2, 1 }), Conv(512, Kernel = 2), Relu]
            [Squeeze(2), Permute(0, 2, 1), Lstm(256, NumLayers = 2, Bidirectional = true), Linear(37), LogSoftmax]
            public partial class Crnn;
            """),

        ("C3D",
            """
            [Model]
            [Input("B", 3, 16, 112, 112)]
            [Conv(64, Kernel = 3, Padding = 1), Relu, MaxPool(new[] { 1, 2, 2 }), Conv(128, Kernel = 3, Padding = 1), Relu, MaxPool(2), Conv(256, Kernel = 3, Padding = 1), Relu, MaxPool(2), Conv(512, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
            [Flatten, Linear(4096), Relu, Dropout, Linear(487)]
            public partial class C3d;
            """),

        ("Frames, one by one, and a recurrence over them",
            """
            [Model]
            [Input("B", "T", 3, 64, 64)]
            [Rearrange("b t c h w -> (b t) c h w"), Conv(16, Kernel = 3, Stride = 2, Padding = 1), Relu, Conv(32, Kernel = 3, Stride = 2, Padding = 1), Relu, GlobalAvgPool, Rearrange("(b t) c -> b t c", With = "b = B"), Gru(64), Select(Axis = 1, Index = -1), Linear(5)]
            public partial class Video;
            """),

        ("An image encoder of CLIP",
            """
            [Model]
            [Dim("D", Default = 192, MultipleOf = 3)]
            [Input("B", 3, 224, 224)]
            [Conv("D", Kernel = 16, Stride = 16), Rearrange("b d h w -> b (h w) d"), LearnedTokens(1), PositionEmbedding(197), TransformerEncoderLayer(3, "4*D", NormFirst = true, Activation = Activation.Gelu), LayerNorm, Select(Axis = 1, Index = 0), Linear(512, Bias = false), Normalize]
            public partial class ImageEncoder;
            """),

        ("An inverted bottleneck that weighs its channels",
            """
            [Model]
            public partial class MbConv
            {
                [Input("B", "C", "H", "W")] Stage x;
                [Conv("6*C", Kernel = 1, Bias = false), BatchNorm, Silu, Conv("6*C", Kernel = 5, Padding = 2, Groups = "6*C", Bias = false), BatchNorm, Silu] Stage wide;
                [GlobalAvgPool(KeepDim = true), Conv("reduced", Kernel = 1), Silu, Conv("6*C", Kernel = 1), Sigmoid] Stage scale;
                [From(nameof(wide), nameof(scale)), Multiply(Broadcast = true), Conv("C", Kernel = 1, Bias = false), BatchNorm, DropPath(0.1), Add(nameof(x))] Stage y;
            }
            """),

        ("Inverted bottlenecks of several kernels and strides",
            """
            [Model]
            public partial class MbConvK
            {
                [Input("B", "C", "H", "W")] Stage x;
                [Conv("expand*C", Kernel = 1, Bias = false), BatchNorm, Silu, Conv("expand*C", Kernel = "k", Stride = "s", Padding = "(k - 1)/2", Groups = "expand*C", Bias = false), BatchNorm, Silu, Conv("out", Kernel = 1, Bias = false), BatchNorm] Stage y;
            }
            [Model]
            [Input("B", 3, 224, 224)]
            [Conv(32, Kernel = 3, Stride = 2, Padding = 1, Bias = false), BatchNorm, Silu]
            [Block<MbConvK>(3, With = "expand = [1, 6, 6], k = [3, 3, 5], s = [1, 2, 2], out = [16, 24, 40]"), GlobalAvgPool, Linear(1000)]
            public partial class EffNet;
            """),

        ("A block of ConvNeXt",
            """
            [Model, Input("B", "C", "H", "W")]
            [Conv("C", Kernel = 7, Padding = 3, Groups = "C"), Permute(0, 2, 3, 1), LayerNorm, Linear("4*C"), Gelu, Linear("C"), Permute(0, 3, 1, 2), DropPath(0.1), Residual]
            public partial class ConvNeXtBlock;
            """),

        ("EDSR",
            """
            [Model, Input("B", 64, "H", "W")]
            [Conv(64, Kernel = 3, Padding = "same"), Relu, Conv(64, Kernel = 3, Padding = "same"), Residual]
            public partial class EdsrBlock;
            [Model]
            public partial class Edsr
            {
                [Input("B", 3, "H", "W")] Stage image;
                [Conv(64, Kernel = 3, Padding = 1)] Stage head;
                [Block<EdsrBlock>(16), Conv(64, Kernel = 3, Padding = 1), Residual] Stage body;
                [Conv(256, Kernel = 3, Padding = 1), PixelShuffle(2), Conv(3, Kernel = 3, Padding = 1), Output("B", 3, "2*H", "2*W")] Stage result;
            }
            """),

        ("Two heads and a loss of one",
            """
            [Model, CrossEntropyLoss(Of = nameof(label))]
            public partial class MultiTask
            {
                [Input("B", 3, 64, 64)] Stage image;
                [Conv(32, Kernel = 3, Stride = 2, Padding = 1), Relu, Conv(64, Kernel = 3, Stride = 2, Padding = 1), Relu, GlobalAvgPool] Stage features;
                [From(nameof(features)), Linear(10), Output("B", 10)] Stage label;
                [From(nameof(features)), Linear(4), Sigmoid, Output("B", 4)] Stage box;
            }
            """),

        ("A feature pyramid",
            """
            [Model, Dim("H", MultipleOf = 8), Dim("W", MultipleOf = 8)]
            public partial class Fpn
            {
                [Input("B", 3, "H", "W")] Stage x;
                [Conv(32, Kernel = 3, Stride = 2, Padding = 1), Relu] Stage c2;
                [Conv(64, Kernel = 3, Stride = 2, Padding = 1), Relu] Stage c3;
                [Conv(128, Kernel = 3, Stride = 2, Padding = 1), Relu] Stage c4;
                [From(nameof(c4)), Conv(64, Kernel = 1), Output] Stage p4;
                [From(nameof(c3)), Conv(64, Kernel = 1)] Stage l3;
                [From(nameof(p4)), Upsample(2), Add(nameof(l3)), Output] Stage p3;
                [From(nameof(c2)), Conv(64, Kernel = 1)] Stage l2;
                [From(nameof(p3)), Upsample(2), Add(nameof(l2)), Output("B", 64, "H/2", "W/2")] Stage p2;
            }
            """),

        ("A generator for a class",
            """
            [Model]
            public partial class CGan
            {
                [Input("B", 100)] Stage noise;
                [Input("B", Type = DType.Int64)] Stage label;
                [From(nameof(label)), Embedding(10, 10)] Stage y;
                [From(nameof(noise), nameof(y)), Concat, Linear(256), LeakyRelu(NegativeSlope = 0.2), Linear(512, Bias = false), BatchNorm, LeakyRelu(NegativeSlope = 0.2), Linear(784), Tanh, Reshape("B", 1, 28, 28)] Stage image;
            }
            """),

        ("Segmentation with dilated branches",
            """
            [Model, CrossEntropyLoss(Axis = 1, IgnoreIndex = 255)]
            public partial class Aspp
            {
                [Input("B", 256, "H", "W")] Stage x;
                [From(nameof(x)), Conv(64, Kernel = 1), Relu] Stage a;
                [From(nameof(x)), Conv(64, Kernel = 3, Padding = 6, Dilation = 6), Relu] Stage b;
                [From(nameof(x)), Conv(64, Kernel = 3, Padding = 12, Dilation = 12), Relu] Stage c;
                [From(nameof(x)), AdaptiveAvgPool(1), Conv(64, Kernel = 1), Relu, Expand("B", 64, "H", "W")] Stage pooled;
                [From(nameof(a), nameof(b), nameof(c), nameof(pooled)), Concat(Axis = 1), Conv(21, Kernel = 1), Output("B", 21, "H", "W")] Stage logits;
            }
            """),

        ("Convolutions with and without a border",
            """
            [Model, Dim("border", Min = 0)]
            [Input("B", "C", "H", "W")]
            [Conv("C", Kernel = 3, Padding = "border", Bias = false), BatchNorm, Relu]
            public partial class Step;
            [Model]
            [Input("B", 3, 32, 32)]
            [Block<Step>(3, With = "border = [0, 1, 0]"), GlobalAvgPool, Linear(10)]
            public partial class Steps;
            """),

        ("Maps of eight by three with many channels",
            """
            [Model, Input("B", 119, 8, 3)]
            [Conv(256, Kernel = 3), Relu, Flatten, Linear(4)]
            public partial class Boards;
            """),

        ("Twenty-two electrodes by twenty-two bands",
            """
            [Model, Input("B", 22, 22)]
            [Conv(16, Kernel = 3), Relu, Flatten, Linear(4)]
            public partial class Electrodes;
            """),

        ("One recording in a batch of one",
            """
            [Model, Input(1, 64, 1000)]
            [Conv(8, Kernel = 3), Relu, Mean(Axis = 2)]
            public partial class Recording;
            """),

        ("Channels in groups that become items",
            """
            [Model, Input("B", 16, 10, 10)]
            [Reshape(-1, 4, 10, 10), Conv(4, Kernel = 3), Relu]
            public partial class Grouped;
            """),

        ("Tokens of all sequences in one batch",
            """
            [Model, Input("B", 10, 64)]
            [Reshape(-1, 64), Linear(4)]
            public partial class Tokens;
            """),

        ("Images as sequences of rows",
            """
            [Model, Input("B", 28, 28)]
            [Linear(64), Relu, Lstm(32, Port = "last"), Linear(10)]
            public partial class Rows;
            """),

        ("A perceptron over every pixel's colours",
            """
            [Model, Input("B", "H", "W", 3)]
            [Linear(64), Relu, Linear(3)]
            public partial class Colours;
            """),
    ];
}
