namespace ModelGen.Runtime.Tests;

/// <summary>An optional input before those that are always there, with leading axes to compare.</summary>
[Model]
public partial class MaskFirst
{
    [Input("...", "T", "S", Optional = true)]
    private Stage mask;

    [Input("...", "T", "d")]
    private Stage q;

    [Input("...", "S", "d")]
    private Stage k;

    [From(nameof(q), nameof(k), nameof(k)), ScaledDotProductAttention(Mask = nameof(mask))]
    private Stage output;
}

/// <summary>Names that the generated code would like to use itself, and keywords.</summary>
[Model]
[Dim("int", MultipleOf = "class")]
public partial class ClashingNames
{
    [Input("input", "i", "int")]
    private Stage input;

    [Input("i", "next", Type = DType.Int64)]
    private Stage next;

    [From(nameof(next)), Embedding("vocabulary", "int", Name = "target"), Mean(Axis = 0), Mean]
    private Stage device;

    [From(nameof(input)), Flatten(StartAxis = 0, EndAxis = 1), Block<OnlyDropout>(2), Output]
    private Stage @namespace;

    [Add(nameof(device), Broadcast = true), Linear("int", Name = "dtype"), Relu, Output]
    private Stage i;
}

/// <summary>Symbols named as members of the class.</summary>
[Model]
[Input("B", "width")]
[Linear("training"), Linear("Summary"), Linear("NamedAsMembers")]
public partial class NamedAsMembers;

/// <summary>A port inside a chain that runs in place, and a result that others read.</summary>
[Model]
public partial class ManyReaders
{
    private const int Width = 4;

    [Input("B", "T", "Width")]
    private Stage x;

    [Input("B", "T", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(x)), Linear("2*Width"), Relu, Output]
    private Stage wide;

    [Dropout, Relu, Linear("Width"), Output]
    private Stage dropped;

    [From(nameof(dropped) + ".relu"), LayerNorm, Gelu, Output]
    private Stage port;

    [From(nameof(wide)), Flatten, Select(Axis = -1, Index = 0), Relu, Output]
    private Stage corner;

    [From(nameof(x)), MultiHeadAttention(2, KeyPaddingMask = nameof(padding)), Residual, Output]
    private Stage attention;
}

/// <summary>Absent tensors handed on to repeated blocks.</summary>
[Model]
public partial class OptionalThroughBlocks
{
    [Input("B", "T", "D")]
    private Stage x;

    [Input("B", "T", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [Input("B", "T", "S", Optional = true)]
    private Stage scores;

    [Input("B", "S", "D")]
    private Stage memory;

    [Input(1, "B", "D", Optional = true)]
    private Stage h0;

    [From(nameof(x)), Block<MemoryBlock>(2, Inputs = new[] { nameof(x), nameof(padding) }), Relu]
    private Stage y;

    [Block<MemoryBlock>(1, Inputs = new[] { nameof(x) }), Tanh, Output]
    private Stage z;

    [From(nameof(y)), Block<MemoryBlock>(Inputs = new[] { nameof(y) }), Relu]
    private Stage z2;

    [Block<StatefulBlock>("n", Inputs = new[] { nameof(memory), nameof(scores), nameof(h0) }), Relu, Output]
    private Stage z3;
}

/// <summary>Attention over a memory that may be the input itself.</summary>
[Model]
public partial class MemoryBlock
{
    [Input("B", "T", "D")]
    private Stage x;

    [Input("B", "S", "D")]
    private Stage memory;

    [Input("B", "S", Type = DType.Bool, Optional = true)]
    private Stage padding;

    [From(nameof(x)), MultiHeadAttention(1, Memory = nameof(memory), KeyPaddingMask = nameof(padding)), Residual, LayerNorm]
    private Stage y;
}

/// <summary>An initial state whose number of layers only the call can tell.</summary>
[Model]
[Dim("L", Max = 1)]
public partial class StatefulBlock
{
    [Input("B", "T", "D")]
    private Stage x;

    [Input("B", "S", "E")]
    private Stage memory;

    [Input("B", "T", "S", Optional = true)]
    private Stage scores;

    [Input("L", "B", "D", Optional = true)]
    private Stage h0;

    [From(nameof(x)), MultiHeadAttention(1, Memory = nameof(memory), Mask = nameof(scores)), Dropout, Residual, LayerNorm]
    private Stage y;

    [Rnn("D", InitialHidden = nameof(h0)), Residual]
    private Stage z;
}
