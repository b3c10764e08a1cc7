using System.Collections.Immutable;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Kinds;

/// <summary>The generated <c>Loss</c> method.</summary>
/// <param name="Outputs">The outputs that it compares.</param>
/// <param name="Targets">What it compares them with, in order.</param>
/// <param name="Call">The expression.</param>
/// <param name="ResultShape">The result's shape, for people.</param>
internal sealed record InferredLoss(
    ImmutableArray<ComparedOutput> Outputs, ImmutableArray<InferredTarget> Targets, Code Call, string ResultShape);

/// <summary>An output of the model that a loss compares.</summary>
/// <param name="Index">Its number among the outputs.</param>
/// <param name="Value">The value in the expression that stands for it, named as the loss calls it.</param>
internal sealed record ComparedOutput(int Index, Value Value);

/// <summary>A target of a loss.</summary>
/// <param name="Type">Its shape and type.</param>
/// <param name="Value">The value in the expression that stands for it.</param>
internal sealed record InferredTarget(TensorType Type, Value Value);
