namespace ModelGen.Runtime.Tests;

/// <summary>The table itself, when given zeros.</summary>
[Model]
[Input("B", "T", "D")]
[SinusoidalPositions]
public partial class SinusoidalTable;

/// <summary>The post-LN block of "Attention is all you need", with an optional mask.</summary>
[Model]
[Dim("D", Default = 512, MultipleOf = 8)]
public partial class TransformerBlock
{
    [Input("B", "T", "D")]
    private Stage x;

    [Input(1, 1, "T", "T", Type = DType.Bool, Optional = true)]
    private Stage mask;

    [From(nameof(x)), MultiHeadAttention(8, Mask = nameof(mask)), Dropout(0.1), Residual, LayerNorm]
    private Stage attention;

    [Linear(2048), Relu, Linear("D"), Dropout(0.1), Residual, LayerNorm]
    private Stage feedForward;
}

/// <summary>Ids to logits and to probabilities, through two blocks.</summary>
[Model]
public partial class Transformer
{
    [Input("B", "T", Type = DType.Int64)]
    private Stage ids;

    [Input(1, 1, "T", "T", Type = DType.Bool, Optional = true)]
    private Stage mask;

    [From(nameof(ids)), Embedding(1000, 512), SinusoidalPositions]
    private Stage embedded;

    [Block<TransformerBlock>(2, Inputs = new[] { nameof(mask) })]
    private Stage blocks;

    [Linear(1000), Output]
    private Stage logits;

    [Softmax, Output]
    private Stage probs;
}

/// <summary>The same with its positions as weights, for a table that is not computed here.</summary>
[Model]
public partial class TransformerOfGivenPositions
{
    [Input("B", "T", Type = DType.Int64)]
    private Stage ids;

    [Input(1, 1, "T", "T", Type = DType.Bool, Optional = true)]
    private Stage mask;

    [From(nameof(ids)), Embedding(1000, 512), PositionEmbedding(50)]
    private Stage embedded;

    [Block<TransformerBlock>(2, Inputs = new[] { nameof(mask) })]
    private Stage blocks;

    [Linear(1000), Output]
    private Stage logits;

    [Softmax, Output]
    private Stage probs;
}

/// <summary>One layer whose weights run three times, as in ALBERT (Lan et al. 2020).</summary>
[Model, Input("B", "T", 16)]
[Block<AlbertLayer>(Name = "first"), Block<AlbertLayer>(2, Shared = "first")]
public partial class Albert;

/// <summary>The layer that <see cref="Albert"/> repeats.</summary>
[Model, Input("B", "T", "D"), Dim("D", MultipleOf = 4)]
[TransformerEncoderLayer(4, 32, Dropout = 0, Activation = Activation.Gelu)]
public partial class AlbertLayer;
