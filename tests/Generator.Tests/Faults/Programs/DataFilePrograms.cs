namespace ModelGen.Generator.Tests;

/// <summary>Data that is not what the model declares.</summary>
internal static class DataFilePrograms
{
    public static readonly FaultClass Class = new("data files",
    [
        Fault.Guarded("Grey images into a model of colour",
            """
            [Model, Input("B", 3, 32, 32)]
            [Conv(16, Kernel = 3), Relu, GlobalAvgPool, Linear(10)]
            public partial class Classifier;

            public static class Prediction
            {
                public static TorchSharp.torch.Tensor Of(Classifier model) => model.call(TorchSharp.torch.rand(8, 1, 32, 32));
            }
            """,
            "ModelGen.Guard.Size(input, 1, 3,",
            """
            [Model, Input("B", 3, 32, 32)]
            [Conv(16, Kernel = 3), Relu, GlobalAvgPool, Linear(10)]
            public partial class Classifier;

            public static class Prediction
            {
                public static TorchSharp.torch.Tensor Of(Classifier model) => model.call(TorchSharp.torch.rand(8, 3, 32, 32));
            }
            """),

        Fault.Guarded("Photos of another size than the head was counted for",
            """
            [Model, Input("B", 3, 150, 150)]
            [Conv(16, Kernel = 3), Relu, MaxPool(2), Flatten, Linear(1)]
            public partial class CatOrDog;

            public static class Prediction
            {
                public static TorchSharp.torch.Tensor Of(CatOrDog model) => model.call(TorchSharp.torch.rand(1, 3, 200, 200));
            }
            """,
            "ModelGen.Guard.Size(input, 2, 150,",
            """
            [Model, Input("B", 3, 150, 150)]
            [Conv(16, Kernel = 3), Relu, MaxPool(2), Flatten, Linear(1)]
            public partial class CatOrDog;

            public static class Prediction
            {
                public static TorchSharp.torch.Tensor Of(CatOrDog model) => model.call(TorchSharp.torch.rand(1, 3, 150, 150));
            }
            """),

        Fault.Guarded("One image without a batch axis",
            """
            [Model, Input("B", 1, 28, 28), Flatten, Linear(10)]
            public partial class Digits;

            public static class Prediction
            {
                public static TorchSharp.torch.Tensor Of(Digits model) => model.call(TorchSharp.torch.rand(1, 28, 28));
            }
            """,
            "ModelGen.Guard.Rank(input, 4,",
            """
            [Model, Input("B", 1, 28, 28), Flatten, Linear(10)]
            public partial class Digits;

            public static class Prediction
            {
                public static TorchSharp.torch.Tensor Of(Digits model) => model.call(TorchSharp.torch.rand(1, 1, 28, 28));
            }
            """),

        Fault.Guarded("Word ids as floats, as they come out of a table",
            """
            [Model, Input("B", "T", Type = DType.Int64), Embedding(5000, 32), Mean(Axis = 1), Linear(2)]
            public partial class BagOfWords;

            public static class Prediction
            {
                public static TorchSharp.torch.Tensor Of(BagOfWords model) => model.call(TorchSharp.torch.tensor(new float[,] { { 3, 17, 4 } }));
            }
            """,
            "ModelGen.Guard.Type(input, global::ModelGen.DType.Int64,",
            """
            [Model, Input("B", "T", Type = DType.Int64), Embedding(5000, 32), Mean(Axis = 1), Linear(2)]
            public partial class BagOfWords;

            public static class Prediction
            {
                public static TorchSharp.torch.Tensor Of(BagOfWords model) => model.call(TorchSharp.torch.tensor(new long[,] { { 3, 17, 4 } }));
            }
            """),

        Fault.Guarded("A table with seven columns, one of them the target",
            """
            [Model, Input("B", "T", 6), Lstm(32), Select(Axis = 1, Index = -1), Linear(1)]
            public partial class Energy;

            public static class Prediction
            {
                public static TorchSharp.torch.Tensor Of(Energy model) => model.call(TorchSharp.torch.rand(4, 24, 7));
            }
            """,
            "ModelGen.Guard.Size(input, 2, 6,",
            """
            [Model, Input("B", "T", 6), Lstm(32), Select(Axis = 1, Index = -1), Linear(1)]
            public partial class Energy;

            public static class Prediction
            {
                public static TorchSharp.torch.Tensor Of(Energy model) => model.call(TorchSharp.torch.rand(4, 24, 6));
            }
            """),

        Fault.Guarded("Questions and answers of batches that differ",
            """
            [Model]
            public partial class Match
            {
                [Input("B", 300)] Stage question;
                [Input("B", 300)] Stage answer;
                [From(nameof(question), nameof(answer)), Concat, Linear(1)] Stage score;
            }

            public static class Prediction
            {
                public static TorchSharp.torch.Tensor Of(Match model) => model.call(TorchSharp.torch.rand(1, 300), TorchSharp.torch.rand(20, 300));
            }
            """,
            "ModelGen.Guard.Size(answer, 0,",
            """
            [Model]
            public partial class Match
            {
                [Input("B", 300)] Stage question;
                [Input("B", 300)] Stage answer;
                [From(nameof(question), nameof(answer)), Concat, Linear(1)] Stage score;
            }

            public static class Prediction
            {
                public static TorchSharp.torch.Tensor Of(Match model) => model.call(TorchSharp.torch.rand(1, 300).expand(20, 300), TorchSharp.torch.rand(20, 300));
            }
            """),
    ]);
}
