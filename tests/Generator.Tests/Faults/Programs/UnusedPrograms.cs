namespace ModelGen.Generator.Tests;

/// <summary>Inputs and stages that reach no output.</summary>
internal static class UnusedPrograms
{
    public static readonly FaultClass Class = new("unused stages and inputs",
    [
        Fault.Reported("A skip connection that is never joined",
            """
            [Model]
            public partial class UNet
            {
                [Input("B", 1, 64, 64)] Stage image;
                [From(nameof(image)), Conv(32, Kernel = 3, Padding = 1), Relu] Stage down;
                [From(nameof(down)), Conv(32, Kernel = 1)] Stage {|MG0013:skip|};
                [From(nameof(down)), MaxPool(2), Conv(64, Kernel = 3, Padding = 1), Relu, ConvTranspose(32, Kernel = 2, Stride = 2)] Stage up;
                [From(nameof(up)), Conv(2, Kernel = 1)] Stage mask;
            }
            """,
            "Stage 'skip' reaches no output, so it is not computed: mark it with [Output], let another stage start from it, or remove it.",
            """
            [Model]
            public partial class UNet
            {
                [Input("B", 1, 64, 64)] Stage image;
                [From(nameof(image)), Conv(32, Kernel = 3, Padding = 1), Relu] Stage down;
                [From(nameof(down)), Conv(32, Kernel = 1)] Stage skip;
                [From(nameof(down)), MaxPool(2), Conv(64, Kernel = 3, Padding = 1), Relu, ConvTranspose(32, Kernel = 2, Stride = 2)] Stage up;
                [From(nameof(up), nameof(skip)), Concat(Axis = 1), Conv(2, Kernel = 1)] Stage mask;
            }
            """),

        Fault.Reported("A padding mask that the attention does not get",
            """
            [Model]
            public partial class Encoder
            {
                [Input("B", "T", Type = DType.Int64)] Stage words;
                [Input("B", "T", Type = DType.Bool)] Stage {|MG0014:padding|};
                [From(nameof(words)), Embedding(30000, 128), TransformerEncoderLayer(8, 512)] Stage states;
            }
            """,
            "Input 'padding' reaches no output, so it has no effect: use it in a layer or a [From], or remove it.",
            """
            [Model]
            public partial class Encoder
            {
                [Input("B", "T", Type = DType.Int64)] Stage words;
                [Input("B", "T", Type = DType.Bool)] Stage padding;
                [From(nameof(words)), Embedding(30000, 128), TransformerEncoderLayer(8, 512, KeyPaddingMask = nameof(padding))] Stage states;
            }
            """),

        Fault.Reported("A decoder that does not look at the encoder",
            """
            [Model]
            public partial class Translator
            {
                [Input("B", "S", Type = DType.Int64)] Stage {|MG0014:source|};
                [Input("B", "T", Type = DType.Int64)] Stage target;
                [From(nameof(source)), Embedding(8000, 128), Gru(128)] Stage {|MG0013:encoded|};
                [From(nameof(target)), Embedding(8000, 128), Gru(128), Linear(8000)] Stage scores;
            }
            """,
            [
                "Input 'source' reaches no output, so it has no effect: use it in a layer or a [From], or remove it.",
                "Stage 'encoded' reaches no output, so it is not computed: "
                    + "mark it with [Output], let another stage start from it, or remove it.",
            ],
            """
            [Model]
            public partial class Translator
            {
                [Input("B", "S", Type = DType.Int64)] Stage source;
                [Input("B", "T", Type = DType.Int64)] Stage target;
                [From(nameof(source)), Embedding(8000, 128), Gru(128)] Stage encoded;
                [From(nameof(target)), Embedding(8000, 128), Gru(128, InitialHidden = nameof(encoded) + ".h"), Linear(8000)] Stage scores;
            }
            """),
    ]);
}
