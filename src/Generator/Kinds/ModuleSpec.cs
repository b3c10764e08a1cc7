namespace ModelGen.Generator.Kinds;

/// <summary>A module that a layer builds and registers under its name.</summary>
/// <param name="Field">The field that holds it.</param>
/// <param name="Type">The C# type.</param>
/// <param name="Construct">The expression that creates it.</param>
/// <param name="Initialize">A statement after it, or null.</param>
internal sealed record ModuleSpec(ModuleField Field, string Type, Code Construct, Code? Initialize);

/// <summary>A field that holds a module; two of one name are two.</summary>
internal sealed class ModuleField(string name)
{
    /// <summary>The field's name, before names are made unique.</summary>
    public string Name { get; } = name;
}
