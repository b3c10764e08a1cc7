namespace ModelGen.Generator.Tests;

/// <summary>Correct shapes that nobody means.</summary>
internal static class PracticeFaultPrograms
{
    public static readonly FaultClass Class = new("practice",
    [
        Fault.Reported("Two activations in a row",
            """
            [Model, Input("B", 64)]
            [Linear(32), Relu, {|MG0203:Sigmoid|}, Linear(2)]
            public partial class Classifier;
            """,
            "Sigmoid directly follows Relu on line 2, so one of the two has little effect: "
                + "remove one, or put a layer with weights between them.",
            """
            [Model, Input("B", 64)]
            [Linear(32), Relu, Linear(2)]
            public partial class Classifier;
            """),

        Fault.Reported("A bias that BatchNorm takes away",
            """
            [Model, Input("B", 3, 32, 32)]
            [{|MG0204:Conv(32, Kernel = 3, Padding = 1)|}, BatchNorm, Relu, GlobalAvgPool, Linear(10)]
            public partial class Classifier;
            """,
            "BatchNorm on line 2 subtracts the mean, which cancels the bias of Conv(32, Kernel = 3, Padding = 1): set Bias = false.",
            """
            [Model, Input("B", 3, 32, 32)]
            [Conv(32, Kernel = 3, Padding = 1, Bias = false), BatchNorm, Relu, GlobalAvgPool, Linear(10)]
            public partial class Classifier;
            """),

        Fault.Reported("Dropout before BatchNorm",
            """
            [Model, Input("B", 128)]
            [Linear(64), Relu, {|MG0205:Dropout(0.5)|}, BatchNorm, Linear(10)]
            public partial class Classifier;
            """,
            "Dropout(0.5) changes the variance that BatchNorm on line 2 learns in training, "
                + "but not in evaluation (Li et al. 2018): put it after BatchNorm.",
            """
            [Model, Input("B", 128)]
            [Linear(64), Relu, BatchNorm, Dropout(0.5), Linear(10)]
            public partial class Classifier;
            """),

        Fault.Missed("An autoencoder without a nonlinearity",
            """
            [Model, Input("B", 784)]
            [Linear(256), Linear(784), Sigmoid]
            public partial class Autoencoder;
            """,
            "256 features between 784 and 784 are a low-rank map, which some models intend",
            """
            [Model, Input("B", 784)]
            [Linear(256), Relu, Linear(784), Sigmoid]
            public partial class Autoencoder;
            """),

        Fault.Reported("Two linear layers with nothing between in a classifier",
            """
            [Model, Input("B", 128)]
            [Linear(256), {|MG0206:Linear(128)|}, Relu, Linear(10)]
            public partial class Classifier;
            """,
            "Linear(128) directly follows Linear(256) on line 2, and two linear layers in a row are equivalent to one: "
                + "remove one, or put an activation between them.",
            """
            [Model, Input("B", 128)]
            [Linear(256), Relu, Linear(128), Relu, Linear(10)]
            public partial class Classifier;
            """),

        Fault.Reported("Dropout in a single LSTM layer, where it does nothing",
            """
            [Model, Input("B", "T", 8)]
            [Lstm(64, Dropout = {|MG0201:0.3|}), Linear(1)]
            public partial class Forecast;
            """,
            "Lstm(64, Dropout = 0.3) applies dropout between stacked layers, but has only one: "
                + "put [Dropout(0.3)] after it instead, or set NumLayers = 2 or more.",
            """
            [Model, Input("B", "T", 8)]
            [Lstm(64), Dropout(0.3), Linear(1)]
            public partial class Forecast;
            """),

        Fault.Reported("A language model whose scores start from an embedding of unit variance",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [{|MG0223:Embedding(10000, 512)|}, TransformerEncoderLayer(8, 2048, Causal = true), LayerNorm, TiedLinear("embedding")]
            [CrossEntropyLoss]
            public partial class LanguageModel;
            """,
            "Embedding(10000, 512) starts with weights of N(0, 1), which TiedLinear(\"embedding\") on line 2 uses for the scores of 10000 "
                + "classes: they begin with a standard deviation of about sqrt(512), and the loss far above ln(10000). "
                + "Set Init = Init.Normal, whose InitStd is 0.02.",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(10000, 512, Init = Init.Normal), TransformerEncoderLayer(8, 2048, Causal = true), LayerNorm, TiedLinear("embedding")]
            [CrossEntropyLoss]
            public partial class LanguageModel;
            """),
    ]);
}
