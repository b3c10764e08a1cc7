namespace ModelGen.Runtime.Tests;

/// <summary>Products element by element, one over a temporary, one over nothing.</summary>
[Model]
public partial class Products
{
    [Input("B", "T", "D")]
    private Stage x;

    [Input("B", "T", "D")]
    private Stage y;

    [Input("D")]
    private Stage scale;

    [From(nameof(x), nameof(y)), Multiply, Output("B", "T", "D")]
    private Stage product;

    [From(nameof(product)), Multiply(nameof(scale), Broadcast = true), Sigmoid, Multiply(nameof(x), nameof(y)), Output("B", "T", "D")]
    private Stage gated;

    [From(nameof(x)), Multiply(nameof(x)), Output("B", "T", "D")]
    private Stage square;
}

/// <summary>A highway (Srivastava et al. 2015): the gate lets a part of the change through.</summary>
[Model]
public partial class Highway
{
    [Input("B", "D")]
    private Stage x;

    [Linear("D"), Relu]
    private Stage deep;

    [From(nameof(x)), Linear("D"), Sigmoid]
    private Stage gate;

    [From(nameof(deep), nameof(x)), Subtract, Multiply(nameof(gate)), Add(nameof(x)), Output("B", "D")]
    private Stage y;
}

/// <summary>Differences of two and of three, and one that is stretched.</summary>
[Model]
public partial class Differences
{
    [Input("B", "T", "D")]
    private Stage x;

    [Mean(Axis = 1, KeepDim = true)]
    private Stage mean;

    [From(nameof(x), nameof(mean)), Subtract(Broadcast = true), Output("B", "T", "D")]
    private Stage centred;

    [From(nameof(x)), Relu, Subtract(nameof(x), nameof(centred)), Output("B", "T", "D")]
    private Stage rest;
}

/// <summary>Tensors side by side along an axis of their own.</summary>
[Model]
public partial class Stacks
{
    [Input("B", "D")]
    private Stage a;

    [Input("B", "D")]
    private Stage b;

    [From(nameof(a)), StackStages(nameof(b)), Relu, Output(2, "B", "D")]
    private Stage first;

    [From(nameof(a), nameof(b), nameof(a)), StackStages(Axis = -1), Output("B", "D", 3)]
    private Stage last;
}

/// <summary>Matrix products, with either side transposed and one matrix for a whole batch.</summary>
[Model]
public partial class MatrixProducts
{
    [Input("B", "N", "K")]
    private Stage a;

    [Input("B", "K", "M")]
    private Stage b;

    [Input("N", "N")]
    private Stage graph;

    [From(nameof(a), nameof(b)), MatMul, Output("B", "N", "M")]
    private Stage plain;

    [From(nameof(plain)), MatMul(nameof(b), TransposeOther = true), Output("B", "N", "K")]
    private Stage back;

    [From(nameof(a)), MatMul(nameof(plain), Transpose = true), Output("B", "K", "M")]
    private Stage gram;

    [From(nameof(graph)), MatMul(nameof(a), Transpose = true, Broadcast = true), Output("B", "N", "K")]
    private Stage spread;
}

/// <summary>Attention's two sums of products, and equations of one operand.</summary>
[Model]
public partial class Equations
{
    [Input("B", "Q", "D")]
    private Stage q;

    [Input("B", "K", "D")]
    private Stage k;

    [Input("...", "N", "N")]
    private Stage square;

    [From(nameof(q), nameof(k)), Einsum("bqd,bkd->bqk"), Output("B", "Q", "K")]
    private Stage scores;

    [Einsum("bqk, bkd, bqd -> b", nameof(k), nameof(q)), Output("B")]
    private Stage energy;

    [From(nameof(square)), Einsum("...ij->...ji"), Relu, Output("...", "N", "N")]
    private Stage turned;

    [From(nameof(square)), Einsum("...ii->...i"), Tanh, Output("...", "N")]
    private Stage diagonal;

    [From(nameof(square), nameof(square)), Einsum("...ij,...jk"), Output("...", "N", "N")]
    private Stage twice;
}

/// <summary>Equations that sum what "..." stands for, and that stretch it.</summary>
[Model]
public partial class StretchedEquations
{
    [Input("B", "T", "D")]
    private Stage x;

    [Input("D", "E")]
    private Stage table;

    [From(nameof(x)), Einsum("...d->d"), Output("D")]
    private Stage sums;

    [From(nameof(x), nameof(table)), Einsum("...d,...de->...e", Broadcast = true), Output("B", "T", "E")]
    private Stage rows;

    [From(nameof(x)), Rearrange("b ... -> b (...)"), Output("B", "T*D")]
    private Stage flat;
}

/// <summary>Bilinear forms with and without a bias.</summary>
[Model]
public partial class BilinearForms
{
    [Input("B", "T", "D")]
    private Stage a;

    [Input("B", "T", "E")]
    private Stage b;

    [From(nameof(a)), Bilinear("H", nameof(b)), Output("B", "T", "H")]
    private Stage form;

    [From(nameof(b), nameof(a)), Bilinear(3, Bias = false), Output("B", "T", 3)]
    private Stage other;
}
