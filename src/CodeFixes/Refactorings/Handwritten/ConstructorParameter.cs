namespace ModelGen.CodeFixes.Refactorings.Handwritten;

/// <summary>A parameter that the declaration's constructor keeps.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsSetting">Whether it is a setting; a size if not.</param>
/// <param name="Default">Its default as an attribute states it; null if it has none.</param>
/// <param name="MayBeZero">Whether it is a padding, which may be 0.</param>
internal sealed record ConstructorParameter(string Name, bool IsSetting, string? Default, bool MayBeZero = false)
{
    /// <summary>The attribute that states it.</summary>
    public string Text => $"{(IsSetting ? "Setting" : "Dim")}"
        + $"(\"{Name}\"{(Default is null ? string.Empty : $", Default = {Default}")}{(MayBeZero ? ", Min = 0" : string.Empty)})";
}
