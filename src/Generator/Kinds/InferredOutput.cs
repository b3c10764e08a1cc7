namespace ModelGen.Generator.Kinds;

/// <summary>A result of <c>forward</c>; its value is null after a mistake.</summary>
internal sealed record InferredOutput(string Name, Value? Value);
