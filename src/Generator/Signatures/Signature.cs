using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Signatures;

/// <summary>What a model shows when it is used as a block, in its own symbols.</summary>
/// <param name="Name">The class's short name.</param>
/// <param name="Inputs">Its inputs in order.</param>
/// <param name="Outputs">Its outputs in order; empty after a mistake in it.</param>
/// <param name="Parameters">The constructor's parameters in order.</param>
/// <param name="Relations">What must hold of its symbols and is not proved from facts alone.</param>
/// <param name="ParameterCount">How many weights it has; null after a mistake in it.</param>
/// <param name="HasErrors">Whether a mistake in it was reported where it is declared.</param>
/// <param name="Flows">How it decodes; for a block of another assembly, what that offers.</param>
/// <param name="Projections">Its linear layers.</param>
/// <param name="IsOpaque">Whether it has modules besides of which nothing is known.</param>
/// <param name="Loss">Its loss, if it has one.</param>
/// <param name="Decoding">What <c>[Autoregressive]</c> makes of it, if it has that.</param>
/// <param name="Settings">The constructor's parameters that are not sizes.</param>
internal sealed record Signature(
    string Name,
    EquatableArray<Port> Inputs,
    EquatableArray<Port> Outputs,
    EquatableArray<SignatureParameter> Parameters,
    EquatableArray<SignatureRelation> Relations,
    Dim? ParameterCount,
    bool HasErrors = false,
    EquatableArray<SignatureFlow> Flows = default,
    EquatableArray<Projection> Projections = default,
    bool IsOpaque = false,
    SignatureLoss? Loss = null,
    SignatureDecoding? Decoding = null,
    EquatableArray<Setting> Settings = default);

/// <summary>The loss of a model, for people.</summary>
/// <param name="Targets">The targets, in order.</param>
/// <param name="Result">The shape of the result.</param>
/// <param name="Outputs">The numbers of the outputs that it compares.</param>
internal sealed record SignatureLoss(EquatableArray<SignatureTarget> Targets, string Result, EquatableArray<int> Outputs);

/// <summary>A target of a loss.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its shape and type.</param>
internal sealed record SignatureTarget(string Name, string Type)
{
    /// <summary>The name of the first target.</summary>
    public const string First = "target";
}

/// <summary>How a model with <c>[Autoregressive]</c> is decoded.</summary>
/// <param name="Positions">The number of the input that is decoded.</param>
/// <param name="Inputs">As <see cref="SignatureFlow.Inputs"/>.</param>
/// <param name="Output">The shape of what a step gives.</param>
/// <param name="IsLanguageModel">Whether ids go in and scores come out.</param>
internal sealed record SignatureDecoding(int Positions, EquatableArray<int> Inputs, string Output, bool IsLanguageModel)
{
    /// <summary>The further inputs that a language model is given once: those that do not run along the positions.</summary>
    public IEnumerable<int> Given => IsLanguageModel ? Inputs.Select((axis, i) => (axis, i))
        .Where(pair => pair.i != Positions && pair.axis != SignatureFlow.Absent).Select(pair => pair.i) : [];

    /// <summary>The inputs of a step, what is decoded first.</summary>
    public IEnumerable<int> Steps => IsLanguageModel && Given.Any()
        ? [Positions]
        : Inputs.Select((axis, i) => (axis, i))
            .Where(pair => pair.i != Positions && pair.axis != SignatureFlow.Absent).Select(pair => pair.i).Prepend(Positions);
}

/// <summary>How a block treats the positions of a sequence.</summary>
/// <param name="Axis">The axis of the positions in its first input, from the end.</param>
/// <param name="Inputs">Their axis in each input, or <see cref="Independent"/>, or <see cref="Absent"/>.</param>
/// <param name="Output">Their axis in the output, from the end.</param>
/// <param name="HasState">
/// Whether it has a <c>Step</c>, which takes the first input, the state, where it stands, and every other input that is not absent.
/// </param>
/// <param name="Obstacle">Why it cannot be decoded along this axis; null if it can.</param>
internal sealed record SignatureFlow(int Axis, EquatableArray<int> Inputs, int Output, bool HasState, Obstacle? Obstacle = null)
{
    /// <summary>The input does not depend on the positions.</summary>
    public const int Independent = 0;

    /// <summary>The input is of all positions, and steps leave it out.</summary>
    public const int Absent = -1;
}

/// <summary>An input or output of a block; its type is null after a mistake in the block.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its shape and type.</param>
/// <param name="IsOptional">Whether an input may be absent.</param>
/// <param name="Binding">What an input must have in common with the block's weights.</param>
internal sealed record Port(string Name, TensorType? Type, bool IsOptional, WeightBinding Binding = WeightBinding.None);

/// <summary>A parameter of a block's constructor.</summary>
internal sealed record SignatureParameter(string Name, long? Default, SymbolFacts Facts);

/// <summary>A relation and the sentence that says what it is for.</summary>
internal sealed record SignatureRelation(DimRelation Relation, string Message);
