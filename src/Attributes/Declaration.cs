using System;

namespace ModelGen;

/// <summary>
/// Makes a partial class a model: the generator writes its constructor, <c>forward</c> and input checks from the layers declared on the
/// class (a chain) or on its <c>Stage</c> fields (a graph).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#declaration">The vocabulary: declaration</see>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ModelAttribute() : Attribute
{
    /// <summary>
    /// Whether the generator also writes a class <c>NameInference</c>, which runs the exported model in ONNX Runtime without TorchSharp.
    /// The project then references the package ModelGen.Inference.
    /// </summary>
    public bool Inference { get; set; }
}

/// <summary>The element type of a tensor in a declaration.</summary>
public enum DType
{
    /// <summary>The floating-point type of the model, set by its <c>dtype</c>.</summary>
    Float,

    /// <summary>64-bit integers: token ids, class indices, positions.</summary>
    Int64,

    /// <summary>Booleans: masks.</summary>
    Bool,
}

/// <summary>
/// Declares an input tensor: on the class a parameter of <c>forward</c> named <see cref="Name"/>, on a <c>Stage</c> field a parameter with
/// the name of the field.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#declaration">The vocabulary: declaration</see>
/// </remarks>
/// <param name="shape">
/// One entry per axis: a positive integer, or a dimension expression in a string such as <c>"B"</c> or <c>"2*D"</c>. A leading <c>"..."</c>
/// matches any number of leading axes.
/// </param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Field, AllowMultiple = true, Inherited = false)]
public sealed class InputAttribute(params object[] shape) : Attribute
{
    /// <summary>The shape, one entry per axis.</summary>
    public object[] Shape { get; } = shape;

    /// <summary>The name of the parameter; <c>input</c> when not given. Ignored on a field.</summary>
    public string? Name { get; set; }

    /// <summary>The element type, checked on every call; <see cref="DType.Float"/> by default.</summary>
    public DType Type { get; set; }

    /// <summary>
    /// Whether callers may pass <c>null</c>. Only layer arguments that accept a missing tensor may refer to an optional input.
    /// </summary>
    public bool Optional { get; set; }
}

/// <summary>
/// Declares an output: on the class the shape that the model's output must have, on a <c>Stage</c> field that the stage is an output, with
/// that shape if one is given. Several outputs are returned as a tuple in declaration order.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#declaration">The vocabulary: declaration</see>
/// </remarks>
/// <param name="shape">One entry per axis, as for <see cref="InputAttribute"/>; may be empty on a field.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Field, Inherited = false)]
public sealed class OutputAttribute(params object[] shape) : Attribute
{
    /// <summary>The shape, one entry per axis.</summary>
    public object[] Shape { get; } = shape;
}

/// <summary>
/// States a default value and constraints for a symbolic dimension; the constraints are used in shape proofs and checked at run time.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#declaration">The vocabulary: declaration</see>
/// </remarks>
/// <param name="name">The symbol that dimension expressions use.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DimAttribute(string name) : Attribute
{
    /// <summary>The symbol.</summary>
    public string Name { get; } = name;

    /// <summary>The default value of the constructor parameter.</summary>
    public long Default { get; set; }

    /// <summary>An integer or an expression that divides the dimension, for example <c>8</c> or <c>"heads"</c>.</summary>
    public object? MultipleOf { get; set; }

    /// <summary>The smallest allowed value; 1 when not given.</summary>
    public long Min { get; set; } = 1;

    /// <summary>The largest allowed value; unbounded when not given.</summary>
    public long Max { get; set; } = long.MaxValue;
}

/// <summary>
/// Declares a setting: a constructor parameter that is not a size, such as the epsilon of a norm, a dropout probability, an activation or
/// the options of rotary positional encoding. Arguments refer to it by name, <c>[RmsNorm(Eps = "eps")]</c>, and its type follows from these
/// arguments.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#declaration">The vocabulary: declaration</see>
/// </remarks>
/// <param name="name">The name of the parameter.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SettingAttribute(string name) : Attribute
{
    /// <summary>The name of the parameter.</summary>
    public string Name { get; } = name;

    /// <summary>The default value: a number or an <see cref="Activation"/>. Rotary options have no default.</summary>
    public object? Default { get; set; }
}

/// <summary>
/// The tensors that a stage starts from: names of stages or inputs, or ports of a stage's layers such as <c>nameof(encoder) + ".h"</c>.
/// Without this attribute a stage starts from the preceding stage, and the first stage from the input.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#declaration">The vocabulary: declaration</see>
/// </remarks>
/// <param name="sources">The stages, inputs or ports, in the order in which the first layer of the stage takes them.</param>
[AttributeUsage(AttributeTargets.Field, Inherited = false)]
public sealed class FromAttribute(params string[] sources) : Attribute
{
    /// <summary>The stages, inputs or ports.</summary>
    public string[] Sources { get; } = sources;
}

/// <summary>
/// Describes a model to the generator when another assembly uses it as a block. Written by the generator; do not use it in code.
/// </summary>
/// <param name="text">The inputs, outputs and parameters in the generator's notation.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
[System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
public sealed class ModelSignatureAttribute(string text) : Attribute
{
    /// <summary>The inputs, outputs and parameters in the generator's notation.</summary>
    public string Text { get; } = text;
}
