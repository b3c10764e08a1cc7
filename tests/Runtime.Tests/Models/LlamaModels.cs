namespace ModelGen.Runtime.Tests;

/// <summary>A layer as in Llama: RMS norms, rotary positions, two query heads to a key head, SwiGLU, and no biases.</summary>
[Model, DrawnByHand]
[Input("B", "T", "D")]
public partial class LlamaLayer
{
    [RmsNorm(Eps = 1e-5),
        MultiHeadAttention("heads", KeyValueHeads = "keyValueHeads", Rotary = true, Causal = true, Bias = false), Residual]
    private Stage attention;

    [RmsNorm(Eps = 1e-5), GatedFeedForward("hidden"), Residual]
    private Stage mlp;
}

/// <summary>Llama in small.</summary>
[Model]
[Input("B", "T", Type = DType.Int64)]
[Embedding(211, 64)]
[Block<LlamaLayer>(2, With = "heads = 4, keyValueHeads = 2, hidden = 172")]
[RmsNorm(Eps = 1e-5)]
[Linear(211, Bias = false)]
[Output("B", "T", 211)]
public partial class Llama;

/// <summary>The same with its hidden states.</summary>
[Model]
public partial class LlamaWithHiddenStates
{
    [Input("B", "T", Type = DType.Int64)]
    private Stage ids;

    [From(nameof(ids)), Embedding(211, 64), Output]
    private Stage hidden0;

    [Block<LlamaLayer>(With = "heads = 4, keyValueHeads = 2, hidden = 172"), Output]
    private Stage hidden1;

    [Block<LlamaLayer>(With = "heads = 4, keyValueHeads = 2, hidden = 172"), Output]
    private Stage hidden2;

    [RmsNorm(Eps = 1e-5), Linear(211, Bias = false), Output("B", "T", 211)]
    private Stage logits;
}
