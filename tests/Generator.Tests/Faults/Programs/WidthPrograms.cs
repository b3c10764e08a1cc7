namespace ModelGen.Generator.Tests;

/// <summary>A width that the layer before does not give.</summary>
internal static class WidthPrograms
{
    public static readonly FaultClass Class = new("number of features",
    [
        Fault.Reported("A feature vector of 1023 values into a layer for 1024",
            """
            [Model, Input("B", 1023)]
            [Linear(256, In = {|MG0102:1024|}), Relu, Linear(10)]
            public partial class Classifier;
            """,
            "Linear(256, In = 1024) expects 1024 features, but input 'input' on line 1 is (B, 1023): set In = 1023, or leave In out.",
            """
            [Model, Input("B", 1024)]
            [Linear(256, In = 1024), Relu, Linear(10)]
            public partial class Classifier;
            """),

        Fault.Reported("The CIFAR-10 tutorial's network on MNIST: 16*5*5 was counted for 32x32",
            """
            [Model, Input("B", 1, 28, 28)]
            [Conv(6, Kernel = 5), Relu, MaxPool(2)]
            [Conv(16, Kernel = 5), Relu, MaxPool(2)]
            [Flatten, Linear(120, In = {|MG0102:16 * 5 * 5|}), Relu, Linear(84), Relu, Linear(10)]
            public partial class LeNet;
            """,
            "Linear(120, In = 400) expects 400 features, "
                + "but the tensor is (B, 256) after Flatten on line 4: set In = 256, or leave In out.",
            """
            [Model, Input("B", 1, 28, 28)]
            [Conv(6, Kernel = 5), Relu, MaxPool(2)]
            [Conv(16, Kernel = 5), Relu, MaxPool(2)]
            [Flatten, Linear(120, In = 16 * 4 * 4), Relu, Linear(84), Relu, Linear(10)]
            public partial class LeNet;
            """),

        Fault.Reported("VGG's head on images of 256x256",
            """
            [Model, Input("B", 3, 256, 256)]
            [Conv(64, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
            [Conv(128, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
            [Conv(256, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
            [Conv(512, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
            [Conv(512, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
            [Flatten, Linear(4096, In = {|MG0102:512 * 7 * 7|}), Relu, Dropout, Linear(1000)]
            public partial class Vgg;
            """,
            "Linear(4096, In = 25088) expects 25088 features, but the tensor is (B, 32768) after Flatten on line 7: "
                + "set In = 32768, or leave In out.",
            """
            [Model, Input("B", 3, 256, 256)]
            [Conv(64, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
            [Conv(128, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
            [Conv(256, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
            [Conv(512, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
            [Conv(512, Kernel = 3, Padding = 1), Relu, MaxPool(2)]
            [AdaptiveAvgPool(7), Flatten, Linear(4096, In = 512 * 7 * 7), Relu, Dropout, Linear(1000)]
            public partial class Vgg;
            """),

        Fault.Reported("The sentiment classifier forgets that a bidirectional LSTM has two directions",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(20000, 128), Lstm(64, Bidirectional = true, Port = "last")]
            [Linear(2, In = {|MG0102:64|})]
            [CrossEntropyLoss(Classes = 2)]
            public partial class Sentiment;
            """,
            "Linear(2, In = 64) expects 64 features, but the tensor is (B, 128) after Lstm(64, Bidirectional = true, Port = \"last\") on "
                + "line 2: set In = 128, or leave In out.",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(20000, 128), Lstm(64, Bidirectional = true, Port = "last")]
            [Linear(2, In = 128)]
            [CrossEntropyLoss(Classes = 2)]
            public partial class Sentiment;
            """),

        Fault.Reported("A conditional generator whose first layer forgets the condition",
            """
            [Model]
            public partial class Generator
            {
                [Input("B", 100)] Stage noise;
                [Input("B", Type = DType.Int64)] Stage label;
                [From(nameof(label)), Embedding(10, 10)] Stage condition;
                [From(nameof(noise), nameof(condition)), Concat, Linear(256, In = {|MG0102:100|}), LeakyRelu(NegativeSlope = 0.2), Linear(784), Tanh] Stage image;
            }
            """,
            "Linear(256, In = 100) expects 100 features, but 'image' is (B, 110) after Concat on line 7: set In = 110, or leave In out.",
            """
            [Model]
            public partial class Generator
            {
                [Input("B", 100)] Stage noise;
                [Input("B", Type = DType.Int64)] Stage label;
                [From(nameof(label)), Embedding(10, 10)] Stage condition;
                [From(nameof(noise), nameof(condition)), Concat, Linear(256, In = 110), LeakyRelu(NegativeSlope = 0.2), Linear(784), Tanh] Stage image;
            }
            """),

        Fault.Reported("An autoencoder that does not give back what it was given",
            """
            [Model, Input("B", 784), {|MG0109:Output("B", 784)|}]
            [Linear(128), Relu, Linear(32), Relu]
            [Linear(128), Relu, Linear(748), Sigmoid]
            public partial class Autoencoder;
            """,
            "The output is declared as (B, 784), but the tensor is (B, 748) after Sigmoid on line 3: "
                + "change Linear(748) to Linear(784), or declare the output as (B, 748).",
            """
            [Model, Input("B", 784), Output("B", 784)]
            [Linear(128), Relu, Linear(32), Relu]
            [Linear(128), Relu, Linear(784), Sigmoid]
            public partial class Autoencoder;
            """),

        Fault.Reported("A language model ties its output to a narrower embedding",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(10000, 400), Lstm(650), Dropout, {|MG0102:TiedLinear("embedding")|}]
            [CrossEntropyLoss]
            public partial class LanguageModel;
            """,
            "TiedLinear(\"embedding\") needs the 400 features of Embedding(10000, 400), "
                + "but the tensor is (B, T, 650) after Dropout on line 2: put Linear(400) before it, or make the embedding 650 wide.",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(10000, 400, Init = Init.Normal), Lstm(650), Dropout, Linear(400), TiedLinear("embedding")]
            [CrossEntropyLoss]
            public partial class LanguageModel;
            """),
    ]);
}
