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
internal sealed record Signature(
    string Name,
    EquatableArray<Port> Inputs,
    EquatableArray<Port> Outputs,
    EquatableArray<SignatureParameter> Parameters,
    EquatableArray<SignatureRelation> Relations,
    Dim? ParameterCount,
    bool HasErrors = false);

/// <summary>An input or output of a block; its type is null after a mistake in the block.</summary>
internal sealed record Port(string Name, TensorType? Type, bool IsOptional);

/// <summary>A parameter of a block's constructor.</summary>
internal sealed record SignatureParameter(string Name, long? Default, SymbolFacts Facts);

/// <summary>A relation and the sentence that says what it is for.</summary>
internal sealed record SignatureRelation(DimRelation Relation, string Message);
