using System.Collections.Generic;

namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>How a value of TorchSharp's is written in an attribute.</summary>
internal enum Form
{
    /// <summary>An integer, or an expression of constructor parameters.</summary>
    Size,

    /// <summary>One integer for all spatial axes, or one per axis.</summary>
    Sizes,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>A floating-point number.</summary>
    Real,

    /// <summary>A floating-point number, or a constructor parameter of that type, which becomes a setting.</summary>
    Setting,

    /// <summary>A boolean.</summary>
    Flag,

    /// <summary>An enum's value, of the same name in the property's type, which is the property's name.</summary>
    Enum,

    /// <summary>The input's width, which the declaration infers.</summary>
    Width,

    /// <summary>Must be true.</summary>
    True,

    /// <summary>Whether the operand is overwritten.</summary>
    InPlace,

    /// <summary>Must be the module's own <c>training</c>.</summary>
    Training,
}

/// <summary>The translation of a parameter.</summary>
/// <param name="Parameter">Its name in TorchSharp.</param>
/// <param name="Form">How its value is read.</param>
/// <param name="Property">The attribute's property; null for a positional argument.</param>
/// <param name="Default">The attribute's default, which is left out.</param>
internal sealed record ArgumentRule(string Parameter, Form Form, string? Property = null, string? Default = null);

/// <summary>The layer that is equivalent to a module, a function or a method of Tensor.</summary>
/// <param name="Kind">The attribute's name.</param>
/// <param name="Rules">The translations of its parameters; others must have their defaults.</param>
internal sealed record Translation(string Kind, IReadOnlyList<ArgumentRule> Rules)
{
    public bool HasWeights { get; init; }

    /// <summary>Whether it always overwrites its operand.</summary>
    public bool IsInPlace { get; init; }

    public int WidthAxis { get; init; } = -1;

    public int SpatialAxes { get; init; } = -1;
}
