using System;

namespace ModelGen;

/// <summary>
/// A tensor that does not have the shape, the type or the presence that a model declares. The message is one sentence that
/// names the model, the input, the axis with its symbol, what was expected and what came.
/// </summary>
public sealed class ShapeMismatchException : ArgumentException
{
    /// <summary>An exception with the facts that its message states.</summary>
    /// <param name="message">The sentence for people.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="input">The input that does not fit.</param>
    /// <param name="axis">The axis that does not fit, counted from the start; <c>null</c> if the fault is not one of a single axis.</param>
    /// <param name="symbol">The axis's symbol in the declaration, if it has one.</param>
    /// <param name="expected">What was expected: a size, a shape or a type.</param>
    /// <param name="actual">What came.</param>
    public ShapeMismatchException(
        string message, string model, string input, int? axis = null, string? symbol = null, string? expected = null, string? actual = null)
        : base(message)
    {
        Model = model;
        Input = input;
        Axis = axis;
        Symbol = symbol;
        Expected = expected;
        Actual = actual;
    }

    /// <summary>The model that was called.</summary>
    public string Model { get; }

    /// <summary>The input that does not fit; empty if several inputs do not fit together.</summary>
    public string Input { get; }

    /// <summary>The axis that does not fit, counted from the start; <c>null</c> if the fault is not one of a single axis.</summary>
    public int? Axis { get; }

    /// <summary>The axis's symbol in the declaration, if it has one.</summary>
    public string? Symbol { get; }

    /// <summary>What was expected: a size, a shape or a type.</summary>
    public string? Expected { get; }

    /// <summary>What came.</summary>
    public string? Actual { get; }

    /// <summary>The input that does not fit.</summary>
    public override string? ParamName => Input.Length == 0 ? null : Input;
}
