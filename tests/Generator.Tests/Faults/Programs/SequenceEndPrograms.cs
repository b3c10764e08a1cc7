namespace ModelGen.Generator.Tests;

/// <summary>Ends of sequences that hold less, or more, than the sequence.</summary>
internal static class SequenceEndPrograms
{
    public static readonly FaultClass Class = new("sequence ends",
    [
        Fault.Reported("A sentence read in both directions, and its last step alone",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(20000, 128), Lstm(64, Bidirectional = true), Dropout(0.5)]
            [{|MG0217:Select(Axis = 1, Index = -1)|}, Linear(2)]
            public partial class Sentiment;
            """,
            "Select(Axis = 1, Index = -1) takes the last step after Lstm(64, Bidirectional = true) on line 2, where the backward direction "
                + "has read that step only: set Port = \"last\" on Lstm, the final states of both directions, and remove Select.",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(20000, 128), Lstm(64, Bidirectional = true, Port = "last"), Dropout(0.5)]
            [Linear(2)]
            public partial class Sentiment;
            """),

        Fault.Reported("The first step of a sequence read in both directions",
            """
            [Model, Input("B", "T", 40)]
            [Gru(64, Bidirectional = true), {|MG0217:Select(Axis = 1)|}, Linear(2)]
            public partial class Command;
            """,
            "Select(Axis = 1) takes the first step after Gru(64, Bidirectional = true) on line 2, where the forward direction has read "
                + "that step only: set Port = \"last\" on Gru, the final states of both directions, and remove Select.",
            """
            [Model, Input("B", "T", 40)]
            [Gru(64, Bidirectional = true, Port = "last"), Linear(2)]
            public partial class Command;
            """),

        Fault.Reported("The last step beside a mean over the same states",
            """
            [Model, Input("B", "T", 40)]
            public partial class Pooled
            {
                [Lstm(64, Bidirectional = true)] Stage states;
                [From(nameof(states)), {|MG0217:Select(Axis = 1, Index = -1)|}] Stage end;
                [From(nameof(states)), Mean(Axis = 1)] Stage mean;
                [From(nameof(end), nameof(mean)), Concat, Linear(2)] Stage scores;
            }
            """,
            "Select(Axis = 1, Index = -1) takes the last step after Lstm(64, Bidirectional = true) on line 4, "
                + "where the backward direction has read that step only: "
                + "begin the stage with [From(nameof(states) + \".last\")], the final states of both directions, and remove Select.",
            """
            [Model, Input("B", "T", 40)]
            public partial class Pooled
            {
                [Lstm(64, Bidirectional = true)] Stage states;
                [From(nameof(states) + ".last")] Stage end;
                [From(nameof(states)), Mean(Axis = 1)] Stage mean;
                [From(nameof(end), nameof(mean)), Concat, Linear(2)] Stage scores;
            }
            """),

        Fault.Reported("The final state of the backward direction alone",
            """
            [Model, Input("B", "T", 40)]
            public partial class Encoder
            {
                [Gru(64, Bidirectional = true)] Stage states;
                [From(nameof(states) + ".h"), {|MG0217:Select(Axis = 0, Index = -1)|}, Linear(2)] Stage scores;
            }
            """,
            "Select(Axis = 0, Index = -1) takes the final state of the backward direction alone after Gru(64, Bidirectional = true) on "
                + "line 4: begin the stage with [From(nameof(states) + \".last\")], "
                + "the final states of both directions, and remove Select.",
            """
            [Model, Input("B", "T", 40)]
            public partial class Encoder
            {
                [Gru(64, Bidirectional = true)] Stage states;
                [From(nameof(states) + ".last"), Linear(2)] Stage scores;
            }
            """),

        Fault.Reported("The state after padding, beside an attention that masks it",
            """
            [Model]
            public partial class Matcher
            {
                [Input("B", "T", 64)] Stage words;
                [Input("B", "T", Type = DType.Bool)] Stage padding;
                [From(nameof(words)), MultiHeadAttention(4, KeyPaddingMask = nameof(padding)), Select(Axis = 1)] Stage attended;
                [From(nameof(words)), {|MG0224:Lstm(64, Port = "last")|}] Stage end;
                [From(nameof(attended), nameof(end)), Concat, Linear(2)] Stage scores;
            }
            """,
            "Lstm(64, Port = \"last\") gives final states that are read after padded steps as well as real ones, "
                + "although input 'padding' on line 5 marks the padding: declare the number of real steps as an input (B) of Int64, "
                + "and name it with Lengths.",
            """
            [Model]
            public partial class Matcher
            {
                [Input("B", "T", 64)] Stage words;
                [Input("B", "T", Type = DType.Bool)] Stage padding;
                [Input("B", Type = DType.Int64)] Stage lengths;
                [From(nameof(words)), MultiHeadAttention(4, KeyPaddingMask = nameof(padding)), Select(Axis = 1)] Stage attended;
                [From(nameof(words)), Lstm(64, Lengths = nameof(lengths), Port = "last")] Stage end;
                [From(nameof(attended), nameof(end)), Concat, Linear(2)] Stage scores;
            }
            """),

        Fault.Reported("The last step of padded sequences",
            """
            [Model]
            public partial class Matcher
            {
                [Input("B", "T", 64)] Stage words;
                [Input("B", "T", Type = DType.Bool)] Stage padding;
                [From(nameof(words)), Gru(64)] Stage states;
                [MultiHeadAttention(4, KeyPaddingMask = nameof(padding)), Select(Axis = 1)] Stage attended;
                [From(nameof(states)), {|MG0224:Select(Axis = 1, Index = -1)|}] Stage end;
                [From(nameof(attended), nameof(end)), Concat, Linear(2)] Stage scores;
            }
            """,
            "Select(Axis = 1, Index = -1) takes the last step after Gru(64), which may be padding, although input 'padding' on line 5 "
                + "marks the padding: read its port \"last\", and name an input with the number of real steps with Lengths.",
            """
            [Model]
            public partial class Matcher
            {
                [Input("B", "T", 64)] Stage words;
                [Input("B", "T", Type = DType.Bool)] Stage padding;
                [From(nameof(words)), Gru(64)] Stage states;
                [MultiHeadAttention(4, KeyPaddingMask = nameof(padding)), Select(Axis = 1), Linear(2)] Stage scores;
            }
            """),

        Fault.Reported("A mean over padded steps after an attention that masks them",
            """
            [Model]
            public partial class Sentences
            {
                [Input("B", "T", 64)] Stage words;
                [Input("B", "T", Type = DType.Bool)] Stage padding;
                [From(nameof(words)), TransformerEncoderLayer(4, 256, KeyPaddingMask = nameof(padding))] Stage encoded;
                [LayerNorm, {|MG0224:Mean(Axis = 1)|}, Linear(2)] Stage scores;
            }
            """,
            "Mean(Axis = 1) combines padded steps with real ones after TransformerEncoderLayer(4, 256, KeyPaddingMask = \"padding\"), "
                + "although input 'padding' on line 5 marks the padding: set PaddingMask = nameof(padding).",
            """
            [Model]
            public partial class Sentences
            {
                [Input("B", "T", 64)] Stage words;
                [Input("B", "T", Type = DType.Bool)] Stage padding;
                [From(nameof(words)), TransformerEncoderLayer(4, 256, KeyPaddingMask = nameof(padding))] Stage encoded;
                [LayerNorm, Mean(Axis = 1, PaddingMask = nameof(padding)), Linear(2)] Stage scores;
            }
            """),
    ]);
}
