namespace ModelGen.Generator.Tests;

/// <summary>A layer that reads other axes than it is given.</summary>
internal static class RankPrograms
{
    public static readonly FaultClass Class = new("rank",
    [
        Fault.Reported("Grey images without a channel axis",
            """
            [Model, Input("B", 28, 28)]
            [Conv(32, Kernel = {|MG0101:new[] { 3, 3 }|}), Relu, MaxPool(2), Flatten, Linear(10)]
            public partial class Digits;
            """,
            "Conv's Kernel has 2 entries, one per spatial axis, but input 'input' on line 1 is (B, 28, 28), which has 1: "
                + "put the channel axis after the batch axis, as in (B, 1, 28, 28).",
            """
            [Model, Input("B", 1, 28, 28)]
            [Conv(32, Kernel = new[] { 3, 3 }), Relu, MaxPool(2), Flatten, Linear(10)]
            public partial class Digits;
            """),

        Fault.Reported("A table of features into an LSTM",
            """
            [Model, Input("B", 14)]
            [{|MG0101:Lstm(50)|}, Linear(1)]
            public partial class Forecast;
            """,
            "Lstm(50) takes (B, T, features), 3 axes, but input 'input' on line 1 is (B, 14): declare input 'input' as (B, T, 14).",
            """
            [Model, Input("B", "T", 14)]
            [Lstm(50), Linear(1)]
            public partial class Forecast;
            """),

        Fault.Reported("A second LSTM over the last step of the first (Keras without return_sequences)",
            """
            [Model, Input("B", 60, 1)]
            [Lstm(50), Select(Axis = 1, Index = -1), Dropout(0.2), {|MG0101:Lstm(50)|}, Select(Axis = 1, Index = -1), Linear(1)]
            public partial class StockPrice;
            """,
            "Lstm(50) takes (B, T, features), 3 axes, but the tensor is (B, 50) after Dropout(0.2) on line 2: "
                + "put the time axis back, for example with [Input(\"B\", \"T\", …)], or use the sequence before it was reduced.",
            """
            [Model, Input("B", 60, 1)]
            [Lstm(50), Dropout(0.2), Lstm(50), Select(Axis = 1, Index = -1), Linear(1)]
            public partial class StockPrice;
            """),

        Fault.Reported("Pooling after Flatten",
            """
            [Model, Input("B", 3, 32, 32)]
            [Conv(32, Kernel = 3), Relu, Flatten, {|MG0101:MaxPool(2)|}, Linear(10)]
            public partial class Classifier;
            """,
            "MaxPool(2) takes (B, C, L), (B, C, H, W) or (B, C, D, H, W), but the tensor is (B, 28800) after Flatten on line 2: "
                + "(B, C) has no spatial axes, so put MaxPool where the feature map still has them, before Flatten.",
            """
            [Model, Input("B", 3, 32, 32)]
            [Conv(32, Kernel = 3), Relu, MaxPool(2), Flatten, Linear(10)]
            public partial class Classifier;
            """),

        Fault.Reported("Attention over sentences that were already averaged",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(30000, 256), Mean(Axis = 1), {|MG0101:TransformerEncoderLayer(8, 1024)|}, Linear(5)]
            public partial class Reviews;
            """,
            "TransformerEncoderLayer(8, 1024) takes (B, T, D), 3 axes, but the tensor is (B, 256) after Mean(Axis = 1) on line 2: "
                + "give it one batch axis, one time axis and one feature axis.",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(30000, 256), TransformerEncoderLayer(8, 1024), Mean(Axis = 1), Linear(5)]
            public partial class Reviews;
            """),

        Fault.Reported("Words as one-hot vectors into an Embedding",
            """
            [Model, Input("B", "T", 5000)]
            [{|MG0103:Embedding(5000, 64)|}, Gru(64), Linear(17)]
            public partial class Tagger;
            """,
            "Embedding(5000, 64) takes Int64, but input 'input' on line 1 is (B, T, 5000) of Float: "
                + "an Embedding takes the ids themselves and not one-hot vectors, so declare the input as (B, T) with Type = DType.Int64.",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(5000, 64), Gru(64), Linear(17)]
            public partial class Tagger;
            """),
    ]);
}
