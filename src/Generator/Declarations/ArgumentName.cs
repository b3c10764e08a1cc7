namespace ModelGen.Generator.Declarations;

/// <summary>
/// The name of an argument that an attribute takes. Code finds an argument of a declaration by this value, which is declared once, so that
/// no step repeats the name as text.
/// </summary>
/// <param name="name">The name of the attribute's property, or of its constructor's parameter.</param>
internal class ArgumentName(string name)
{
    public string Name { get; } = name;

    /// <summary>Whether it is a property of the attribute; otherwise it is a parameter of the attribute's constructor.</summary>
    public bool IsProperty => char.IsUpper(Name[0]);
}
