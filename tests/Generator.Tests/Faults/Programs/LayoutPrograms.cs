namespace ModelGen.Generator.Tests;

/// <summary>Channels or features on another axis than the layer reads them from.</summary>
internal static class LayoutPrograms
{
    public static readonly FaultClass Class = new("layout",
    [
        Fault.Reported("Photos with the channels at the end",
            """
            [Model, Input("B", 224, 224, 3)]
            [{|MG0208:Conv(64, Kernel = 7, Stride = 2, Padding = 3)|}, Relu, GlobalAvgPool, Linear(1000)]
            public partial class Photos;
            """,
            "Conv(64, Kernel = 7, Stride = 2, Padding = 3) reads (B, 224, 224, 3) as 224 channels of 224x3: "
                + "channels follow the batch axis, so declare input 'input' on line 1 as (B, 3, 224, 224) if this is an image.",
            """
            [Model, Input("B", 3, 224, 224)]
            [Conv(64, Kernel = 7, Stride = 2, Padding = 3), Relu, GlobalAvgPool, Linear(1000)]
            public partial class Photos;
            """),

        Fault.Reported("Photos with the channels at the end, pooled until nothing is left of them",
            """
            [Model, Input("B", 150, 150, 3)]
            [{|MG0208:Conv(32, Kernel = 3)|}, Relu, {|MG0104:MaxPool(2)|}, Conv(64, Kernel = 3), Relu, GlobalAvgPool, Linear(1)]
            public partial class CatOrDog;
            """,
            [
                "Conv(32, Kernel = 3) reads (B, 150, 150, 3) as 150 channels of 150x3: "
                    + "channels follow the batch axis, so declare input 'input' on line 1 as (B, 3, 150, 150) if this is an image.",
                "MaxPool(2) needs at least 2 along width, but the tensor is (B, 32, 148, 1) after Relu on line 2: "
                    + "channels follow the batch axis, so declare input 'input' as (B, 3, 150, 150).",
            ],
            """
            [Model, Input("B", 3, 150, 150)]
            [Conv(32, Kernel = 3), Relu, MaxPool(2), Conv(64, Kernel = 3), Relu, GlobalAvgPool, Linear(1)]
            public partial class CatOrDog;
            """),

        Fault.Reported("Digits (B, 28, 28) read as 28 channels",
            """
            [Model, Input("B", 28, 28)]
            [{|MG0208:Conv(32, Kernel = 3)|}, Relu, Flatten, Linear(10)]
            public partial class Digits;
            """,
            "Conv(32, Kernel = 3) reads (B, 28, 28) as 28 channels of 28: "
                + "channels follow the batch axis, so declare input 'input' on line 1 as (B, 1, 28, 28) if this is an image.",
            """
            [Model, Input("B", 1, 28, 28)]
            [Conv(32, Kernel = 3), Relu, Flatten, Linear(10)]
            public partial class Digits;
            """),

        Fault.Reported("A TextCNN that slides over the features of words",
            """
            [Model, Input("B", 50, Type = DType.Int64)]
            [Embedding(20000, 128), {|MG0208:Conv(100, Kernel = 3)|}, Relu, Max(Axis = 2), Dropout, Linear(2)]
            public partial class TextCnn;
            """,
            "Conv(100, Kernel = 3) reads (B, 50, 128) as 50 channels of 128, "
                + "but after Embedding(20000, 128) on line 2 the features are the last axis: put Permute(0, 2, 1) before it.",
            """
            [Model, Input("B", 50, Type = DType.Int64)]
            [Embedding(20000, 128), Permute(0, 2, 1), Conv(100, Kernel = 3), Relu, Max(Axis = 2), Dropout, Linear(2)]
            public partial class TextCnn;
            """),

        Fault.Reported("A convolution over the states of a recurrent layer, of any length",
            """
            [Model, Input("B", "T", 40)]
            [Gru(128), {|MG0208:Conv(64, Kernel = 3, Padding = 1)|}, Relu]
            public partial class Speech;
            """,
            "Conv(64, Kernel = 3, Padding = 1) reads (B, T, 128) as T channels of 128, "
                + "but after Gru(128) on line 2 the features are the last axis: put Permute(0, 2, 1) before it.",
            """
            [Model, Input("B", "T", 40)]
            [Gru(128), Permute(0, 2, 1), Conv(64, Kernel = 3, Padding = 1), Relu]
            public partial class Speech;
            """),

        Fault.Reported("A sequence as PyTorch's LSTM takes it, steps first",
            """
            [Model, Input("T", "B", 64)]
            [{|MG0214:Lstm(32, NumLayers = 2)|}, Select(Axis = 0, Index = -1), Linear(2)]
            public partial class Classifier;
            """,
            "Lstm(32, NumLayers = 2) takes (B, T, features), so it would read T sequences of B steps, "
                + "and input 'input' on line 1 is (T, B, 64): put Permute(1, 0, 2) before it, or declare input 'input' as (B, T, 64).",
            """
            [Model, Input("T", "B", 64)]
            [Permute(1, 0, 2), Lstm(32, NumLayers = 2), Select(Axis = 1, Index = -1), Linear(2)]
            public partial class Classifier;
            """),

        Fault.Missed("Six sensors by 128 steps are the input of an LSTM, which takes the steps first",
            """
            [Model, Input("B", 6, 128), Output("B", 5)]
            [Lstm(64), Select(Axis = 1, Index = -1), Linear(5)]
            public partial class Activity;
            """,
            "(B, 6, 128) is also a valid sequence of six steps",
            """
            [Model, Input("B", 6, 128), Output("B", 5)]
            [Permute(0, 2, 1), Lstm(64), Select(Axis = 1, Index = -1), Linear(5)]
            public partial class Activity;
            """),

        Fault.Reported("A single image without a batch axis",
            """
            [Model, Input(3, "H", "W")]
            [{|MG0219:Conv(8, Kernel = 3)|}, Relu]
            public partial class Filter;
            """,
            "Conv(8, Kernel = 3) takes (B, C, L) or (B, C, H, W), so it reads (3, H, W) of input 'input' on line 1 as a batch of 3 with H "
                + "channels: declare input 'input' as (B, 3, H, W) if this is an image.",
            """
            [Model, Input("B", 3, "H", "W")]
            [Conv(8, Kernel = 3), Relu]
            public partial class Filter;
            """),

        Fault.Reported("A grey image of a known size without a batch axis",
            """
            [Model, Input(1, 28, 28)]
            [{|MG0219:Conv(8, Kernel = 3)|}, Relu, Flatten, Linear(10)]
            public partial class Digit;
            """,
            "Conv(8, Kernel = 3) takes (B, C, L) or (B, C, H, W), so it reads (1, 28, 28) of input 'input' on line 1 as a batch of 1 with "
                + "28 channels: declare input 'input' as (B, 1, 28, 28) if this is an image.",
            """
            [Model, Input("B", 1, 28, 28)]
            [Conv(8, Kernel = 3), Relu, Flatten, Linear(10)]
            public partial class Digit;
            """),
    ]);
}
