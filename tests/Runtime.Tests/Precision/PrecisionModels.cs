namespace ModelGen.Runtime.Tests;

// Models of one kind of product, for kinds that the other tests have only beside others.
[Model, Input("B", "T", Type = DType.Int64), Embedding(40, 24, Init = Init.Normal), TiedLinear("embedding")]
public partial class OnlyTiedLinear;

[Model, Input("B", "T", 16), FeedForward(32)]
public partial class OnlyFeedForward;

[Model]
public partial class OnlyEinsum
{
    [Input("B", "T", "D")]
    Stage left, right;

    [From(nameof(left), nameof(right)), Einsum("btd,bsd->bts"), Output("B", "T", "T")]
    Stage scores;
}

[Model]
public partial class OnlyDecoderLayer
{
    [Input("B", "T", 16)]
    Stage x;

    [Input("B", "S", 16)]
    Stage memory;

    [From(nameof(x)), TransformerDecoderLayer(2, 32, Memory = nameof(memory)), Output("B", "T", 16)]
    Stage decoded;
}
