namespace ModelGen.Onnx.Tests;

/// <summary>Sizes that depend on one another.</summary>
[Model]
[Input("B", "T", "D")]
public partial class Perceptron
{
    [Linear("2*D"), Gelu, Linear("D"), LayerNorm]
    private Stage body;
}

/// <summary>Two inputs of one size, and two outputs.</summary>
[Model]
public partial class TwoInTwoOut
{
    [Input("B", "D")]
    private Stage left;

    [Input("B", "E")]
    private Stage right;

    [From(nameof(left)), Linear(3), Output("B", 3)]
    private Stage first;

    [From(nameof(right)), Linear(4), Relu, Output("B", 4)]
    private Stage second;
}

/// <summary>Any number of leading axes.</summary>
[Model, Input("...", "D"), Linear(5), Tanh]
public partial class Leading;

/// <summary>An embedding that is the output layer as well.</summary>
[Model, Input("B", "T", Type = DType.Int64)]
[Embedding("vocabulary", "D", Init = Init.Normal), TiedLinear("embedding")]
public partial class TiedModel;
