using System;

namespace ModelGen;

/// <summary>
/// Calls a method of the class, tensors in, one tensor out, any shape to any shape: its parameters and its return value carry
/// <see cref="ShapeAttribute"/>. What it returns is checked at run time.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#escape">The vocabulary: escape</see>
/// </remarks>
/// <param name="method">The method, as <c>nameof(Method)</c>. It must leave its arguments alive and return a tensor of its own.</param>
public sealed class ApplyAttribute(string method) : LayerAttribute
{
    /// <summary>The method.</summary>
    public string Method { get; } = method;

    /// <summary>The stages or inputs that give the method's second and further arguments, in order.</summary>
    public string[]? Inputs { get; set; }

    /// <summary>
    /// Whether every position of a sequence is computed from the same position alone, which <see cref="AutoregressiveAttribute"/> cannot
    /// see.
    /// </summary>
    public bool PositionWise { get; set; }
}

/// <summary>Uses any module from tensor to tensor: any shape to the shape declared here. What it returns is checked at run time.</summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#escape">The vocabulary: escape</see>
/// </remarks>
/// <typeparam name="T">A class derived from <c>torch.nn.Module&lt;Tensor, Tensor&gt;</c>.</typeparam>
/// <param name="shape">The output's axes, as for <see cref="InputAttribute"/>.</param>
public sealed class ModuleAttribute<T>(params object[] shape) : LayerAttribute
{
    /// <summary>The output's axes.</summary>
    public object[] Shape { get; } = shape;

    /// <summary>A static method without parameters that creates the module; its parameterless constructor when not given.</summary>
    public string? Create { get; set; }

    /// <summary>
    /// Whether every position of a sequence is computed from the same position alone, which <see cref="AutoregressiveAttribute"/> cannot
    /// see.
    /// </summary>
    public bool PositionWise { get; set; }
}

/// <summary>The shape of a parameter or of the return value of a method used by <see cref="ApplyAttribute"/>.</summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#escape">The vocabulary: escape</see>
/// </remarks>
/// <param name="shape">One entry an axis, as for <see cref="InputAttribute"/>. Symbols take their values from what the method is
/// given.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue, Inherited = false)]
public sealed class ShapeAttribute(params object[] shape) : Attribute
{
    /// <summary>One entry an axis.</summary>
    public object[] Shape { get; } = shape;

    /// <summary>The element type; <see cref="DType.Float"/> by default.</summary>
    public DType Type { get; set; }
}
