namespace ModelGen.Generator.Tests;

/// <summary>Weights of another model.</summary>
internal static class PretrainedWeightsPrograms
{
    public static readonly FaultClass Class = new("pretrained weights",
    [
        Fault.Missed("GloVe vectors are loaded into a smaller embedding",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(43, 100), Lstm(64), Linear(2)]
            public partial class Sentiment;

            public static class Start
            {
                public static void From(Sentiment model, TorchSharp.torch.Tensor glove) => model.load_state_dict(new() { ["embedding.weight"] = glove });
            }
            """,
            "TorchSharp reads the file at run time",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(412457, 400), Lstm(64), Linear(2)]
            public partial class Sentiment;

            public static class Start
            {
                public static void From(Sentiment model, TorchSharp.torch.Tensor glove) => model.load_state_dict(new() { ["embedding.weight"] = glove });
            }
            """),

        Fault.Missed("A checkpoint with ten classes is loaded into a model with a hundred",
            """
            [Model, Input("B", 512), Linear(100)]
            public partial class Head;

            public static class Start
            {
                public static void From(Head model) => model.load("cifar10.dat");
            }
            """,
            "TorchSharp reads the file at run time",
            """
            [Model, Input("B", 512), Linear(100)]
            public partial class Head;

            public static class Start
            {
                public static void From(Head model) => model.load("cifar100.dat");
            }
            """),

        Fault.Reported("Frozen features of another width under a new head",
            """
            [Model, Input("B", 3, 64, 64)]
            [Conv(256, Kernel = 3), Relu, GlobalAvgPool]
            public partial class Backbone;

            [Model, Input("B", 3, 64, 64)]
            [Block<Backbone>, Linear(5, In = {|MG0102:512|})]
            public partial class FineTuned;
            """,
            "Linear(5, In = 512) expects 512 features, "
                + "but the tensor is (B, 256) after Block<Backbone> on line 6: set In = 256, or leave In out.",
            """
            [Model, Input("B", 3, 64, 64)]
            [Conv(256, Kernel = 3), Relu, GlobalAvgPool]
            public partial class Backbone;

            [Model, Input("B", 3, 64, 64)]
            [Block<Backbone>, Linear(5, In = 256)]
            public partial class FineTuned;
            """),
    ]);
}
