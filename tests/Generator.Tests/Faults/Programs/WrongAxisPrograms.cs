namespace ModelGen.Generator.Tests;

/// <summary>An axis taken for another.</summary>
internal static class WrongAxisPrograms
{
    public static readonly FaultClass Class = new("wrong axis",
    [
        Fault.Reported("The last sentence of the batch instead of the last word",
            """
            [Model, Input("B", "T", Type = DType.Int64), {|MG0109:Output("B", 2)|}]
            [Embedding(20000, 100), Lstm(128), Select(Axis = 0, Index = -1), Linear(2)]
            public partial class Sentiment;
            """,
            "The output is declared as (B, 2), but the tensor is (T, 2) after Linear(2) on line 2: set Axis = 1 in "
                + "Select(Axis = 0, Index = -1), set Axis = 2 in Select(Axis = 0, Index = -1), or declare the output as (T, 2).",
            """
            [Model, Input("B", "T", Type = DType.Int64), Output("B", 2)]
            [Embedding(20000, 100), Lstm(128), Select(Axis = 1, Index = -1), Linear(2)]
            public partial class Sentiment;
            """),

        Fault.Reported("The last sentence of the batch, with a loss and no Output",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(20000, 100), Lstm(128), Select(Axis = {|MG0218:0|}, Index = -1), Linear(2)]
            [CrossEntropyLoss(Classes = 2)]
            public partial class Sentiment;
            """,
            "Select(Axis = 0, Index = -1) keeps one item of the batch, since axis 0 of (B, T, 128) after Lstm(128) on line 2 is B, "
                + "and no output has a batch axis: set Axis = 1 to take one of T.",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(20000, 100), Lstm(128), Select(Axis = 1, Index = -1), Linear(2)]
            [CrossEntropyLoss(Classes = 2)]
            public partial class Sentiment;
            """),

        Fault.Reported("A fifth axis of a batch of images",
            """
            [Model, Input("B", 3, 32, 32)]
            [Conv(16, Kernel = 3), Relu, Mean(Axis = {|MG0108:4|}), Flatten, Linear(10)]
            public partial class Classifier;
            """,
            "Mean(Axis = 4) asks for axis 4, but the tensor is (B, 16, 30, 30) after Relu on line 2: "
                + "its axes are 0 to 3, or -4 to -1 from the end.",
            """
            [Model, Input("B", 3, 32, 32)]
            [Conv(16, Kernel = 3), Relu, Mean(Axis = 3), Flatten, Linear(10)]
            public partial class Classifier;
            """),

        Fault.Reported("Two views of one image joined along the batch",
            """
            [Model, {|MG0109:Output("B", 10)|}]
            public partial class TwoViews
            {
                [Input("B", 64)] Stage left;
                [Input("B", 64)] Stage right;
                [From(nameof(left), nameof(right)), Concat(Axis = 0), Linear(10)] Stage scores;
            }
            """,
            "The output is declared as (B, 10), but 'scores' is (2*B, 10) after Linear(10) on line 6: "
                + "set Axis = 1 in Concat(Axis = 0), or declare the output as (2*B, 10).",
            """
            [Model, Output("B", 10)]
            public partial class TwoViews
            {
                [Input("B", 64)] Stage left;
                [Input("B", 64)] Stage right;
                [From(nameof(left), nameof(right)), Concat(Axis = 1), Linear(10)] Stage scores;
            }
            """),

        Fault.Reported("Words averaged over their features",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(20000, 100), Mean(Axis = {|MG0216:2|}), Linear(2, In = 100)]
            public partial class BagOfWords;
            """,
            "Mean(Axis = 2) reduces the features of (B, T, 100) after Embedding(20000, 100) on line 2, "
                + "so Linear(2, In = 100) has weights for each of T steps: set Axis = 1 to reduce over the steps.",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(20000, 100), Mean(Axis = 1), Linear(2, In = 100)]
            public partial class BagOfWords;
            """),

