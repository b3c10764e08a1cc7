namespace ModelGen.Generator.Tests;

/// <summary>Kernels that are larger than what is left of a map.</summary>
internal static class VanishingMapPrograms
{
    public static readonly FaultClass Class = new("vanishing feature map",
    [
        Fault.Reported("One pooling too many",
            """
            [Model, Input("B", 3, 32, 32)]
            [Conv(64, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
            [Conv(128, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
            [Conv(256, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
            [Conv(512, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
            [Conv(512, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
            [{|MG0104:MaxPool(2)|}, Flatten, Linear(10)]
            public partial class Vgg;
            """,
            "MaxPool(2) needs at least 2 along height, but the tensor is (B, 512, 1, 1) after MaxPool(2) on line 6: "
                + "remove this pooling, or start from an input of at least 64x64.",
            """
            [Model, Input("B", 3, 32, 32)]
            [Conv(64, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
            [Conv(128, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
            [Conv(256, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
            [Conv(512, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
            [Conv(512, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
            [Flatten, Linear(10)]
            public partial class Vgg;
            """),

        Fault.Reported("A kernel larger than the image",
            """
            [Model, Input("B", 1, 28, 28)]
            [{|MG0104:Conv(20, Kernel = 29)|}, Relu, Flatten, Linear(10)]
            public partial class Digits;
            """,
            "Conv(20, Kernel = 29) needs at least 29 along height, but input 'input' on line 1 is (B, 1, 28, 28): "
                + "use a smaller kernel or more padding, or start from an input of at least 29x29.",
            """
            [Model, Input("B", 1, 28, 28)]
            [Conv(20, Kernel = 9), Relu, Flatten, Linear(10)]
            public partial class Digits;
            """),

        Fault.Reported("A kernel of ten steps over a single one",
            """
            [Model, Input("B", 187, 1)]
            [{|MG0104:Conv(64, Kernel = 10)|}, Relu, MaxPool(2), Flatten, Linear(5)]
            public partial class Heartbeat;
            """,
            "Conv(64, Kernel = 10) needs at least 10 along length, but input 'input' on line 1 is (B, 187, 1): "
                + "channels follow the batch axis, so declare input 'input' as (B, 1, 187).",
            """
            [Model, Input("B", 1, 187)]
            [Conv(64, Kernel = 10), Relu, MaxPool(2), Flatten, Linear(5)]
            public partial class Heartbeat;
            """),

        Fault.Reported("DCGAN's discriminator for 64x64 on MNIST",
            """
            [Model, Input("B", 1, 28, 28)]
            [Conv(64, Kernel = 4, Stride = 2, Padding = 1), LeakyRelu(NegativeSlope = 0.2)]
            [Conv(128, Kernel = 4, Stride = 2, Padding = 1, Bias = false), BatchNorm, LeakyRelu(NegativeSlope = 0.2)]
            [Conv(256, Kernel = 4, Stride = 2, Padding = 1, Bias = false), BatchNorm, LeakyRelu(NegativeSlope = 0.2)]
            [{|MG0104:Conv(1, Kernel = 4)|}, Sigmoid]
            public partial class Discriminator;
            """,
            "Conv(1, Kernel = 4) needs at least 4 along height, but the tensor is (B, 256, 3, 3) after LeakyRelu(NegativeSlope = 0.2) on "
                + "line 4: use a smaller kernel or more padding, or start from an input of at least 32x32.",
            """
            [Model, Input("B", 1, 64, 64)]
            [Conv(64, Kernel = 4, Stride = 2, Padding = 1), LeakyRelu(NegativeSlope = 0.2)]
            [Conv(128, Kernel = 4, Stride = 2, Padding = 1, Bias = false), BatchNorm, LeakyRelu(NegativeSlope = 0.2)]
            [Conv(256, Kernel = 4, Stride = 2, Padding = 1, Bias = false), BatchNorm, LeakyRelu(NegativeSlope = 0.2)]
            [Conv(1, Kernel = 4), Sigmoid]
            public partial class Discriminator;
            """),

        Fault.Reported("AlexNet on CIFAR-10",
            """
            [Model, Input("B", 3, 32, 32)]
            [Conv(96, Kernel = 11, Stride = 4), Relu, MaxPool(3, Stride = 2)]
            [Conv(256, Kernel = 5, Padding = 2), Relu, {|MG0104:MaxPool(3, Stride = 2)|}]
            [Flatten, Linear(10)]
            public partial class AlexNet;
            """,
            "MaxPool(3, Stride = 2) needs at least 3 along height, but the tensor is (B, 256, 2, 2) after Relu on line 3: "
                + "remove this pooling, or start from an input of at least 35x35.",
            """
            [Model, Input("B", 3, 227, 227)]
            [Conv(96, Kernel = 11, Stride = 4), Relu, MaxPool(3, Stride = 2)]
            [Conv(256, Kernel = 5, Padding = 2), Relu, MaxPool(3, Stride = 2)]
            [Flatten, Linear(10)]
            public partial class AlexNet;
            """),

        Fault.Guarded("Sentences that are shorter than a TextCNN's kernel, known only at the call",
            """
            [Model, Input("B", 128, "L")]
            [Conv(100, Kernel = 5), Relu, Max(Axis = 2), Linear(2)]
            public partial class TextCnn;
            """,
            "Guard.Condition(5 <= L,",
            """
            [Model, Input("B", 128, "L")]
            [Conv(100, Kernel = 5, Padding = 4), Relu, Max(Axis = 2), Linear(2)]
            public partial class TextCnn;
            """),
    ]);
}
