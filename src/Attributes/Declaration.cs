using System;

namespace ModelGen;

/// <summary>
/// Makes a partial class a model: the generator writes its constructor, <c>forward</c> and checks from the
/// layers declared on the class (a chain) or on its <c>Stage</c> fields (a graph).
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#declaration">The vocabulary: declaration</see>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ModelAttribute() : Attribute
{
}

/// <summary>The element type of a tensor, as far as a declaration distinguishes it.</summary>
public enum DType
{
    /// <summary>Any floating-point type; the model's own <c>dtype</c> decides which.</summary>
    Float,

    /// <summary>64-bit integers: token ids, class indices, positions.</summary>
    Int64,

    /// <summary>Booleans: masks.</summary>
    Bool,
}

/// <summary>
/// Declares an input tensor. On the class it is a parameter of <c>forward</c> named <see cref="Name"/>;
/// on a <c>Stage</c> field it is a parameter named as the field.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#declaration">The vocabulary: declaration</see>
/// </remarks>
/// <param name="shape">
/// One entry an axis: a positive integer, or a dimension expression in a string such as <c>"B"</c> or <c>"2*D"</c>.
/// A leading <c>"..."</c> stands for any number of leading axes.
/// </param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Field, AllowMultiple = true, Inherited = false)]
public sealed class InputAttribute(params object[] shape) : Attribute
{
    /// <summary>One entry an axis.</summary>
    public object[] Shape { get; } = shape;

    /// <summary>The parameter's name; <c>input</c> when not given. On a field the field's name is used instead.</summary>
    public string? Name { get; set; }

    /// <summary>The element type, checked at every call; <see cref="DType.Float"/> by default.</summary>
    public DType Type { get; set; }

    /// <summary>Whether callers may pass <c>null</c>. Only arguments that accept an absent tensor may read it.</summary>
    public bool Optional { get; set; }
}

/// <summary>
/// On a class: the shape that the model's output must have. On a <c>Stage</c> field: the stage is an output of the
/// model and, if a shape is given, must have it. Several outputs are returned as a tuple in declaration order.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#declaration">The vocabulary: declaration</see>
/// </remarks>
/// <param name="shape">One entry an axis, as for <see cref="InputAttribute"/>; may be empty on a field.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Field, Inherited = false)]
public sealed class OutputAttribute(params object[] shape) : Attribute
{
    /// <summary>One entry an axis.</summary>
    public object[] Shape { get; } = shape;
}

/// <summary>States a default and facts about a symbolic dimension. Facts take part in shape proofs and are checked at run time.</summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#declaration">The vocabulary: declaration</see>
/// </remarks>
/// <param name="name">The symbol, as it appears in dimension expressions.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DimAttribute(string name) : Attribute
{
    /// <summary>The symbol.</summary>
    public string Name { get; } = name;

    /// <summary>The value of the constructor parameter when the caller gives none.</summary>
    public long Default { get; set; }

    /// <summary>An integer or an expression that divides the dimension, for example <c>8</c> or <c>"heads"</c>.</summary>
    public object? MultipleOf { get; set; }

    /// <summary>The smallest value allowed; 1 when not given.</summary>
    public long Min { get; set; } = 1;

    /// <summary>The largest value allowed; unbounded when not given.</summary>
    public long Max { get; set; } = long.MaxValue;
}

/// <summary>
/// Declares a setting: a constructor parameter that is no size, such as a norm's epsilon, a probability of dropout, an activation or how
/// rotary positions turn. Arguments that take one name it in a string: <c>[RmsNorm(Eps = "eps")]</c>. Its type follows from where it is
/// used.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#declaration">The vocabulary: declaration</see>
/// </remarks>
/// <param name="name">The parameter's name.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SettingAttribute(string name) : Attribute
{
    /// <summary>The parameter's name.</summary>
    public string Name { get; } = name;

    /// <summary>The value when the caller gives none: a number or an <see cref="Activation"/>. Rotary positions have no default.</summary>
    public object? Default { get; set; }
}

/// <summary>
/// Where a stage starts: the names of one or more stages or inputs, or ports of a stage's layers such as
/// <c>nameof(encoder) + ".h"</c>. Without it a stage starts from the stage above it, the first from the input.
/// </summary>
/// <remarks>
/// <see href="https://github.com/modelgen/modelgen/blob/main/docs/vocabulary.md#declaration">The vocabulary: declaration</see>
/// </remarks>
/// <param name="sources">The starting points, in the order in which the stage's first layer takes them.</param>
[AttributeUsage(AttributeTargets.Field, Inherited = false)]
public sealed class FromAttribute(params string[] sources) : Attribute
{
    /// <summary>The starting points.</summary>
    public string[] Sources { get; } = sources;
}

/// <summary>
/// What a model shows to those who use it as a block from another assembly. The generator writes it; nobody else needs to.
/// </summary>
/// <param name="text">The inputs, outputs and parameters in the generator's own notation.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
[System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
public sealed class ModelSignatureAttribute(string text) : Attribute
{
    /// <summary>The inputs, outputs and parameters.</summary>
    public string Text { get; } = text;
}
