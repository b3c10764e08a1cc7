namespace ModelGen.Runtime.Tests;

/// <summary>One tensor as several operands, and operands in every order.</summary>
[Model]
public partial class RepeatedOperands
{
    [Input("B", "T", "D")]
    private Stage a;

    [Input("B", "T", "D")]
    private Stage b;

    [From(nameof(a), nameof(b)), Multiply(nameof(b)), Output]
    private Stage product;

    [From(nameof(a)), Add(nameof(b), nameof(a)), Output]
    private Stage sum;

    [From(nameof(a), nameof(b)), Concat(nameof(a), nameof(product), Axis = 1), Output]
    private Stage joined;

    [From(nameof(a)), MatMul(nameof(a), Transpose = true), Output]
    private Stage gram;

    [From(nameof(a)), Einsum("btd,bsd->bts", nameof(a)), Output]
    private Stage scores;

    [From(nameof(b)), Bilinear(3, nameof(b)), Output]
    private Stage form;

    [From(nameof(b)), Residual, Output]
    private Stage twice;
}

/// <summary>Tensors with any number of leading axes, joined along one counted from the end.</summary>
[Model]
public partial class LeadingOperands
{
    [Input("...", "N", "K")]
    private Stage a;

    [Input("...", "K", "N")]
    private Stage b;

    [From(nameof(a)), Concat(nameof(a), Axis = -2), Output("...", "2*N", "K")]
    private Stage rows;

    [From(nameof(a)), StackStages(nameof(a), Axis = -2), Output("...", "N", 2, "K")]
    private Stage stacked;

    [From(nameof(a), nameof(b)), MatMul, Output("...", "N", "N")]
    private Stage product;

    [From(nameof(a), nameof(b)), MatMul(Transpose = true, TransposeOther = true), Output("...", "K", "K")]
    private Stage transposed;

    [From(nameof(a), nameof(b)), Einsum("...nk,...km->...mn"), Output("...", "N", "N")]
    private Stage turned;

    [From(nameof(a)), Einsum("...nk->nk"), Output("N", "K")]
    private Stage summed;
}

/// <summary>Equations that are one product of matrices, and equations that are none.</summary>
[Model]
public partial class EquationForms
{
    [Input("B", "H", "Q", "D")]
    private Stage q;

    [Input("B", "H", "K", "D")]
    private Stage k;

    [Input("D", "E")]
    private Stage table;

    [Input("H", "D", "E")]
    private Stage tables;

    [Input("B", "N")]
    private Stage x;

    [From(nameof(q), nameof(k)), Einsum("bhqd,bhkd->bhqk"), Output]
    private Stage scores;

    [From(nameof(scores), nameof(k)), Einsum("bhqk,bhkd->bqhd"), Output]
    private Stage attended;

    [From(nameof(q), nameof(table)), Einsum("BHQD,DE->BHQE"), Output]
    private Stage projected;

    [From(nameof(q), nameof(tables)), Einsum("bhqd,hde->bhqe"), Output]
    private Stage perHead;

    [From(nameof(x), nameof(x)), Einsum("bn,bm->bnm"), Output]
    private Stage outer;

    [From(nameof(x), nameof(x)), Einsum("bn,bn->"), Output]
    private Stage total;

    [From(nameof(x)), Einsum("ba"), Output]
    private Stage sorted;

    [From(nameof(q), nameof(k)), Einsum("bhqd,bhkd"), Output]
    private Stage free;

    [From(nameof(q), nameof(k)), Einsum("bhqd,bhkd->bqk"), Output]
    private Stage overHeads;
}
