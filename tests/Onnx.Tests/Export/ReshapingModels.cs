namespace ModelGen.Onnx.Tests;

[Model]
public partial class Selections
{
    [Input("...", "T", 4, "D")]
    private Stage x;

    [From(nameof(x)), Select(Axis = -2, Index = -1), Output("...", "T", "D")]
    private Stage last;

    [From(nameof(x)), Select(Axis = -3), Output("...", 4, "D")]
    private Stage first;

    [From(nameof(x)), Slice(Axis = -2, Start = 1, End = 4, Step = 2), Output("...", "T", 2, "D")]
    private Stage spread;

    [From(nameof(x)), Flatten, Output("...", "T", 4, "D")]
    private Stage same;

    [From(nameof(x)), Flatten(StartAxis = -2), Output("...", "T", "4*D")]
    private Stage flat;

    [From(nameof(x)), Flatten(StartAxis = -3, EndAxis = -2), Output("...", "4*T", "D")]
    private Stage rows;
}

[Model]
public partial class FlatMaps
{
    [Input("B", "C", "H", "W")]
    private Stage x;

    [From(nameof(x)), Flatten, Output("B", "C*H*W")]
    private Stage all;

    [From(nameof(x)), Flatten(StartAxis = 2), Output("B", "C", "H*W")]
    private Stage map;

    [From(nameof(x)), Flatten(StartAxis = 0, EndAxis = 1), Output("B*C", "H", "W")]
    private Stage items;
}

/// <summary>Reductions that leave padding out; the mask is an optional input.</summary>
[Model]
public partial class MaskedReductions
{
    [Input("B", "T", "D")]
    private Stage x;

    [Input("B", "T", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(x)), Mean(Axis = 1, PaddingMask = nameof(padding)), Output("B", "D")]
    private Stage mean;

    [From(nameof(x)), Mean(Axis = 1, KeepDim = true, PaddingMask = nameof(padding)), Output("B", 1, "D")]
    private Stage kept;

    [From(nameof(x)), Sum(Axis = -2, PaddingMask = nameof(padding)), Output("B", "D")]
    private Stage sum;

    [From(nameof(x)), Max(Axis = 1, KeepDim = true, PaddingMask = nameof(padding)), Output("B", 1, "D")]
    private Stage max;

    [From(nameof(max) + ".indices"), Output("B", 1, "D")]
    private Stage indices;
}

/// <summary>The mask covers every axis, of integers as well.</summary>
[Model]
public partial class MaskedIntegers
{
    [Input("B", "T", Type = DType.Int64)]
    private Stage ids;

    [Input("B", "T", Type = DType.Bool)]
    private Stage padding;

    [From(nameof(ids)), Max(Axis = 1, PaddingMask = nameof(padding)), Output("B")]
    private Stage max;

    [From(nameof(max) + ".indices"), Output("B")]
    private Stage indices;

    [From(nameof(ids)), Sum(Axis = 1, PaddingMask = nameof(padding)), Output("B")]
    private Stage sum;
}

[Model, Input("B", "T", "D")]
[Max(Axis = -1, Port = "indices"), Cast(DType.Float)]
public partial class PlacesOfMaxima;

[Model]
public partial class Arrangements
{
    [Input("B", "T", "D")]
    private Stage x;

    [From(nameof(x)), Rearrange("b ... d -> b (... d)"), Output("B", "T*D")]
    private Stage flat;

    [From(nameof(x)), Rearrange("b t d -> 1 t b 1 d"), Output(1, "T", "B", 1, "D")]
    private Stage moved;

    [From(nameof(moved)), Rearrange("1 t b (1) d -> (b d) t"), Output("B*D", "T")]
    private Stage merged;

    [From(nameof(x)), Repeat(1, 1, "heads"), Rearrange("b t (h d) -> (b h) t d", With = "h = heads"), Output("B*heads", "T", "D")]
    private Stage heads;
}

/// <summary>Shapes that the input does not have.</summary>
[Model]
public partial class NewShapes
{
    [Input("B", "T", "D")]
    private Stage x;

    [From(nameof(x)), Reshape("B", -1), Output("B", "T*D")]
    private Stage flat;

    [From(nameof(x)), Reshape(-1, "D"), Output("B*T", "D")]
    private Stage rows;

    [From(nameof(rows)), Reshape("B", "T", 1, "D"), Output("B", "T", 1, "D")]
    private Stage apart;

    [From(nameof(x)), Reshape("B", 1, "D", "T"), Output("B", 1, "D", "T")]
    private Stage other;

    [From(nameof(x)), Cast(DType.Bool), Unsqueeze(0), Expand(3, -1, "T", "D"), Output(3, "B", "T", "D")]
    private Stage flags;
}
