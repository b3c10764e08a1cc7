namespace ModelGen.Generator.Tests;

/// <summary>Sizes that do not divide.</summary>
internal static class ArithmeticPrograms
{
    public static readonly FaultClass Class = new("arithmetic",
    [
        Fault.Reported("512 features for 12 heads",
            """
            [Model, Input("B", "T", 512)]
            [MultiHeadAttention({|MG0105:12|}), LayerNorm]
            public partial class Encoder;
            """,
            "MultiHeadAttention(12) cannot split 512 features into 12 equal heads, and input 'input' on line 1 is (B, T, 512): "
                + "choose a number of heads that divides 512, or give HeadDim.",
            """
            [Model, Input("B", "T", 768)]
            [MultiHeadAttention(12), LayerNorm]
            public partial class Encoder;
            """),

        Fault.Reported("100 GloVe dimensions in a transformer of 8 heads",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(30000, 100), SinusoidalPositions, TransformerEncoderLayer({|MG0105:8|}, 400), Mean(Axis = 1), Linear(2)]
            public partial class Sentiment;
            """,
            "TransformerEncoderLayer(8, 400) cannot split 100 features into 8 equal heads, "
                + "and the tensor is (B, T, 100) after SinusoidalPositions on line 2: choose a number of heads that divides 100.",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(30000, 100), SinusoidalPositions, TransformerEncoderLayer(10, 400), Mean(Axis = 1), Linear(2)]
            public partial class Sentiment;
            """),

        Fault.Reported("A grouped convolution whose groups do not divide the channels",
            """
            [Model, Input("B", 48, 32, 32)]
            [Conv(96, Kernel = 3, Groups = {|MG0120:32|}), Relu]
            public partial class ResNext;
            """,
            "Conv(96, Kernel = 3, Groups = 32) splits channels into 32 groups, but input 'input' on line 1 is (B, 48, 32, 32) with 48 "
                + "channels, which do not divide by 32: choose a divisor of 48 such as 16.",
            """
            [Model, Input("B", 64, 32, 32)]
            [Conv(96, Kernel = 3, Groups = 32), Relu]
            public partial class ResNext;
            """),

        Fault.Reported("A depthwise convolution that also changes the channels",
            """
            [Model, Input("B", 32, 56, 56)]
            [Conv(48, Kernel = 3, Padding = 1, Groups = {|MG0120:32|}), Relu]
            public partial class Depthwise;
            """,
            "Conv(48, Kernel = 3, Padding = 1, Groups = 32) gives 48 channels from 32 groups, which do not divide: "
                + "choose a divisor of 48 such as 16.",
            """
            [Model, Input("B", 32, 56, 56)]
            [Conv(32, Kernel = 3, Padding = 1, Groups = 32), Relu, Conv(48, Kernel = 1)]
            public partial class Depthwise;
            """),

        Fault.Reported("GroupNorm's usual 32 groups over 48 channels",
            """
            [Model, Input("B", 3, 64, 64)]
            [Conv(48, Kernel = 3), GroupNorm({|MG0120:32|}), Silu]
            public partial class DiffusionStem;
            """,
            "GroupNorm(32) splits channels into 32 groups, but the tensor is (B, 48, 62, 62) after Conv(48, Kernel = 3) on line 2 with 48 "
                + "channels, which do not divide by 32: choose a divisor of 48 such as 16.",
            """
            [Model, Input("B", 3, 64, 64)]
            [Conv(64, Kernel = 3), GroupNorm(32), Silu]
            public partial class DiffusionStem;
            """),

        Fault.Reported("Super-resolution by 3 with channels for 2",
            """
            [Model, Input("B", 1, "H", "W")]
            [Conv(64, Kernel = 5, Padding = 2), Tanh, Conv(4, Kernel = 3, Padding = 1), PixelShuffle({|MG0120:3|})]
            public partial class SuperResolution;
            """,
            "PixelShuffle(3) turns every 9 channels into 3x3 spatial positions, but the tensor is (B, 4, H, W) after "
                + "Conv(4, Kernel = 3, Padding = 1) on line 2 with 4 channels: give the layer before it a multiple of 9.",
            """
            [Model, Input("B", 1, "H", "W")]
            [Conv(64, Kernel = 5, Padding = 2), Tanh, Conv(9, Kernel = 3, Padding = 1), PixelShuffle(3)]
            public partial class SuperResolution;
            """),
    ]);
}
