namespace ModelGen.Runtime.Tests;

/// <summary>Heads split off and joined again, by sizes.</summary>
[Model]
[Dim("D", MultipleOf = "heads")]
[Input("B", "T", "D")]
[Reshape("B", "T", "heads", -1), Permute(0, 2, 1, 3), Output("B", "heads", "T", "D/heads")]
public partial class SplitHeads;

/// <summary>The same by names, under any number of leading axes.</summary>
[Model]
[Dim("D", MultipleOf = "heads")]
[Input("...", "T", "D")]
[Rearrange("... t (h d) -> ... h t d", With = "h = heads")]
[Output("...", "heads", "T", "D/heads")]
public partial class NamedHeads;

/// <summary>An image as a sequence of its patches.</summary>
[Model]
[Dim("H", MultipleOf = 2)]
[Dim("W", MultipleOf = 3)]
[Input("B", "C", "H", "W")]
[Rearrange("b c (y p) (x q) -> b (y x) (p q c)", With = "p = 2, q = 3")]
[Output("B", "H/2*(W/3)", "6*C")]
public partial class Patches;

/// <summary>Axes of size 1 that come, move and go, and axes that "..." covers.</summary>
[Model]
public partial class AxesOfOne
{
    [Input("B", "T", "D")]
    private Stage x;

    [From(nameof(x)), Rearrange("b ... d -> d 1 ... b"), Output("D", 1, "T", "B")]
    private Stage turned;

    [From(nameof(turned)), Rearrange("d 1 t b -> b (d t)"), Output("B", "D*T")]
    private Stage flat;

    [From(nameof(x)), Unsqueeze(1), Unsqueeze(-1), Output("B", 1, "T", "D", 1)]
    private Stage longer;

    [From(nameof(longer)), Squeeze(1), Squeeze(-1), Output("B", "T", "D")]
    private Stage same;
}

/// <summary>Other shapes of the known axes, under leading ones.</summary>
[Model]
public partial class LeadingShapes
{
    [Input("...", "T", "D")]
    private Stage x;

    [From(nameof(x)), Reshape("...", "D", "T"), Output("...", "D", "T")]
    private Stage other;

    [From(nameof(x)), Permute(-1, -2), Output("...", "D", "T")]
    private Stage turned;

    [From(nameof(x)), Reshape("...", -1), Output("...", "T*D")]
    private Stage flat;

    [From(nameof(flat)), Reshape("...", 1, "D", -1), Output("...", 1, "D", "T")]
    private Stage split;
}

/// <summary>Parts of axes, as views that activations must not write to.</summary>
[Model]
[Dim("T", Min = 4)]
public partial class Slices
{
    [Input("B", "T", "D")]
    private Stage x;

    [From(nameof(x)), Slice(Axis = 1, Start = 1, End = -1), Relu, Output("B", "T - 2", "D")]
    private Stage inner;

    [From(nameof(x)), Slice(Axis = -2, End = "T/2"), Tanh, Output("B", "T/2", "D")]
    private Stage half;

    [From(nameof(x)), Slice(Axis = 1, Start = 1, Step = 3), Sigmoid, Output]
    private Stage spread;

    [From(nameof(x)), Slice(Axis = 1, Start = -2), Linear("D"), Output("B", 2, "D")]
    private Stage last;
}

/// <summary>What takes an axis together.</summary>
[Model]
public partial class Reductions
{
    [Input("B", "T", "D")]
    private Stage x;

    [Input("B", "T", Type = DType.Int64)]
    private Stage ids;

    [From(nameof(x)), Sum(Axis = 1), Output("B", "D")]
    private Stage sum;

    [From(nameof(x)), Mean(Axis = 0, KeepDim = true), Output(1, "T", "D")]
    private Stage mean;

    [From(nameof(x)), Max(Axis = -1), Output("B", "T")]
    private Stage max;

    [From(nameof(max) + ".indices"), Output("B", "T")]
    private Stage where;

    [From(nameof(ids)), Sum(Axis = 1, KeepDim = true), Output("B", 1)]
    private Stage total;

    [From(nameof(ids)), Max(Axis = 1), Cast(DType.Float), Output("B")]
    private Stage largest;
}

/// <summary>Copies, and stretches that nothing may write to.</summary>
[Model]
public partial class Copies
{
    [Input("B", 1, "D")]
    private Stage x;

    [From(nameof(x)), Repeat(2, 3, 1), Relu, Output("2*B", 3, "D")]
    private Stage repeated;

    [From(nameof(x)), Repeat("n", 1, 1, 2), Output("n", "B", 1, "2*D")]
    private Stage longer;

    [From(nameof(x)), Linear("D"), Expand(-1, "n", -1), Sigmoid, Output("B", "n", "D")]
    private Stage expanded;

    [From(nameof(x)), Expand(2, -1, 3, "D"), Tanh, Output(2, "B", 3, "D")]
    private Stage stretched;
}

/// <summary>Element types one from another.</summary>
[Model]
public partial class Casts
{
    [Input("B", "T", Type = DType.Int64)]
    private Stage ids;

    [Input("B", "T")]
    private Stage x;

    [Input("B", "T", Type = DType.Bool)]
    private Stage mask;

    [From(nameof(ids)), Cast(DType.Float), Relu, Output("B", "T")]
    private Stage number;

    [From(nameof(x)), Cast(DType.Int64), Output("B", "T")]
    private Stage whole;

    [From(nameof(x)), Cast(DType.Bool), Output("B", "T")]
    private Stage nonzero;

    [From(nameof(mask)), Cast(DType.Float), Multiply(nameof(x)), Output("B", "T")]
    private Stage masked;
}

/// <summary>A sequence as a map of a size that the caller says.</summary>
[Model, DrawnByHand]
[Input("B", "S", "D")]
[Reshape("B", "H", "W", "D")]
[Output("B", "H", "W", "D")]
public partial class SequenceAsMap;
