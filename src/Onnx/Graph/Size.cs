namespace ModelGen.Onnx.Graph;

/// <summary>A size: a constant, or a tensor <c>(1)</c> of Int64 that holds it when the graph runs.</summary>
internal readonly record struct Size
{
    private readonly int? _code;

    private Size(long? constant, Value? tensor, int? code = null) => (Constant, Tensor, _code) = (constant, tensor, code);

    /// <summary>In a reshape: the size of the axis at the same place of the operand.</summary>
    public static Size Same { get; } = new(null, null, 0);

    /// <summary>In a reshape: what the other sizes leave.</summary>
    public static Size Rest { get; } = new(null, null, -1);

    /// <summary>The size, if it is the same in every run.</summary>
    public long? Constant { get; }

    /// <summary>The tensor, if it is not.</summary>
    public Value? Tensor { get; }

    /// <summary>Whether this is <see cref="Same"/>.</summary>
    public bool IsSame => _code == 0;

    /// <summary>Whether this is <see cref="Rest"/>.</summary>
    public bool IsRest => _code == -1;

    /// <summary>A size that is the same in every run.</summary>
    public static implicit operator Size(long constant) => new(constant, null);

    /// <summary>A size that a tensor holds.</summary>
    public static implicit operator Size(Value tensor) => new(null, tensor);
}
