namespace ModelGen.Onnx.Tests;

/// <summary>The layers of <see cref="Perceptron"/> with other names.</summary>
[Model]
[Input("B", "T", "D")]
public partial class RenamedPerceptron
{
    [Linear("2*D"), Gelu, Linear("D"), LayerNorm]
    private Stage head;
}

/// <summary>The first matrix of <see cref="Perceptron"/> as other programs store it: <c>(in, out)</c>.</summary>
[Model, Input("B", "2*D"), Linear("D", Bias = false, Name = "first")]
public partial class Transposed;

/// <summary>The norm of <see cref="Perceptron"/>.</summary>
[Model, Input("B", "D"), LayerNorm]
public partial class OnlyNorm;

/// <summary>An embedding, which may be large, and a small matrix.</summary>
[Model, Input("B", "T", Type = DType.Int64), Embedding("words", 2), Linear(2, Bias = false)]
public partial class Words;
