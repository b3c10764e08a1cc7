namespace ModelGen.Generator.Tests;

/// <summary>Ids, positions and items beyond the last.</summary>
internal static class IndexRangePrograms
{
    public static readonly FaultClass Class = new("index range",
    [
        Fault.Guarded("The vocabulary forgets the id for unknown words",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(5000, 64, CheckIds = true), Gru(64), Select(Axis = 1, Index = -1), Linear(2)]
            public partial class Sentiment;
            """,
            "global::ModelGen.Guard.Ids(",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(5001, 64, CheckIds = true), Gru(64), Select(Axis = 1, Index = -1), Linear(2)]
            public partial class Sentiment;
            """),

        Fault.Guarded("The same without the check, looked for when libtorch has failed",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(5000, 64), Gru(64), Select(Axis = 1, Index = -1), Linear(2)]
            public partial class Sentiment;
            """,
            "global::ModelGen.Layers.Lookup.Embedding(",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(5001, 64), Gru(64), Select(Axis = 1, Index = -1), Linear(2)]
            public partial class Sentiment;
            """),

        Fault.Reported("A padding id beyond the vocabulary",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(8000, 128, PaddingIndex = {|MG0011:8000|}), Mean(Axis = 1), Linear(4)]
            public partial class Topics;
            """,
            "Embedding(8000, 128, PaddingIndex = 8000) has ids 0 to 7999, so 8000 cannot be its PaddingIndex: choose an id below 8000.",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(8001, 128, PaddingIndex = 8000), Mean(Axis = 1), Linear(4)]
            public partial class Topics;
            """),

        Fault.Reported("Documents of 1024 words, positions for 512",
            """
            [Model, Input("B", 1024, Type = DType.Int64)]
            [Embedding(30522, 256), PositionEmbedding({|MG0113:512|}), TransformerEncoderLayer(8, 1024), Mean(Axis = 1), Linear(4)]
            public partial class Documents;
            """,
            "PositionEmbedding(512) has 512 positions, but the tensor is (B, 1024, 256) after Embedding(30522, 256) on line 2, "
                + "1024 positions long: make it PositionEmbedding(1024).",
            """
            [Model, Input("B", 1024, Type = DType.Int64)]
            [Embedding(30522, 256), PositionEmbedding(1024), TransformerEncoderLayer(8, 1024), Mean(Axis = 1), Linear(4)]
            public partial class Documents;
            """),

        Fault.Guarded("Documents of any length, positions for 512",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(30522, 256), PositionEmbedding(512), TransformerEncoderLayer(8, 1024), Mean(Axis = 1), Linear(4)]
            public partial class Documents;
            """,
            "new global::ModelGen.Layers.PositionEmbedding(512,",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(30522, 256), SinusoidalPositions, TransformerEncoderLayer(8, 1024), Mean(Axis = 1), Linear(4)]
            public partial class Documents;
            """),

        Fault.Reported("The eleventh step of ten",
            """
            [Model, Input("B", 10, 8)]
            [Lstm(32), Select(Axis = 1, Index = {|MG0108:10|}), Linear(1)]
            public partial class Forecast;
            """,
            "Select(Axis = 1, Index = 10) asks for item 10 of the 10 along axis 1, but the tensor is (B, 10, 32) after Lstm(32) on line 2: "
                + "choose from 0 to 9, or -10 to -1 from the end.",
            """
            [Model, Input("B", 10, 8)]
            [Lstm(32), Select(Axis = 1, Index = 9), Linear(1)]
            public partial class Forecast;
            """),

        Fault.Guarded("Labels counted from 1",
            """
            [Model, Input("B", 784), Linear(10), CrossEntropyLoss(Classes = 10)]
            public partial class Digits;

            public static class Training
            {
                public static TorchSharp.torch.Tensor Step(Digits model, TorchSharp.torch.Tensor images)
                    => model.Loss(images, TorchSharp.torch.randint(1, 11, images.shape[0]));
            }
            """,
            "global::ModelGen.Losses.CrossEntropy.Loss(",
            """
            [Model, Input("B", 784), Linear(10), CrossEntropyLoss(Classes = 10)]
            public partial class Digits;

            public static class Training
            {
                public static TorchSharp.torch.Tensor Step(Digits model, TorchSharp.torch.Tensor images)
                    => model.Loss(images, TorchSharp.torch.randint(0, 10, images.shape[0]));
            }
            """),
    ]);
}
