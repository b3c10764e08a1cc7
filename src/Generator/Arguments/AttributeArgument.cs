using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Arguments;

/// <summary>
/// An argument that an attribute takes, declared once: its name, what it may be, its range, and its default. Binding turns what was
/// written into a value of its type; nothing after that looks an argument up by its name.
/// </summary>
/// <remarks>
/// The summary of an argument is the documentation of the attribute's property or parameter, which editors show. docs/vocabulary.md is
/// generated from both.
/// </remarks>
/// <param name="name">The name of the attribute's property, or of its constructor's parameter.</param>
internal abstract class AttributeArgument(string name) : ArgumentName(name)
{
    /// <summary>The value when it is not given, as C# writes it; empty if there is none.</summary>
    public virtual string Default => string.Empty;

    /// <summary>What may be given, in words: <c>size</c>.</summary>
    public abstract string Accepts { get; }

    /// <summary>The range of the value in words, such as <c>at least 1</c>; empty if there is none.</summary>
    public virtual string Range => string.Empty;

    /// <summary>Reads what was given. False after a mistake was reported.</summary>
    public abstract bool TryBind(ArgumentReader reader, out object? value);

    /// <summary>A value that was read, for the generated <c>Architecture</c>; null if there is none.</summary>
    public virtual ArgumentData? Describe(object? value) => null;
}

/// <summary>An argument whose value is of one type.</summary>
internal abstract class AttributeArgument<T>(string name) : AttributeArgument(name);
