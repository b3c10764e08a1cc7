namespace ModelGen.Onnx.Graph;

/// <summary>A size: a constant, or a tensor <c>(1)</c> of Int64 that holds it when the graph runs.</summary>
internal readonly record struct Size
{
    private Size(long? constant, Value? tensor) => (Constant, Tensor) = (constant, tensor);

    /// <summary>The size, if it is the same in every run.</summary>
    public long? Constant { get; }

    /// <summary>The tensor, if it is not.</summary>
    public Value? Tensor { get; }

    /// <summary>A size that is the same in every run.</summary>
    public static implicit operator Size(long constant) => new(constant, null);

    /// <summary>A size that a tensor holds.</summary>
    public static implicit operator Size(Value tensor) => new(null, tensor);
}
