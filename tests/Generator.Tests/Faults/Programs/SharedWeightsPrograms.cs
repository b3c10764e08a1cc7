namespace ModelGen.Generator.Tests;

/// <summary>Weights shared by layers that differ.</summary>
internal static class SharedWeightsPrograms
{
    public static readonly FaultClass Class = new("shared weights",
    [
        Fault.Reported("One head for two embeddings of different widths",
            """
            [Model]
            public partial class Siamese
            {
                [Input("B", 784)] Stage left;
                [Input("B", 768)] Stage right;
                [From(nameof(left)), Linear(64), Relu] Stage a;
                [From(nameof(right)), Linear(64, Shared = {|MG0115:nameof(a)|}), Relu] Stage b;
                [From(nameof(a), nameof(b)), Multiply, Linear(1)] Stage same;
            }
            """,
            "Linear(64, Shared = \"a\") takes (B, 768) and shares the weights of 'a.linear', Linear(64) on line 6 over (B, 784), "
                + "whose weights have another size: give both the same width and options, or let each have its own weights.",
            """
            [Model]
            public partial class Siamese
            {
                [Input("B", 784)] Stage left;
                [Input("B", 784)] Stage right;
                [From(nameof(left)), Linear(64), Relu] Stage a;
                [From(nameof(right)), Linear(64, Shared = nameof(a)), Relu] Stage b;
                [From(nameof(a), nameof(b)), Multiply, Linear(1)] Stage same;
            }
            """),

        Fault.Reported("One tower for a grey and a colour image",
            """
            [Model, Input("B", "C", 64, 64)]
            [Conv(32, Kernel = 3), Relu, GlobalAvgPool]
            public partial class Tower;

            [Model]
            public partial class Siamese
            {
                [Input("B", 1, 64, 64)] Stage sketch;
                [Input("B", 3, 64, 64)] Stage photo;
                [From(nameof(sketch)), Block<Tower>] Stage a;
                [From(nameof(photo)), Block<Tower>(Shared = {|MG0115:nameof(a)|})] Stage b;
                [From(nameof(a), nameof(b)), Concat, Linear(1)] Stage same;
            }
            """,
            "Block<Tower>(Shared = \"a\") takes (B, 3, 64, 64) and shares the weights of 'a.block', Block<Tower> on line 10 over (B, 1, "
                + "64, 64), whose weights have another size: give both the same width and options, or let each have its own weights.",
            """
            [Model, Input("B", "C", 64, 64)]
            [Conv(32, Kernel = 3), Relu, GlobalAvgPool]
            public partial class Tower;

            [Model]
            public partial class Siamese
            {
                [Input("B", 3, 64, 64)] Stage sketch;
                [Input("B", 3, 64, 64)] Stage photo;
                [From(nameof(sketch)), Block<Tower>] Stage a;
                [From(nameof(photo)), Block<Tower>(Shared = nameof(a))] Stage b;
                [From(nameof(a), nameof(b)), Concat, Linear(1)] Stage same;
            }
            """),

        Fault.Reported("Encoder and decoder share an embedding of two vocabularies",
            """
            [Model]
            public partial class Translator
            {
                [Input("B", "S", Type = DType.Int64)] Stage source;
                [Input("B", "T", Type = DType.Int64)] Stage target;
                [From(nameof(source)), Embedding(32000, 256)] Stage sourceVectors;
                [From(nameof(target)), Embedding(30000, 256, Shared = {|MG0115:nameof(sourceVectors)|})] Stage targetVectors;
                [From(nameof(targetVectors)), TransformerDecoderLayer(8, 1024, Memory = nameof(sourceVectors), Causal = true), Linear(30000)] Stage scores;
            }
            """,
            "Embedding(30000, 256, Shared = \"sourceVectors\") takes (B, T) and shares the weights of 'sourceVectors.embedding', "
                + "Embedding(32000, 256) on line 6 over (B, S), whose weights have another size: "
                + "give both the same width and options, or let each have its own weights.",
            """
            [Model]
            public partial class Translator
            {
                [Input("B", "S", Type = DType.Int64)] Stage source;
                [Input("B", "T", Type = DType.Int64)] Stage target;
                [From(nameof(source)), Embedding(32000, 256)] Stage sourceVectors;
                [From(nameof(target)), Embedding(32000, 256, Shared = nameof(sourceVectors))] Stage targetVectors;
                [From(nameof(targetVectors)), TransformerDecoderLayer(8, 1024, Memory = nameof(sourceVectors), Causal = true), Linear(32000)] Stage scores;
            }
            """),

        Fault.Reported("A block that is repeated but halves its width",
            """
            [Model, Input("B", "D")]
            [Linear("D/2"), Relu]
            public partial class Layer;

            [Model, Input("B", 512)]
            [Block<Layer>({|MG0110:3|}), Linear(10)]
            public partial class Funnel;
            """,
            "Block<Layer>(3) repeats Layer, but it maps (B, 512) to (B, 256), so a second copy would not fit: "
                + "make Layer keep its input's shape, or use a single copy.",
            """
            [Model, Input("B", "D")]
            [Linear("D"), Relu]
            public partial class Layer;

            [Model, Input("B", 512)]
            [Block<Layer>(3), Linear(10)]
            public partial class Funnel;
            """),
    ]);
}
