namespace ModelGen.Generator.Tests;

/// <summary>A last layer that is not as wide as there are classes.</summary>
internal static class HeadPrograms
{
    public static readonly FaultClass Class = new("number of classes",
    [
        Fault.Reported("Three scores for four classes",
            """
            [Model, Input("B", 4)]
            [Linear(16), Relu, Linear(3)]
            [CrossEntropyLoss(Classes = {|MG0114:4|})]
            public partial class Weather;
            """,
            "CrossEntropyLoss(Classes = 4) expects 4 classes, but the tensor is (B, 3) after Linear(3) on line 2: "
                + "change Linear(3) to Linear(4), or set Classes = 3.",
            """
            [Model, Input("B", 4)]
            [Linear(16), Relu, Linear(4)]
            [CrossEntropyLoss(Classes = 4)]
            public partial class Weather;
            """),

        Fault.Reported("ImageNet's head on ten classes",
            """
            [Model, Input("B", 3, 224, 224)]
            [Conv(64, Kernel = 7, Stride = 2, Padding = 3), Relu, GlobalAvgPool, Linear(1000)]
            [CrossEntropyLoss(Classes = {|MG0114:10|})]
            public partial class FineTuned;
            """,
            "CrossEntropyLoss(Classes = 10) expects 10 classes, but the tensor is (B, 1000) after Linear(1000) on line 2: "
                + "change Linear(1000) to Linear(10), or set Classes = 1000.",
            """
            [Model, Input("B", 3, 224, 224)]
            [Conv(64, Kernel = 7, Stride = 2, Padding = 3), Relu, GlobalAvgPool, Linear(10)]
            [CrossEntropyLoss(Classes = 10)]
            public partial class FineTuned;
            """),

        Fault.Reported("A tagger without a class for padding",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(10000, 100), Lstm(100), Linear(17)]
            [CrossEntropyLoss(Classes = {|MG0114:18|}, IgnoreIndex = 0)]
            public partial class Tagger;
            """,
            "CrossEntropyLoss(Classes = 18, IgnoreIndex = 0) expects 18 classes, but the tensor is (B, T, 17) after Linear(17) on line 2: "
                + "change Linear(17) to Linear(18), or set Classes = 17.",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(10000, 100), Lstm(100), Linear(18)]
            [CrossEntropyLoss(Classes = 18, IgnoreIndex = 0)]
            public partial class Tagger;
            """),

        Fault.Reported("One score for yes or no, over which a softmax is always 1",
            """
            [Model, Input("B", 30)]
            [Linear(16), Relu, Linear(1)]
            [{|MG0114:CrossEntropyLoss|}]
            public partial class Churn;
            """,
            "CrossEntropyLoss is always 0 over a single class, but the tensor is (B, 1) after Linear(1) on line 2: "
                + "use BceWithLogitsLoss for a binary decision, or change Linear(1) to Linear(2) for two classes.",
            """
            [Model, Input("B", 30)]
            [Linear(16), Relu, Linear(1)]
            [BceWithLogitsLoss]
            public partial class Churn;
            """),
    ]);
}
