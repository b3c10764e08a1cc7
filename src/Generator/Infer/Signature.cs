using ModelGen.Generator.Bind;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Infer;

/// <summary>What a model shows when it is used as a block, in its own symbols.</summary>
/// <param name="Name">The class's short name.</param>
/// <param name="Inputs">Its inputs in order.</param>
/// <param name="Outputs">Its outputs in order; empty after a mistake in it.</param>
/// <param name="Parameters">The constructor's parameters in order.</param>
/// <param name="Relations">What must hold of its symbols and is not proved from facts alone.</param>
/// <param name="ParameterCount">How many weights it has; null after a mistake in it.</param>
/// <param name="HasErrors">Whether a mistake in it was reported where it is declared.</param>
/// <param name="Flows">How it decodes; for a block of another assembly, what that offers.</param>
/// <param name="Settings">The constructor's parameters that are no sizes.</param>
internal sealed record Signature(
    string Name,
    EquatableArray<Port> Inputs,
    EquatableArray<Port> Outputs,
    EquatableArray<SignatureParameter> Parameters,
    EquatableArray<SignatureRelation> Relations,
    Dim? ParameterCount,
    bool HasErrors = false,
    EquatableArray<SignatureFlow> Flows = default,
    EquatableArray<Setting> Settings = default);

/// <summary>How a block treats the positions of a sequence.</summary>
/// <param name="Axis">The axis of the positions in its first input, from the end.</param>
/// <param name="Inputs">Their axis in each input, or <see cref="Independent"/>, or <see cref="Absent"/>.</param>
/// <param name="Output">Their axis in the output, from the end.</param>
/// <param name="HasState">Whether it has a <c>Step</c>, which takes the first input, the state, where it stands, and every other input that is not absent.</param>
/// <param name="Obstacle">Why it cannot be decoded along this axis; null if it can.</param>
internal sealed record SignatureFlow(int Axis, EquatableArray<int> Inputs, int Output, bool HasState, Obstacle? Obstacle = null)
{
    /// <summary>The input does not depend on the positions.</summary>
    public const int Independent = 0;

    /// <summary>The input is of all positions, and steps leave it out.</summary>
    public const int Absent = -1;
}

/// <summary>An input or output of a block; its type is null after a mistake in the block.</summary>
internal sealed record Port(string Name, TensorType? Type, bool IsOptional);

/// <summary>A parameter of a block's constructor.</summary>
internal sealed record SignatureParameter(string Name, long? Default, SymbolFacts Facts);

/// <summary>A relation and the sentence that says what it is for.</summary>
internal sealed record SignatureRelation(DimRelation Relation, string Message);
