namespace ModelGen.Runtime.Tests;

/// <summary>A pre-LN block as in GPT-2.</summary>
[Model]
[Dim("D", MultipleOf = 4)]
[Input("B", "T", "D")]
public partial class Gpt2Block
{
    [LayerNorm, MultiHeadAttention(4, Causal = true), Dropout(0.1), Residual]
    private Stage attention;

    [LayerNorm, FeedForward("4*D", Activation = Activation.GeluTanh), Dropout(0.1), Residual]
    private Stage feedForward;
}

/// <summary>GPT-2 in small: the head shares the embedding's weight.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding(211, 64, Init = Init.Normal), PositionEmbedding(64), Dropout(0.1)]
[Block<Gpt2Block>(2)]
[LayerNorm]
[TiedLinear("embedding")]
[Output("B", "T", 211)]
[CrossEntropyLoss]
public partial class Gpt2;

/// <summary>The same with its hidden states.</summary>
[Model]
public partial class Gpt2WithHiddenStates
{
    [Input("B", "T", Type = DType.Int64)]
    private Stage ids;

    [From(nameof(ids)), Embedding(211, 64, Init = Init.Normal), PositionEmbedding(64), Dropout(0.1), Output]
    private Stage hidden0;

    [Block<Gpt2Block>, Output]
    private Stage hidden1;

    [Block<Gpt2Block>, Output]
    private Stage hidden2;

    [LayerNorm, TiedLinear("hidden0.embedding"), Output("B", "T", 211)]
    private Stage logits;
}