        Fault.Reported("Attention that compares each step with itself alone",
            """
            [Model]
            public partial class Sentiment
            {
                [Input("B", "T", Type = DType.Int64)] Stage words;
                [Embedding(20000, 100), Gru(64, Bidirectional = true)] Stage states;
                [Linear(128), Tanh, Linear(1, Bias = false), {|MG0213:Softmax|}] Stage weights;
                [From(nameof(states), nameof(weights)), Multiply(Broadcast = true), Sum(Axis = 1), Linear(2)] Stage logits;
            }
            """,
            "Softmax returns 1 for every element along an axis of size 1, "
                + "and 'weights' is (B, T, 1) after Linear(1, Bias = false) on line 6: set Axis = -2 to normalize over T, or use Sigmoid.",
            """
            [Model]
            public partial class Sentiment
            {
                [Input("B", "T", Type = DType.Int64)] Stage words;
                [Embedding(20000, 100), Gru(64, Bidirectional = true)] Stage states;
                [Linear(128), Tanh, Linear(1, Bias = false), Softmax(Axis = 1)] Stage weights;
                [From(nameof(states), nameof(weights)), Multiply(Broadcast = true), Sum(Axis = 1), Linear(2)] Stage logits;
            }
            """),

        Fault.Reported("Two sources side by side in the batch",
            """
            [Model]
            public partial class Joined
            {
                [Input("B", 64)] Stage photo;
                [Input("B", 64)] Stage caption;
                [From(nameof(photo), nameof(caption)), Concat(Axis = 0), Linear(2), {|MG0109:Output("B", 2)|}] Stage scores;
            }
            """,
            "The output is declared as (B, 2), but 'scores' is (2*B, 2) after Linear(2) on line 6: "
                + "set Axis = 1 in Concat(Axis = 0), or declare the output as (2*B, 2).",
            """
            [Model]
            public partial class Joined
            {
                [Input("B", 64)] Stage photo;
                [Input("B", 64)] Stage caption;
                [From(nameof(photo), nameof(caption)), Concat(Axis = 1), Linear(2), Output("B", 2)] Stage scores;
            }
            """),

        Fault.Reported("Probabilities that sum to 1 over the batch",
            """
            [Model, Input("B", 784)]
            [Linear(128), Relu, Linear(10), Softmax(Axis = {|MG0212:0|})]
            public partial class Digits;
            """,
            "Softmax(Axis = 0) sums to 1 over B, across the items of a batch, but the tensor is (B, 10) after Linear(10) on line 2: "
                + "set Axis = -1 for the features of each item.",
            """
            [Model, Input("B", 784)]
            [Linear(128), Relu, Linear(10), Softmax(Axis = 1)]
            public partial class Digits;
            """),

        Fault.Reported("The last step taken from the batch",
            """
            [Model, Input("B", "T", 8)]
            [Lstm(16), Select(Axis = {|MG0218:0|}, Index = -1), Linear(10)]
            public partial class Tagger;
            """,
            "Select(Axis = 0, Index = -1) keeps one item of the batch, since axis 0 of (B, T, 16) after Lstm(16) on line 2 is B, "
                + "and no output has a batch axis: set Axis = 1 to take one of T.",
            """
            [Model, Input("B", "T", 8)]
            [Lstm(16), Select(Axis = 1, Index = -1), Linear(10)]
            public partial class Tagger;
            """),

        Fault.Reported("A mean over the batch instead of the steps",
            """
            [Model, Input("B", "T", 8)]
            [Gru(16), {|MG0218:Mean|}, Linear(10)]
            public partial class Topics;
            """,
            "Mean reduces over the batch, since axis 0 of (B, T, 16) after Gru(16) on line 2 is B, "
                + "and no output has a batch axis: set Axis = 1 to reduce over T.",
            """
            [Model, Input("B", "T", 8)]
            [Gru(16), Mean(Axis = 1), Linear(10)]
            public partial class Topics;
            """),

        Fault.Reported("The whole batch flattened",
            """
            [Model, Input("B", 3, 32, 32)]
            [Flatten(StartAxis = 0), {|MG0218:Linear(10)|}]
            public partial class Perceptron;
            """,
            "Linear(10) has weights for each item of a batch, since the tensor is (3072*B) after Flatten(StartAxis = 0) on line 2: "
                + "set StartAxis = 1, which keeps the batch axis.",
            """
            [Model, Input("B", 3, 32, 32)]
            [Flatten, Linear(10)]
            public partial class Perceptron;
            """),
    ]);
}
