namespace ModelGen.Generator.Tests;

/// <summary>A map where features are meant.</summary>
internal static class MissingFlattenPrograms
{
    public static readonly FaultClass Class = new("missing Flatten",
    [
        Fault.Reported("A map goes into the last Linear",
            """
            [Model, Input("B", 3, 32, 32)]
            [Conv(32, Kernel = 3), Relu, MaxPool(2)]
            [Conv(64, Kernel = 3), Relu, MaxPool(2)]
            [{|MG0207:Linear(10)|}]
            public partial class Classifier;
            """,
            "Linear(10) transforms the last axis of (B, 64, 6, 6) after MaxPool(2) on line 3, "
                + "which is a spatial axis and does not hold features: put Flatten or GlobalAvgPool before it.",
            """
            [Model, Input("B", 3, 32, 32)]
            [Conv(32, Kernel = 3), Relu, MaxPool(2)]
            [Conv(64, Kernel = 3), Relu, MaxPool(2)]
            [Flatten, Linear(10)]
            public partial class Classifier;
            """),

        Fault.Reported("A map goes through an activation and a dropout into the last Linear",
            """
            [Model, Input("B", 1, 28, 28)]
            [Conv(32, Kernel = 3), Relu, Dropout(0.25), {|MG0207:Linear(10)|}]
            [CrossEntropyLoss(Classes = 10)]
            public partial class Digits;
            """,
            "Linear(10) transforms the last axis of (B, 32, 26, 26) after Conv(32, Kernel = 3) on line 2, "
                + "which is a spatial axis and does not hold features: put Flatten or GlobalAvgPool before it.",
            """
            [Model, Input("B", 1, 28, 28)]
            [Conv(32, Kernel = 3), Relu, Dropout(0.25), Flatten, Linear(10)]
            [CrossEntropyLoss(Classes = 10)]
            public partial class Digits;
            """),

        Fault.Reported("Images go straight into a yes or no",
            """
            [Model, Input("B", 50, 50, 3), {|MG0109:Output("B", 1)|}]
            [Linear(128), Relu, Linear(1), Sigmoid]
            public partial class CatOrDog;
            """,
            "The output is declared as (B, 1), but the tensor is (B, 50, 50, 1) after Sigmoid on line 2: "
                + "put Flatten before Linear(128), or declare the output as (B, 50, 50, 1).",
            """
            [Model, Input("B", 50, 50, 3), Output("B", 1)]
            [Flatten, Linear(128), Relu, Linear(1), Sigmoid]
            public partial class CatOrDog;
            """),

        Fault.Reported("A perceptron over images with labels of their own for each row",
            """
            [Model, Input("B", 28, 28)]
            [{|MG0207:Linear(128)|}, Relu, Linear(10)]
            [CrossEntropyLoss(Classes = 10)]
            public partial class Digits;
            """,
            "Linear(128) transforms the last axis of (B, 28, 28), input 'input' on line 1, "
                + "which is the width of an image and not its features: put Flatten before it.",
            """
            [Model, Input("B", 28, 28)]
            [Flatten, Linear(128), Relu, Linear(10)]
            [CrossEntropyLoss(Classes = 10)]
            public partial class Digits;
            """),

        Fault.Reported("A convolutional autoencoder's bottleneck over a map",
            """
            [Model, Input("B", 1, 28, 28)]
            [Conv(16, Kernel = 3, Stride = 2, Padding = 1), Relu, Conv(32, Kernel = 7, Bias = false), BatchNorm]
            [{|MG0207:Linear(64)|}, Relu]
            public partial class Encoder;
            """,
            "Linear(64) transforms the last axis of (B, 32, 8, 8) after BatchNorm on line 2, "
                + "which is a spatial axis and does not hold features: put Flatten or GlobalAvgPool before it.",
            """
            [Model, Input("B", 1, 28, 28)]
            [Conv(16, Kernel = 3, Stride = 2, Padding = 1), Relu, Conv(32, Kernel = 7, Bias = false), BatchNorm]
            [Flatten, Linear(64), Relu]
            public partial class Encoder;
            """),

        Fault.Reported("A perceptron over images with a channel axis",
            """
            [Model, Input("B", 1, 28, 28)]
            [{|MG0207:Linear(128)|}, Relu, Linear(10)]
            public partial class Digits;
            """,
            "Linear(128) transforms the last axis of (B, 1, 28, 28), input 'input' on line 1, "
                + "which is the width of an image and not its features: put Flatten before it.",
            """
            [Model, Input("B", 1, 28, 28)]
            [Flatten, Linear(128), Relu, Linear(10)]
            public partial class Digits;
            """),

        Fault.Reported("A residual map goes into the last Linear",
            """
            [Model, Input("B", 3, 32, 32)]
            public partial class Residuals
            {
                [Conv(8, Kernel = 3), Relu] Stage stem;
                [Conv(8, Kernel = 3, Padding = 1), Residual, Relu] Stage body;
                [{|MG0207:Linear(10)|}] Stage scores;
            }
            """,
            "Linear(10) transforms the last axis of (B, 8, 30, 30) after Conv(8, Kernel = 3, Padding = 1) on line 5, "
                + "which is a spatial axis and does not hold features: put Flatten or GlobalAvgPool before it.",
            """
            [Model, Input("B", 3, 32, 32)]
            public partial class Residuals
            {
                [Conv(8, Kernel = 3), Relu] Stage stem;
                [Conv(8, Kernel = 3, Padding = 1), Residual, Relu] Stage body;
                [GlobalAvgPool, Linear(10)] Stage scores;
            }
            """),

        Fault.Reported("The map of a block goes into the last Linear",
            """
            [Model, Input("B", "C", "H", "W")]
            public partial class Block1
            {
                [Conv("C", Kernel = 3, Padding = 1), Residual, Relu] Stage body;
            }
            [Model, Input("B", 3, 32, 32), Conv(8, Kernel = 3), Block<Block1>(2), {|MG0207:Linear(10)|}]
            public partial class Blocks;
            """,
            "Linear(10) transforms the last axis of (B, 8, 30, 30) after Block<Block1>(2) on line 6, "
                + "which is a spatial axis and does not hold features: put Flatten or GlobalAvgPool before it.",
            """
            [Model, Input("B", "C", "H", "W")]
            public partial class Block1
            {
                [Conv("C", Kernel = 3, Padding = 1), Residual, Relu] Stage body;
            }
            [Model, Input("B", 3, 32, 32), Conv(8, Kernel = 3), Block<Block1>(2), GlobalAvgPool, Linear(10)]
            public partial class Blocks;
            """),

        Fault.Reported("A map goes into the last Linear, and the output is declared",
            """
            [Model, Input("B", 3, 32, 32), {|MG0109:Output("B", 10)|}]
            [Conv(8, Kernel = 3), Relu, Linear(10)]
            public partial class Classifier;
            """,
            "The output is declared as (B, 10), but the tensor is (B, 8, 30, 10) after Linear(10) on line 2: "
                + "put Flatten before Linear(10), put GlobalAvgPool before Linear(10), or declare the output as (B, 8, 30, 10).",
            """
            [Model, Input("B", 3, 32, 32), Output("B", 10)]
            [Conv(8, Kernel = 3), Relu, Flatten, Linear(10)]
            public partial class Classifier;
            """),
    ]);
}
