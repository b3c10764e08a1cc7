namespace ModelGen.Generator.Emit;

/// <summary>The generated part of a model.</summary>
/// <param name="HintName">The name of its file, without the ending.</param>
/// <param name="QualifiedName">The full name of the class.</param>
/// <param name="Text">The text of the file.</param>
/// <param name="Inference">The text of a second file, with the class that runs the exported model; empty if there is none.</param>
internal sealed record EmittedPart(string HintName, string QualifiedName, string Text, string Inference);
