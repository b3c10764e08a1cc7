namespace ModelGen.Generator.Kinds;

/// <summary>A number that an argument gives, as such or by a setting.</summary>
/// <param name="Value">The number; null if the constructor is given it.</param>
/// <param name="Code">What stands for it in the generated code.</param>
internal sealed record Number(double? Value, Code Code);
