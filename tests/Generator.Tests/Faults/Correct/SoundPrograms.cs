using System.Collections.Immutable;

namespace ModelGen.Generator.Tests;

/// <summary>Models of sound as people write them, without a mistake.</summary>
internal static class SoundPrograms
{
    public static readonly ImmutableArray<(string Title, string Source)> All =
    [
        ("M5 on raw sound",
            """
            [Model]
            [Input("B", 1, "L")]
            [Dim("L", Min = 8000)]
            [Conv(128, Kernel = 80, Stride = 4, Bias = false), BatchNorm, Relu, MaxPool(4)]
            [Conv(128, Kernel = 3, Bias = false), BatchNorm, Relu, MaxPool(4)]
            [Conv(256, Kernel = 3, Bias = false), BatchNorm, Relu, MaxPool(4)]
            [Conv(512, Kernel = 3, Bias = false), BatchNorm, Relu, MaxPool(4)]
            [GlobalAvgPool, Linear(10), LogSoftmax]
            [NllLoss]
            public partial class M5;
            """),

        ("A Conformer block",
            """
            using static TorchSharp.torch;
            [Model]
            [Input("B", "T", "D"), Dim("D", MultipleOf = 4)]
            public partial class ConvModule
            {
                [LayerNorm, Permute(0, 2, 1), Conv("2*D", Kernel = 1), Glu(Axis = 1), Conv("D", Kernel = 31, Padding = "same", Groups = "D", Bias = false), BatchNorm, Silu, Conv("D", Kernel = 1), Permute(0, 2, 1), Dropout(0.1), Residual] Stage y;
            }
            [Model]
            [Input("B", "T", "D"), Dim("D", MultipleOf = 4)]
            public partial class Conformer
            {
                [LayerNorm, FeedForward("4*D", Activation = Activation.Silu), Apply(nameof(Half)), Residual] Stage f1;
                [LayerNorm, MultiHeadAttention(4), Dropout(0.1), Residual] Stage att;
                [Block<ConvModule>] Stage conv;
                [LayerNorm, FeedForward("4*D", Activation = Activation.Silu), Apply(nameof(Half)), Residual] Stage f2;
                [LayerNorm] Stage y;
                [return: Shape("B", "T", "D")] static Tensor Half([Shape("B", "T", "D")] Tensor x) => x * 0.5;
            }
            """),

        ("Keywords by depthwise convolutions",
            """
            [Model]
            [Input("B", "C", "H", "W")]
            [Conv("C", Kernel = 3, Padding = 1, Groups = "C", Bias = false), BatchNorm, Relu, Conv("out", Kernel = 1, Bias = false), BatchNorm, Relu]
            public partial class DsConv;
            [Model]
            [Input("B", 1, 49, 10)]
            [Conv(64, Kernel = new[] { 10, 4 }, Stride = 2, Padding = new[] { 5, 1 }, Bias = false), BatchNorm, Relu]
            [Block<DsConv>(4, With = "out = 64"), GlobalAvgPool, Dropout(0.2), Linear(12)]
            public partial class DsCnn;
            """),

        ("A gated causal convolution",
            """
            [Model]
            public partial class GatedConv
            {
                [Input("B", "C", "T")] Stage x;
                [From(nameof(x)), Pad(Before = 1), Conv("2*C", Kernel = 2), Glu(Axis = 1), Residual] Stage y;
            }
            """),

        ("A bank of convolutions",
            """
            [Model, Dim("C", Default = 80)]
            public partial class Cbhg
            {
                [Input("B", "T", "C")] Stage mel;
                [Permute(0, 2, 1)] Stage x;
                [From(nameof(x)), Conv(128, Kernel = 1, Padding = "same"), Relu] Stage k1;
                [From(nameof(x)), Conv(128, Kernel = 2, Padding = "same"), Relu] Stage k2;
                [From(nameof(x)), Conv(128, Kernel = 3, Padding = "same"), Relu] Stage k3;
                [From(nameof(k1), nameof(k2), nameof(k3)), Concat(Axis = 1), MaxPool(2, Stride = 1, Padding = 1), Slice(Axis = 2, End = "T"), Conv("C", Kernel = 3, Padding = 1), Permute(0, 2, 1), Add(nameof(mel))] Stage y;
            }
            """),

        ("Eighty mel bands by eighty frames",
            """
            [Model, Input("B", 80, 80)]
            [Conv(256, Kernel = 3), Relu, Mean(Axis = 2), Linear(10)]
            public partial class Mel;
            """),

        ("Ninety-six channels by ninety-six steps",
            """
            [Model, Input("B", 96, 96)]
            [Conv(64, Kernel = 5), Relu, Flatten, Linear(4)]
            public partial class Sensors;
            """),
    ];
}
