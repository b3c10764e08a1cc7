using System.Collections.Immutable;

namespace ModelGen.Generator.Tests;

/// <summary>Models of graphs, points, tables and games as people write them, without a mistake.</summary>
internal static class OtherPrograms
{
    public static readonly ImmutableArray<(string Title, string Source)> All =
    [
        ("Policy and value from one body",
            """
            [Model]
            public partial class ActorCritic
            {
                [Input("B", 4, 84, 84)] Stage frames;
                [From(nameof(frames)), Conv(32, Kernel = 8, Stride = 4), Relu, Conv(64, Kernel = 4, Stride = 2), Relu, Conv(64, Kernel = 3), Relu, Flatten, Linear(512), Relu] Stage body;
                [From(nameof(body)), Linear("actions"), Output("B", "actions")] Stage policy;
                [From(nameof(body)), Linear(1), Squeeze(-1), Output("B")] Stage value;
            }
            """),

        ("A dueling network",
            """
            [Model]
            public partial class Dueling
            {
                [Input("B", 8)] Stage state;
                [Linear(128), Relu] Stage body;
                [From(nameof(body)), Linear(128), Relu, Linear(1)] Stage value;
                [From(nameof(body)), Linear(128), Relu, Linear("actions")] Stage advantage;
                [Mean(Axis = 1, KeepDim = true)] Stage mean;
                [From(nameof(advantage), nameof(mean)), Subtract(Broadcast = true), Add(nameof(value), Broadcast = true)] Stage q;
            }
            """),

        ("Latents that read bytes",
            """
            [Model, Dim("D", Default = 64, MultipleOf = 8)]
            public partial class Perceiver
            {
                [Input("B", "N", "C")] Stage bytes;
                [Input("B", "M", "D")] Stage latents;
                [From(nameof(bytes)), LayerNorm] Stage memory;
                [From(nameof(latents)), LayerNorm, MultiHeadAttention(1, Memory = nameof(memory)), Residual] Stage cross;
                [LayerNorm, FeedForward("D", Activation = Activation.Gelu), Residual] Stage crossF;
                [TransformerEncoderLayer(8, "D", NormFirst = true)] Stage self;
                [Mean(Axis = 1), Linear(10)] Stage y;
            }
            """),

        ("A mixture of experts by Einsum",
            """
            [Model]
            public partial class Moe
            {
                [Input("B", "T", "D")] Stage x;
                [From(nameof(x)), Linear(4), Softmax] Stage gate;
                [From(nameof(x)), Linear("4*hidden"), Gelu, Reshape("B", "T", 4, "hidden")] Stage experts;
                [From(nameof(gate), nameof(experts)), Einsum("bte,bteh->bth"), Linear("D"), Output("B", "T", "D")] Stage y;
            }
            """),

        ("PointNet",
            """
            [Model]
            public partial class PointNet
            {
                [Input("B", "N", 3)] Stage points;
                [Linear(64, Bias = false), Rearrange("b n c -> b c n"), BatchNorm, Relu] Stage local;
                [Conv(128, Kernel = 1, Bias = false), BatchNorm, Relu, Conv(1024, Kernel = 1, Bias = false), BatchNorm] Stage deep;
                [Max(Axis = 2)] Stage global;
                [Linear(512, Bias = false), BatchNorm, Relu, Linear(40)] Stage logits;
            }
            """),

        ("PointNet for parts",
            """
            [Model]
            public partial class PointNetSeg
            {
                [Input("B", 3, "N")] Stage points;
                [Conv(64, Kernel = 1), Relu] Stage local;
                [Conv(1024, Kernel = 1), Relu, Max(Axis = 2, KeepDim = true), Expand("B", 1024, "N")] Stage global;
                [From(nameof(local), nameof(global)), Concat(Axis = 1), Conv(512, Kernel = 1), Relu, Conv("parts", Kernel = 1), Output("B", "parts", "N")] Stage logits;
            }
            """),

        ("A highway",
            """
            [Model]
            public partial class Highway
            {
                [Input("B", "D")] Stage x;
                [From(nameof(x)), Linear("D"), Relu] Stage h;
                [From(nameof(x)), Linear("D"), Sigmoid] Stage gate;
                [From(nameof(h), nameof(x)), Subtract, Multiply(nameof(gate)), Add(nameof(x))] Stage y;
            }
            """),

        ("A graph convolution over a dense graph",
            """
            [Model]
            public partial class Gcn
            {
                [Input("N", "F")] Stage features;
                [Input("N", "N")] Stage adjacency;
                [From(nameof(features)), Linear(16, Bias = false)] Stage h;
                [From(nameof(adjacency), nameof(h)), MatMul, Relu, Dropout] Stage h1;
                [Linear("classes", Bias = false)] Stage w2;
                [From(nameof(adjacency), nameof(w2)), MatMul, Output("N", "classes")] Stage logits;
            }
            """),

        ("DeepFM",
            """
            [Model, BceWithLogitsLoss]
            public partial class DeepFm
            {
                [Input("B", "fields", Type = DType.Int64)] Stage ids;
                [Embedding(100000, 16)] Stage vectors;
                [From(nameof(ids)), Embedding(100000, 1), Sum(Axis = 1)] Stage first;
                [From(nameof(vectors)), Flatten, Linear(400), Relu, Dropout, Linear(1)] Stage deep;
                [From(nameof(first), nameof(deep)), Add, Squeeze(-1)] Stage logit;
            }
            """),

        ("Fields of a fixed number",
            """
            [Model, Dim("fields", Default = 39)]
            public partial class Wide
            {
                [Input("B", "fields", 16)] Stage v;
                [Flatten, Linear(1)] Stage y;
            }
            """),

        ("Two towers that share their embedding",
            """
            [Model]
            public partial class TwoTower
            {
                [Input("B", "T", Type = DType.Int64)] Stage query;
                [Input("B", "T2", Type = DType.Int64)] Stage document;
                [From(nameof(query)), Embedding(30000, 128), Mean(Axis = 1), Linear(64), Normalize] Stage q;
                [From(nameof(document)), Embedding(30000, 128, Shared = nameof(q)), Mean(Axis = 1), Linear(64), Normalize] Stage d;
                [From(nameof(q), nameof(d)), MatMul(TransposeOther = true), Output("B", "B")] Stage scores;
            }
            """),

        ("A soft lookup in a table of codes",
            """
            [Model]
            public partial class VqDistances
            {
                [Input("B", "T", "D")] Stage z;
                [Input("K", "D")] Stage codes;
                [From(nameof(z), nameof(codes)), Einsum("btd,kd->btk"), Softmax, MatMul(nameof(codes), Broadcast = true), Output("B", "T", "D")] Stage y;
            }
            """),

        ("Equations of one, two and three operands",
            """
            [Model]
            public partial class Tri
            {
                [Input("B", "I")] Stage a;
                [Input("B", "J")] Stage b;
                [Input("I", "J", "K")] Stage w;
                [From(nameof(a), nameof(b), nameof(w)), Einsum("bi,bj,ijk->bk")] Stage y;
            }
            [Model, Input("B", "N", "N"), Einsum("bii->b")] public partial class Trace1;
            [Model, Input("B", "N", "N"), Einsum("bii->bi")] public partial class Diag;
            [Model, Input("...", "N"), Einsum("...i->...")] public partial class SumLast;
            [Model, Input("B", "T", "N"), Einsum("...i->i")] public partial class SumLeading;
            [Model] public partial class ImplicitE { [Input("I", "J")] Stage a; [Input("J", "K")] Stage b; [From(nameof(a), nameof(b)), Einsum("ij,jk")] Stage y; }
            [Model] public partial class BroadE { [Input("B", 1, "I")] Stage a; [Input("T", "I")] Stage b; [From(nameof(a), nameof(b)), Einsum("...i,...i->...", Broadcast = true)] Stage y; }
            """),

        ("Patterns of einops",
            """
            [Model, Input("B", "H", "W", 3), Rearrange("b h w c -> b c h w")] public partial class R1;
            [Model, Input("B", 1, "T"), Rearrange("b 1 t -> b t")] public partial class R2;
            [Model, Input("B", 1, "T"), Rearrange("b () t -> b t ()")] public partial class R3;
            [Model, Input("...", "H", "W"), Rearrange("... h w -> ... (h w)")] public partial class R4;
            [Model, Input("B", "T", "H", "W"), Rearrange("b ... w -> b (...) w")] public partial class R5;
            [Model, Input("B", "T", "H", "W"), Rearrange("b ... -> b (...)")] public partial class R6;
            [Model, Input("B", "H", "W", 3), Dim("H", MultipleOf = 2), Dim("W", MultipleOf = 2), Rearrange("b (h h2) (w w2) c -> b (h w) (h2 w2 c)", With = "h2 = 2, w2 = 2")] public partial class R7;
            [Model, Input("B", "T", "D"), Rearrange("b t d -> 1 b 1 t d")] public partial class R8;
            [Model, Input("B", "T", "D_1"), Rearrange("batch time _x -> (batch time) _x")] public partial class R9;
            """),

        ("A policy with its sizes as constants",
            """
            [Model]
            [Input("B", Observations)]
            [Linear(Hidden), LayerNorm, Tanh, Linear(Hidden), LayerNorm, Tanh, Linear(Actions)]
            [Output("B", Actions)]
            public partial class Mlp { const int Observations = 17, Hidden = 64, Actions = 6; }
            """),
    ];
}
