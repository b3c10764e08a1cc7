using System;

namespace ModelGen;

/// <summary>
/// Thrown when a tensor does not have the shape, dtype or device that a model declares, or is missing. The message names the model, the
/// input, the axis with its symbol, the expected and the actual value, and a repair.
/// </summary>
public sealed class ShapeMismatchException : ArgumentException
{
    /// <summary>Creates an exception from the facts that its message states.</summary>
    /// <param name="message">The message.</param>
    /// <param name="model">The model that was called.</param>
    /// <param name="input">The input that does not match.</param>
    /// <param name="axis">
    /// The axis that does not match, counted from the start; <c>null</c> if the mismatch is not in a single axis.
    /// </param>
    /// <param name="symbol">The symbol of the axis in the declaration, if it has one.</param>
    /// <param name="expected">The expected size, shape, dtype or device.</param>
    /// <param name="actual">The actual size, shape, dtype or device.</param>
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

    /// <summary>The input that does not match; empty if several inputs contradict each other.</summary>
    public string Input { get; }

    /// <summary>The axis that does not match, counted from the start; <c>null</c> if the mismatch is not in a single axis.</summary>
    public int? Axis { get; }

    /// <summary>The symbol of the axis in the declaration, if it has one.</summary>
    public string? Symbol { get; }

    /// <summary>The expected size, shape, dtype or device.</summary>
    public string? Expected { get; }

    /// <summary>The actual size, shape, dtype or device.</summary>
    public string? Actual { get; }

    /// <summary>The input that does not match.</summary>
    public override string? ParamName => Input.Length == 0 ? null : Input;
}
