using System;

namespace ModelGen;

/// <summary>
/// Calls a method of the class that maps tensors to one tensor, any shape to any shape: <see cref="ShapeAttribute"/> on its parameters and
/// return value declares their shapes, and the returned tensor is checked at run time.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#escape">The vocabulary: escape</see>
/// </remarks>
/// <param name="method">
/// The method, as <c>nameof(Method)</c>. It must not dispose its arguments and must return a tensor that it owns.
/// </param>
public sealed class ApplyAttribute(string method) : LayerAttribute
{
    /// <summary>The name of the method.</summary>
    public string Method { get; } = method;

    /// <summary>The stages or inputs for the method's second and further parameters, in order.</summary>
    public string[]? Inputs { get; set; }

    /// <summary>
    /// Whether the method computes every position of a sequence from that position alone, which <see cref="AutoregressiveAttribute"/>
    /// cannot verify.
    /// </summary>
    public bool PositionWise { get; set; }
}

/// <summary>
/// Uses any module from one tensor to one tensor, any shape to the declared shape; the returned tensor is checked at run time.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#escape">The vocabulary: escape</see>
/// </remarks>
/// <typeparam name="T">A class derived from <c>torch.nn.Module&lt;Tensor, Tensor&gt;</c>.</typeparam>
/// <param name="shape">The shape of the output, one entry per axis, as for <see cref="InputAttribute"/>.</param>
public sealed class ModuleAttribute<T>(params object[] shape) : LayerAttribute
{
    /// <summary>The shape of the output, one entry per axis.</summary>
    public object[] Shape { get; } = shape;

    /// <summary>The static parameterless method that creates the module; its parameterless constructor when not given.</summary>
    public string? Create { get; set; }

    /// <summary>
    /// Whether the module computes every position of a sequence from that position alone, which <see cref="AutoregressiveAttribute"/>
    /// cannot verify.
    /// </summary>
    public bool PositionWise { get; set; }
}

/// <summary>Declares the shape of a parameter or of the return value of a method used by <see cref="ApplyAttribute"/>.</summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#escape">The vocabulary: escape</see>
/// </remarks>
/// <param name="shape">One entry per axis, as for <see cref="InputAttribute"/>. The arguments bind the symbols.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue, Inherited = false)]
public sealed class ShapeAttribute(params object[] shape) : Attribute
{
    /// <summary>The shape, one entry per axis.</summary>
    public object[] Shape { get; } = shape;

    /// <summary>The element type; <see cref="DType.Float"/> by default.</summary>
    public DType Type { get; set; }
}
