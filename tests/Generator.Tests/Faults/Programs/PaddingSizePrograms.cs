namespace ModelGen.Generator.Tests;

/// <summary>Padding that its layer cannot add.</summary>
internal static class PaddingSizePrograms
{
    public static readonly FaultClass Class = new("padding",
    [
        Fault.Reported("A pooling that pads by its whole window",
            """
            [Model, Input("B", 64, 112, 112)]
            [MaxPool(3, Stride = 2, Padding = {|MG0011:2|}), Flatten, Linear(10)]
            public partial class Stem;
            """,
            "MaxPool(3, Stride = 2, Padding = 2) pads by 2 along height, more than half its window, "
                + "so some windows would contain only padding: set at most Padding = 1.",
            """
            [Model, Input("B", 64, 112, 112)]
            [MaxPool(3, Stride = 2, Padding = 1), Flatten, Linear(10)]
            public partial class Stem;
            """),

        Fault.Reported("A pooling over time that keeps the length",
            """
            [Model, Input("B", 32, "T")]
            [Conv(64, Kernel = 3, Padding = 1), Relu, AvgPool(2, Stride = 1, Padding = {|MG0011:2|})]
            public partial class Smooth;
            """,
            "AvgPool(2, Stride = 1, Padding = 2) pads by 2 along length, more than half its window, "
                + "so some windows would contain only padding: set at most Padding = 1.",
            """
            [Model, Input("B", 32, "T")]
            [Conv(64, Kernel = 3, Padding = 1), Relu, AvgPool(3, Stride = 1, Padding = 1)]
            public partial class Smooth;
            """),

        Fault.Reported("Padding \"same\" with a stride, as Keras allows",
            """
            [Model, Input("B", 3, 64, 64)]
            [Conv(32, Kernel = 3, Stride = 2, Padding = {|MG0011:"same"|}), Relu, Flatten, Linear(10)]
            public partial class Classifier;
            """,
            "Conv(32, Kernel = 3, Stride = 2, Padding = \"same\") cannot keep the size, since its stride is more than 1: "
                + "set Padding = 1, which divides the size by the stride, or leave Stride out.",
            """
            [Model, Input("B", 3, 64, 64)]
            [Conv(32, Kernel = 3, Stride = 2, Padding = 1), Relu, Flatten, Linear(10)]
            public partial class Classifier;
            """),

        Fault.Reported("Reflection padding wider than the map",
            """
            [Model, Input("B", 64, 4, 4)]
            [{|MG0104:Conv(64, Kernel = 9, Padding = 4, PaddingMode = PaddingMode.Reflect)|}, Relu]
            public partial class StyleBlock;
            """,
            "Conv(64, Kernel = 9, Padding = 4, PaddingMode = Reflect) pads with 4 elements of the feature map itself, "
                + "so it needs at least 5 along height, but input 'input' on line 1 is (B, 64, 4, 4): pad less, or with zeros.",
            """
            [Model, Input("B", 64, 4, 4)]
            [Conv(64, Kernel = 7, Padding = 3, PaddingMode = PaddingMode.Reflect), Relu]
            public partial class StyleBlock;
            """),
    ]);
}
