using System.Collections.Immutable;

namespace ModelGen.Generator.Tests;

/// <summary>Models of sequences as people write them, without a mistake.</summary>
internal static class SequencePrograms
{
    public static readonly ImmutableArray<(string Title, string Source)> All =
    [
        ("Translation with multiplicative attention",
            """
            [Model]
            public partial class Luong
            {
                [Input("B", "S", Type = DType.Int64)] Stage source;
                [Input("B", "T", Type = DType.Int64)] Stage target;
                [From(nameof(source)), Embedding(8000, 256), Lstm(512)] Stage encoder;
                [From(nameof(target)), Embedding(8000, 256), Lstm(512, InitialHidden = nameof(encoder) + ".h", InitialCell = nameof(encoder) + ".c")] Stage decoder;
                [From(nameof(decoder)), Linear(512, Bias = false), MatMul(nameof(encoder), TransposeOther = true), Softmax] Stage weights;
                [MatMul(nameof(encoder))] Stage context;
                [Concat(nameof(decoder)), Linear(512), Tanh, Linear(8000)] Stage logits;
            }
            """),

        ("Translation with additive attention",
            """
            [Model]
            public partial class Bahdanau
            {
                [Input("B", "S", Type = DType.Int64)] Stage source;
                [Input("B", "T", Type = DType.Int64)] Stage target;
                [From(nameof(source)), Embedding(8000, 256), Gru(256, Bidirectional = true)] Stage encoder;
                [From(nameof(target)), Embedding(8000, 256), Gru(256)] Stage decoder;
                [From(nameof(encoder)), Linear("A", Bias = false), Unsqueeze(1)] Stage keys;
                [From(nameof(decoder)), Linear("A"), Unsqueeze(2)] Stage queries;
                [From(nameof(queries), nameof(keys)), Add(Broadcast = true), Tanh, Linear(1, Bias = false), Squeeze(-1), Softmax] Stage weights;
                [From(nameof(weights), nameof(encoder)), MatMul] Stage context;
                [From(nameof(decoder), nameof(context)), Concat, Linear(8000), Output("B", "T", 8000)] Stage logits;
            }
            """),

        ("Temporal convolutions with a width for each copy",
            """
            [Model]
            public partial class TcnBlock
            {
                [Input("B", "C", "T")] Stage x;
                [From(nameof(x)), Pad(Before = 2), Conv("out", Kernel = 3), Relu, Dropout(0.2), Pad(Before = 2), Conv("out", Kernel = 3), Relu, Dropout(0.2)] Stage body;
                [From(nameof(x)), Conv("out", Kernel = 1)] Stage shortcut;
                [From(nameof(body), nameof(shortcut)), Add, Relu] Stage y;
            }
            [Model]
            [Input("B", 1, "T")]
            [Block<TcnBlock>(4, With = "out = [25, 25, 25, 25]"), Select(Axis = 2, Index = -1), Linear(10)]
            public partial class Tcn;
            """),

        ("Temporal convolutions with a dilation for each copy",
            """
            [Model]
            public partial class TcnBlock2
            {
                [Input("B", "C", "T")] Stage x;
                [From(nameof(x)), Pad(Before = "2*dilation"), Conv("C", Kernel = 3, Dilation = "dilation"), Relu, Dropout(0.2), Residual, Relu] Stage y;
            }
            [Model]
            [Input("B", 25, "T")]
            [Block<TcnBlock2>(4, With = "dilation = [1, 2, 4, 8]"), Select(Axis = 2, Index = -1), Linear(10)]
            public partial class Tcn2;
            """),

        ("A decoder with rotary positions",
            """
            [Model]
            [Input("B", "T", "D")]
            public partial class PreNorm
            {
                [LayerNorm, MultiHeadAttention(8, Causal = true, Rotary = true), Residual] Stage a;
                [RmsNorm, GatedFeedForward("4*D"), Residual] Stage f;
            }
            [Model]
            [Dim("D", MultipleOf = 16)]
            [Input("B", "T", Type = DType.Int64), Embedding("vocabulary", "D", Init = Init.Normal), Block<PreNorm>("layers"), LayerNorm, TiedLinear("embedding"), CrossEntropyLoss]
            public partial class Decoder;
            """),

        ("A block of N-BEATS",
            """
            [Model]
            public partial class NBeatsBlock
            {
                [Input("B", "L")] Stage x;
                [Linear(256), Relu, Linear(256), Relu, Linear(256), Relu, Linear(256), Relu] Stage body;
                [From(nameof(body)), Linear("L"), Output("B", "L")] Stage backcast;
                [From(nameof(body)), Linear("horizon"), Output("B", "horizon")] Stage forecast;
            }
            """),

        ("Language models in both directions",
            """
            using static TorchSharp.torch;
            [Model]
            public partial class BiLm
            {
                [Input("B", "T", Type = DType.Int64)] Stage words;
                [Embedding(10000, 128)] Stage embedded;
                [From(nameof(embedded)), Lstm(256), Linear(128), Output] Stage forwardStates;
                [From(nameof(embedded)), Apply(nameof(Flip)), Lstm(256), Linear(128), Apply(nameof(Flip)), Output] Stage backwardStates;
                [return: Shape("B", "T", "D")] static Tensor Flip([Shape("B", "T", "D")] Tensor x) => x.flip(1);
            }
            """),

        ("Attention that pools words",
            """
            [Model]
            public partial class AttentionPool
            {
                [Input("B", "T", Type = DType.Int64)] Stage words;
                [Embedding(20000, 100, PaddingIndex = 0), Gru(64, Bidirectional = true)] Stage states;
                [From(nameof(states)), Linear(128), Tanh, Linear(1, Bias = false), Softmax(Axis = 1)] Stage weights;
                [From(nameof(states), nameof(weights)), Multiply(Broadcast = true), Sum(Axis = 1), Linear(2)] Stage logits;
            }
            """),

        ("BERT with segments",
            """
            [Model]
            public partial class BertLike
            {
                [Input("B", "T", Type = DType.Int64)] Stage ids;
                [Input("B", "T", Type = DType.Int64)] Stage segments;
                [Input("B", "T", Type = DType.Bool, Optional = true)] Stage padding;
                [From(nameof(segments)), Embedding(2, 256)] Stage segmentVectors;
                [From(nameof(ids)), Embedding(30522, 256), PositionEmbedding(512), Add(nameof(segmentVectors)), LayerNorm, Dropout(0.1), TransformerEncoderLayer(4, 1024, Activation = Activation.Gelu, KeyPaddingMask = nameof(padding)), Output] Stage states;
                [Select(Axis = 1, Index = 0), Linear(256), Tanh, Output] Stage pooled;
            }
            """),

        ("An LSTM autoencoder",
            """
            [Model]
            public partial class LstmAutoencoder
            {
                [Input("B", "T", "F")] Stage x;
                [Lstm(64)] Stage encoder;
                [From(nameof(encoder) + ".last"), Unsqueeze(1), Expand("B", "T", 64), Lstm(64), Linear("F"), Output("B", "T", "F")] Stage y;
            }
            """),

        ("A forecast from what is known ahead",
            """
            [Model]
            public partial class Forecaster
            {
                [Input("B", "T", "F")] Stage past;
                [Input("B", "horizon", "K")] Stage known;
                [From(nameof(past)), Gru(128)] Stage encoder;
                [From(nameof(known)), Gru(128, InitialHidden = nameof(encoder) + ".h"), Linear(1), Squeeze(2), Output("B", "horizon")] Stage y;
            }
            """),

        ("Heads by hand",
            """
            [Model]
            public partial class HeadsByHand
            {
                [Input("B", "T", "D")] Stage x;
                [From(nameof(x)), Linear("D"), Rearrange("b t (h d) -> b h t d", With = "h = 8")] Stage q;
                [From(nameof(x)), Linear("D"), Rearrange("b t (h d) -> b h t d", With = "h = 8")] Stage k;
                [From(nameof(x)), Linear("D"), Rearrange("b t (h d) -> b h t d", With = "h = 8")] Stage v;
                [From(nameof(q), nameof(k), nameof(v)), ScaledDotProductAttention(Causal = true), Rearrange("b h t d -> b t (h d)"), Linear("D"), Output("B", "T", "D")] Stage y;
            }
            """),

        ("A network of characters",
            """
            [Model, Input("B", 70, 1014)]
            [Conv(256, Kernel = 7), Relu, MaxPool(3), Conv(256, Kernel = 7), Relu, MaxPool(3), Conv(256, Kernel = 3), Relu, Conv(256, Kernel = 3), Relu, Conv(256, Kernel = 3), Relu, Conv(256, Kernel = 3), Relu, MaxPool(3), Flatten, Linear(1024), Relu, Dropout, Linear(4)]
            public partial class CharCnn;
            """),

        ("A segment that sees the one before",
            """
            [Model, Dim("D", MultipleOf = 8)]
            public partial class Segment
            {
                [Input("B", "T", "D")] Stage x;
                [Input("B", "M", "D")] Stage past;
                [From(nameof(past), nameof(x)), Concat(Axis = 1)] Stage memory;
                [From(nameof(x)), MultiHeadAttention(8, Memory = nameof(memory)), Residual, LayerNorm] Stage y;
            }
            """),

        ("The last steps of a sequence",
            """
            [Model, Input("B", "T", 4), Slice(Axis = 1, Start = "T - min(T, 128)"), Output("B", "min(T, 128)", 4)] public partial class Crop;
            """),

        ("Both final states taken from the sequence by hand",
            """
            [Model, Input("B", "T", 8)]
            public partial class Ends
            {
                [Lstm(16, Bidirectional = true)] Stage states;
                [From(nameof(states)), Select(Axis = 1, Index = -1), Slice(Axis = 1, End = 16)] Stage forwards;
                [From(nameof(states)), Select(Axis = 1, Index = 0), Slice(Axis = 1, Start = 16)] Stage backwards;
                [From(nameof(forwards), nameof(backwards)), Concat, Linear(2)] Stage scores;
            }
            """),

        ("The ends of a span read in both directions",
            """
            [Model, Input("B", "T", 8)]
            public partial class Span
            {
                [Lstm(16, Bidirectional = true)] Stage states;
                [From(nameof(states)), Select(Axis = 1)] Stage first;
                [From(nameof(states)), Select(Axis = 1, Index = -1)] Stage last;
                [From(nameof(first), nameof(last)), Concat, Linear(2)] Stage scores;
            }
            """),

        ("The last step of one direction",
            """
            [Model, Input("B", "T", 8)]
            [Lstm(16), Select(Axis = 1, Index = -1), Linear(2)]
            public partial class Causal;
            """),

        ("An embedding tied to the scores with weights of the user's own",
            """
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(1000, 64), LayerNorm, TiedLinear("embedding")]
            public partial class Tied
            {
                partial void Initialize() { }
            }
            """),

        ("Features scaled before tied scores, as in T5",
            """
            using static TorchSharp.torch;
            [Model, Input("B", "T", Type = DType.Int64)]
            [Embedding(1000, 64), RmsNorm, Apply(nameof(Scale)), TiedLinear("embedding")]
            public partial class Scaled
            {
                [return: Shape("...", "D")] static Tensor Scale([Shape("...", "D")] Tensor x) => x * 0.125;
            }
            """),

        ("A masked mean",
            """
            using static TorchSharp.torch;
            [Model]
            public partial class Masked
            {
                [Input("B", "T", 64)] Stage words;
                [Input("B", "T", Type = DType.Bool)] Stage padding;
                [From(nameof(words)), TransformerEncoderLayer(4, 256, KeyPaddingMask = nameof(padding))] Stage encoded;
                [Apply(nameof(MeanOfReal), Inputs = new[] { nameof(padding) }), Linear(2)] Stage scores;
                [return: Shape("B", "D")] static Tensor MeanOfReal([Shape("B", "T", "D")] Tensor x, [Shape("B", "T", Type = DType.Bool)] Tensor padding) => x.mean([1]);
            }
            """),

        ("A prototype of the batch, subtracted from each item",
            """
            [Model, Input("B", 8)]
            public partial class Centred
            {
                [Linear(4)] Stage features;
                [Mean(Axis = 0, KeepDim = true)] Stage centre;
                [From(nameof(features), nameof(centre)), Subtract(Broadcast = true)] Stage result;
            }
            """),
    ];
}
