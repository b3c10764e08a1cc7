namespace ModelGen.Generator.Tests;

/// <summary>An output or a target that the loss does not take.</summary>
internal static class LossContractPrograms
{
    public static readonly FaultClass Class = new("loss contract",
    [
        Fault.Reported("A softmax before cross entropy",
            """
            [Model, Input("B", 1, 28, 28)]
            [Conv(32, Kernel = 3), Relu, MaxPool(2), Flatten, Linear(128), Relu, Linear(10), {|MG0202:Softmax|}]
            [CrossEntropyLoss(Classes = 10)]
            public partial class Digits;
            """,
            "CrossEntropyLoss applies a softmax itself, so Softmax before it is a second one: "
                + "remove it, and apply softmax outside when you need probabilities.",
            """
            [Model, Input("B", 1, 28, 28)]
            [Conv(32, Kernel = 3), Relu, MaxPool(2), Flatten, Linear(128), Relu, Linear(10)]
            [CrossEntropyLoss(Classes = 10)]
            public partial class Digits;
            """),

        Fault.Reported("A log-softmax before cross entropy in a tagger",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(10000, 100), Lstm(128, Bidirectional = true), Linear(9), {|MG0202:LogSoftmax|}]
            [CrossEntropyLoss(IgnoreIndex = 0)]
            public partial class Tagger;
            """,
            "CrossEntropyLoss applies a softmax itself, so LogSoftmax before it is a second one: "
                + "remove it, and apply softmax outside when you need probabilities.",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(10000, 100), Lstm(128, Bidirectional = true), Linear(9)]
            [CrossEntropyLoss(IgnoreIndex = 0)]
            public partial class Tagger;
            """),

        Fault.Reported("A sigmoid before cross entropy",
            """
            [Model, Input("B", 30)]
            [Linear(16), Relu, Linear(2), {|MG0209:Sigmoid|}]
            [CrossEntropyLoss(Classes = 2)]
            public partial class BreastCancer;
            """,
            "CrossEntropyLoss takes unbounded logits, but Sigmoid before it changes those of Linear(2) on line 2: remove it.",
            """
            [Model, Input("B", 30)]
            [Linear(16), Relu, Linear(2)]
            [CrossEntropyLoss(Classes = 2)]
            public partial class BreastCancer;
            """),

        Fault.Reported("The last activation is left on the logits",
            """
            [Model, Input("B", 4)]
            [Linear(16), Relu, Linear(3), {|MG0209:Relu|}]
            [CrossEntropyLoss(Classes = 3)]
            public partial class Iris;
            """,
            "CrossEntropyLoss takes unbounded logits, but Relu before it changes those of Linear(3) on line 2: remove it.",
            """
            [Model, Input("B", 4)]
            [Linear(16), Relu, Linear(3)]
            [CrossEntropyLoss(Classes = 3)]
            public partial class Iris;
            """),

        Fault.Guarded("One-hot labels",
            """
            [Model, Input("B", 784), Linear(10), CrossEntropyLoss]
            public partial class Digits;

            public static class Training
            {
                public static TorchSharp.torch.Tensor Step(Digits model, TorchSharp.torch.Tensor images, TorchSharp.torch.Tensor labels)
                    => model.Loss(images, TorchSharp.torch.nn.functional.one_hot(labels, 10).to(TorchSharp.torch.float32));
            }
            """,
            "global::ModelGen.Losses.CrossEntropy.Loss(",
            """
            [Model, Input("B", 784), Linear(10), CrossEntropyLoss]
            public partial class Digits;

            public static class Training
            {
                public static TorchSharp.torch.Tensor Step(Digits model, TorchSharp.torch.Tensor images, TorchSharp.torch.Tensor labels)
                    => model.Loss(images, labels);
            }
            """),

        Fault.Guarded("A label for each sentence, scores for each word",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(20000, 100), Gru(64), Linear(5)]
            [CrossEntropyLoss(Classes = 5)]
            public partial class Reviews;
            """,
            "global::ModelGen.Losses.CrossEntropy.Loss(",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(20000, 100), Gru(64), Mean(Axis = 1), Linear(5)]
            [CrossEntropyLoss(Classes = 5)]
            public partial class Reviews;
            """),

