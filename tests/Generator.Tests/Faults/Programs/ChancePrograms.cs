namespace ModelGen.Generator.Tests;

/// <summary>What runs only where two sizes happen to be equal.</summary>
internal static class ChancePrograms
{
    public static readonly FaultClass Class = new("coincidentally equal sizes",
    [
        Fault.Reported("Queries times keys, not transposed",
            """
            [Model]
            public partial class Scores
            {
                [Input("B", "T", 8)] Stage queries;
                [Input("B", "S", 8)] Stage keys;
                [From(nameof(queries), nameof(keys)), {|MG0215:MatMul|}, Softmax] Stage weights;
            }
            """,
            "MatMul multiplies input 'queries' (B, T, 8) and input 'keys' (B, S, 8) on line 5, but the first has 8 columns and the second "
                + "S rows: set TransposeOther = true; otherwise it runs only where S = 8 (if that always holds, declare the number).",
            """
            [Model]
            public partial class Scores
            {
                [Input("B", "T", 8)] Stage queries;
                [Input("B", "S", 8)] Stage keys;
                [From(nameof(queries), nameof(keys)), MatMul(TransposeOther = true), Softmax] Stage weights;
            }
            """),

        Fault.Reported("Attention of a sequence to itself, not transposed",
            """
            [Model]
            public partial class Scores
            {
                [Input("B", "T", 16)] Stage x;
                [Linear(8)] Stage queries;
                [From(nameof(x)), Linear(8)] Stage keys;
                [From(nameof(queries), nameof(keys)), {|MG0215:MatMul|}, Softmax] Stage weights;
            }
            """,
            "MatMul multiplies 'queries' (B, T, 8) and 'keys' (B, T, 8) on line 6, but the first has 8 columns and the second T rows: "
                + "set TransposeOther = true; otherwise it runs only where T = 8 (if that always holds, declare the number).",
            """
            [Model]
            public partial class Scores
            {
                [Input("B", "T", 16)] Stage x;
                [Linear(8)] Stage queries;
                [From(nameof(x)), Linear(8)] Stage keys;
                [From(nameof(queries), nameof(keys)), MatMul(TransposeOther = true), Softmax] Stage weights;
            }
            """),

        Fault.Reported("A decoder begins with the encoder's outputs",
            """
            [Model]
            public partial class Translator
            {
                [Input("B", "S", 8)] Stage source;
                [Input("B", "T", 8)] Stage target;
                [From(nameof(source)), Gru(64)] Stage encoder;
                [From(nameof(target)), Gru(64, InitialHidden = {|MG0215:nameof(encoder)|}), Linear(10)] Stage scores;
            }
            """,
            "InitialHidden of Gru(64, InitialHidden = \"encoder\") must be (1, B, 64), layers times directions by batch by hidden units, "
                + "but 'encoder' is (B, S, 64) after Gru(64) on line 6: name its final state, nameof(encoder) + \".h\", and not its "
                + "outputs; otherwise it runs only where B = 1 and B = S (if that always holds, use the same symbol for both axes).",
            """
            [Model]
            public partial class Translator
            {
                [Input("B", "S", 8)] Stage source;
                [Input("B", "T", 8)] Stage target;
                [From(nameof(source)), Gru(64)] Stage encoder;
                [From(nameof(target)), Gru(64, InitialHidden = nameof(encoder) + ".h"), Linear(10)] Stage scores;
            }
            """),

        Fault.Reported("A mask of the padding where one of the scores belongs",
            """
            [Model]
            public partial class Encoder
            {
                [Input("B", "T", 32)] Stage x;
                [Input("B", "T", Type = DType.Bool)] Stage padding;
                [From(nameof(x)), MultiHeadAttention(4, Mask = {|MG0215:nameof(padding)|})] Stage y;
            }
            """,
            "Mask of MultiHeadAttention(4, Mask = \"padding\") must be (T, T), but input 'padding' on line 5 is (B, T): "
                + "axis 0 is B where the scores have T; pass it as KeyPaddingMask, where true marks a key to ignore; "
                + "otherwise it runs only where B = T (if that always holds, use the same symbol for both axes).",
            """
            [Model]
            public partial class Encoder
            {
                [Input("B", "T", 32)] Stage x;
                [Input("B", "T", Type = DType.Bool)] Stage padding;
                [From(nameof(x)), MultiHeadAttention(4, KeyPaddingMask = nameof(padding))] Stage y;
            }
            """),

        Fault.Reported("A mask of the keys added to scores of three axes",
            """
            [Model]
            public partial class Weights
            {
                [Input("B", "T", "S")] Stage scores;
                [Input("B", "S")] Stage mask;
                [From(nameof(scores), nameof(mask)), {|MG0215:Add(Broadcast = true)|}, Softmax] Stage weights;
            }
            """,
            "Add joins input 'scores' (B, T, S) and input 'mask' (B, S) on line 5: give input 'mask' the missing axis with Unsqueeze(1); "
                + "otherwise it runs only where T = B (if that always holds, use the same symbol for both axes).",
            """
            [Model]
            public partial class Weights
            {
                [Input("B", "T", "S")] Stage scores;
                [Input("B", "S")] Stage mask;
                [From(nameof(mask)), Unsqueeze(1)] Stage keys;
                [From(nameof(scores), nameof(keys)), Add(Broadcast = true), Softmax] Stage weights;
            }
            """),

        Fault.Reported("Two sequences joined along their features",
            """
            [Model]
            public partial class Pairs
            {
                [Input("B", "T", 8)] Stage question;
                [Input("B", "S", 8)] Stage passage;
                [From(nameof(question), nameof(passage)), {|MG0215:Concat(Axis = 2)|}, Linear(1)] Stage scores;
            }
            """,
            "Concat along axis 2 joins input 'question' (B, T, 8) and input 'passage' (B, S, 8) on line 5, which differ along axis 1: "
                + "make T and S equal, or concatenate along axis 1; "
                + "otherwise it runs only where T = S (if that always holds, use the same symbol for both axes).",
            """
            [Model]
            public partial class Pairs
            {
                [Input("B", "T", 8)] Stage question;
                [Input("B", "S", 8)] Stage passage;
                [From(nameof(question), nameof(passage)), Concat(Axis = 1), Linear(1)] Stage scores;
            }
            """),

        Fault.Reported("One letter for two lengths",
            """
            [Model]
            public partial class Similarity
            {
                [Input("B", "T", 8)] Stage left;
                [Input("B", "S", 8)] Stage right;
                [From(nameof(left), nameof(right)), Einsum("btd,b{|MG0215:t|}d->bt")] Stage products;
            }
            """,
            "'t' of Einsum(\"btd,btd->bt\") is T in input 'left' (B, T, 8), but input 'right' on line 5 is (B, S, 8), with S there: "
                + "give the axes two letters, or one size; "
                + "otherwise it runs only where T = S (if that always holds, use the same symbol for both axes).",
            """
            [Model]
            public partial class Similarity
            {
                [Input("B", "T", 8)] Stage left;
                [Input("B", "S", 8)] Stage right;
                [From(nameof(left), nameof(right)), Einsum("btd,bsd->bts")] Stage products;
            }
            """),
    ]);
}
