namespace ModelGen.Generator.Plan;

/// <summary>The nested class <c>Batch</c>: the inputs of a model and the targets of its loss as one value.</summary>
/// <param name="Inputs">The inputs, in the order of <c>forward</c>.</param>
/// <param name="Targets">The targets, in the order of <c>Loss</c>.</param>
/// <param name="Parameters">All of them, in the order of the constructor.</param>
/// <param name="Count">The expression for the number of examples.</param>
internal sealed record BatchPlan(
    EquatableArray<BatchTensorPlan> Inputs,
    EquatableArray<BatchTensorPlan> Targets,
    EquatableArray<BatchTensorPlan> Parameters,
    string Count);

/// <summary>A tensor of a batch.</summary>
/// <param name="Property">The property that holds it.</param>
/// <param name="Parameter">The parameter of the constructor.</param>
/// <param name="Type">Its shape and type, for the documentation.</param>
/// <param name="IsOptional">Whether it may be absent.</param>
internal sealed record BatchTensorPlan(string Property, string Parameter, string Type, bool IsOptional);