        Fault.Reported("Classes on the second axis, as PyTorch's loss takes them",
            """
            [Model, Input("B", "T", 64), {|MG0215:Output("B", "T", 9)|}]
            [Linear(9), Permute(0, 2, 1)]
            [CrossEntropyLoss(Classes = 9)]
            public partial class Tagger;
            """,
            "The output is declared as (B, T, 9), but the tensor is (B, 9, T) after Permute(0, 2, 1) on line 2: remove Permute(0, 2, 1), "
                + "or declare the output as (B, 9, T); otherwise it runs only where T = 9 (if that always holds, declare the number).",
            """
            [Model, Input("B", "T", 64), Output("B", "T", 9)]
            [Linear(9)]
            [CrossEntropyLoss(Classes = 9)]
            public partial class Tagger;
            """),

        Fault.Reported("A segmentation map whose classes stand on the second axis",
            """
            [Model, Input("B", 3, 64, 64)]
            [Conv(32, Kernel = 3, Padding = 1), Relu, Conv(21, Kernel = 1)]
            [CrossEntropyLoss(Classes = {|MG0114:21|})]
            public partial class Segmentation;
            """,
            "CrossEntropyLoss(Classes = 21) expects 21 classes, but the tensor is (B, 21, 64, 64) after Conv(21, Kernel = 1) on line 2: "
                + "the classes are axis 1, so set Axis = 1.",
            """
            [Model, Input("B", 3, 64, 64)]
            [Conv(32, Kernel = 3, Padding = 1), Relu, Conv(21, Kernel = 1)]
            [CrossEntropyLoss(Classes = 21, Axis = 1)]
            public partial class Segmentation;
            """),

        Fault.Reported("A segmentation map whose classes stand on the second axis, of any size",
            """
            [Model, Input("B", 3, "H", "W")]
            [Conv(32, Kernel = 3, Padding = 1), Relu, Conv(21, Kernel = 1)]
            [{|MG0211:CrossEntropyLoss|}]
            public partial class Segmentation;
            """,
            "CrossEntropyLoss reads the classes from the last axis, but the tensor is (B, 21, H, W) after Conv(21, Kernel = 1) on line 2, "
                + "whose last axis is spatial: set Axis = 1, or put Flatten or GlobalAvgPool before the last Linear.",
            """
            [Model, Input("B", 3, "H", "W")]
            [Conv(32, Kernel = 3, Padding = 1), Relu, Conv(21, Kernel = 1)]
            [CrossEntropyLoss(Axis = 1)]
            public partial class Segmentation;
            """),

        Fault.Reported("A sigmoid before the loss that applies it",
            """
            [Model, Input("B", 30)]
            [Linear(16), Relu, Linear(1), {|MG0202:Sigmoid|}]
            [BceWithLogitsLoss]
            public partial class BreastCancer;
            """,
            "BceWithLogitsLoss applies a sigmoid itself, so Sigmoid before it is a second one: "
                + "remove it, and apply sigmoid outside when you need probabilities.",
            """
            [Model, Input("B", 30)]
            [Linear(16), Relu, Linear(1)]
            [BceWithLogitsLoss]
            public partial class BreastCancer;
            """),

        Fault.Reported("Logits into a loss of log-probabilities",
            """
            [Model, Input("B", 1, 28, 28)]
            [Conv(10, Kernel = 5), Relu, MaxPool(2), Flatten, Linear(10)]
            [{|MG0210:NllLoss|}]
            public partial class Digits;
            """,
            "NllLoss takes log-probabilities, but the tensor is (B, 10) after Linear(10) on line 2: "
                + "put LogSoftmax after it, or use CrossEntropyLoss, which applies it itself.",
            """
            [Model, Input("B", 1, 28, 28)]
            [Conv(10, Kernel = 5), Relu, MaxPool(2), Flatten, Linear(10), LogSoftmax]
            [NllLoss]
            public partial class Digits;
            """),
    ]);
}
