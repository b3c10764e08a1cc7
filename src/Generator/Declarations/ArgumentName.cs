namespace ModelGen.Generator.Declarations;

/// <summary>
/// The name of an argument that an attribute takes. A declaration is asked for an argument by such a value, which is declared once, so that
/// no step repeats the name as text.
/// </summary>
/// <param name="name">The name of the attribute's property, or of its constructor's parameter.</param>
internal class ArgumentName(string name)
{
    public string Name { get; } = name;

    /// <summary>Whether it is a property of the attribute; otherwise it is a parameter of the attribute's constructor.</summary>
    public bool IsProperty => char.IsUpper(Name[0]);
}
