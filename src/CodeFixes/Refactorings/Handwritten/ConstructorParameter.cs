namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>A parameter that the declaration's constructor keeps.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsSetting">Whether it is a setting; a size if not.</param>
/// <param name="Default">Its default as an attribute states it; null if it has none.</param>
internal sealed record ConstructorParameter(string Name, bool IsSetting, string? Default);
