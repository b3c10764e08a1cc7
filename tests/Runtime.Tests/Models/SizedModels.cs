namespace ModelGen.Runtime.Tests;

/// <summary>Any number of leading axes, a parameter with a name that C# keeps for itself, and widths that are expressions.</summary>
[Model]
[Dim("in", Default = 6, MultipleOf = 2)]
[Input("...", "in")]
[Linear("2*in + 1", Init = Init.XavierUniform), Gelu, LayerNorm, Linear("in/2", Bias = false), Softmax]
[Output("...", "in/2")]
public partial class Perceptron;

/// <summary>Attention from one sequence over another, padded and masked.</summary>
[Model]
[Dim("D", MultipleOf = "heads")]
public partial class CrossAttention
{
    [Input("B", "T", "D")]
    private Stage x;

    [Input("B", "S", "E")]
    private Stage memory;

    [Input("B", "S", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [Input("B", "T", "S", Optional = true)]
    private Stage scores;

    [From(nameof(x)),
        MultiHeadAttention("heads", Memory = nameof(memory), KeyPaddingMask = nameof(padding), Mask = nameof(scores), Dropout = 0.1),
        Residual, LayerNorm, Output]
    private Stage attention;

    [From(nameof(attention) + ".weights"), Mean(Axis = 1), Output("B", "T", "S")]
    private Stage weights;
}

/// <summary>Heads of a width of their own.</summary>
[Model]
[Input("B", "T", "D")]
[MultiHeadAttention("heads", HeadDim = "width", Causal = true, Bias = false), Select(Axis = 1, Index = -1), Linear("classes")]
[CrossEntropyLoss(LabelSmoothing = 0.1)]
public partial class WideHeads;

/// <summary>A language model whose head is its embedding.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Dim("T", Max = 12)]
[Dim("D", MultipleOf = 4)]
[Embedding("vocabulary", "D", Init = Init.Normal), PositionEmbedding(12), Dropout(0.1)]
[Block<Gpt2Block>(3)]
[LayerNorm]
[TiedLinear("embedding")]
[CrossEntropyLoss]
public partial class SmallLanguageModel;

/// <summary>Learned vectors before sequences with any leading axes.</summary>
[Model]
[Input("...", "T", "D")]
[LearnedTokens(1), LearnedTokens("registers")]
[Output("...", "T + registers + 1", "D")]
public partial class Tokens;

/// <summary>A block of two results.</summary>
[Model]
public partial class TwoResults
{
    [Input("B", "D")]
    private Stage x;

    [From(nameof(x)), Linear("D"), Relu, Output]
    private Stage first;

    [From(nameof(first)), Linear("E"), Output]
    private Stage second;
}

/// <summary>Both results of a block, by its ports, beside one of which only the second is used.</summary>
[Model]
public partial class ReadsBothResults
{
    [Input("B", "D")]
    private Stage x;

    [From(nameof(x)), Block<TwoResults>]
    private Stage both;

    [From(nameof(both) + ".second"), Block<TwoResults>]
    private Stage further;

    [From(nameof(both), nameof(further) + ".second"), Concat, Relu, Output("B", "D + E")]
    private Stage result;
}

/// <summary>A block inside a block, repeated as often as the caller says.</summary>
[Model]
[Dim("D", MultipleOf = 4)]
[Dim("depth", Max = 3)]
[Input("B", "T", "D")]
[Block<Gpt2Block>("depth"), Linear("D"), Residual]
public partial class Tower;

/// <summary>Towers in a tower, one parameter bound and one passed on.</summary>
[Model]
[Dim("D", MultipleOf = 4)]
[Dim("depth", Max = 2)]
[Input("B", "T", "D")]
[Block<Tower>(2), Block<Tower>(With = "depth = 1"), Mean(Axis = 1), Linear("classes")]
public partial class TowerOfTowers;

/// <summary>Stacked recurrences with a width that the first decides.</summary>
[Model]
[Input("B", "T", "D")]
[Rnn("H", Nonlinearity = Nonlinearity.Relu),
    Lstm("H", Bidirectional = true), Gru("2*H", NumLayers = 2, Bias = false), Select(Axis = 1, Index = -1), Linear("classes")]
[CrossEntropyLoss(Reduction = LossReduction.None)]
public partial class Recurrences;

/// <summary>A residual between two widths that are only known to be equal when the model is made.</summary>
[Model, DrawnByHand]
[Input("B", "D")]
[Linear("H"), Relu, Linear("E"), Residual]
public partial class OpenResidual;

/// <summary>Two inputs that share their sizes.</summary>
[Model]
public partial class TwoInputs
{
    [Input("B", "T", "D")]
    private Stage left;

    [Input("B", "T", Type = DType.Int64)]
    private Stage right;

    [From(nameof(right)), Embedding("vocabulary", "D", PaddingIndex = 0), SinusoidalPositions]
    private Stage embedded;

    [From(nameof(left)), Linear("D", Init = Init.Orthogonal),
        Add(nameof(embedded)), FeedForward("3*D", Activation = Activation.Silu, Dropout = 0.1), LayerNorm(Bias = false)]
    private Stage joined;
}

/// <summary>An axis that is a multiple, and one that is an offset, of a run-time size.</summary>
[Model]
public partial class RelatedSizes
{
    [Input("B", "2*T")]
    private Stage twice;

    [Input("B", "T")]
    private Stage once;

    [Input("B", "T + 3")]
    private Stage more;

    [From(nameof(twice), nameof(once), nameof(more)), Concat, Silu, Output("B", "4*T + 3")]
    private Stage all;
}

#pragma warning disable MG0215 // that they are equal is what the call checks
/// <summary>Two lengths that only the call can compare.</summary>
[Model, DrawnByHand]
public partial class OpenAtTheCall
{
    [Input("B", "T", "D")]
    private Stage a;

    [Input("B", "S", "D")]
    private Stage b;

    [From(nameof(a)), Add(nameof(b)), Relu]
    private Stage sum;
}
#pragma warning restore MG0215
