namespace ModelGen.Generator.Declarations;

/// <summary>What a <see cref="Site"/> points at.</summary>
internal enum SiteKind
{
    /// <summary>The class's identifier.</summary>
    Class,

    /// <summary>The identifier of a stage's field.</summary>
    Stage,

    /// <summary>An attribute, or an argument of it.</summary>
    Attribute,

    /// <summary>The identifier of any other member of the class.</summary>
    Member,

    /// <summary>The identifier of a constructor.</summary>
    Constructor,
}

/// <summary>
/// A place in a declaration, without a location: the analyzer turns it into one, so that the generator's pipeline
/// holds no syntax and moving a declaration recomputes nothing.
/// </summary>
/// <param name="Kind">What is pointed at.</param>
/// <param name="Ordinal">The number of the stage, of the constructor, or of the attribute in the order of reading.</param>
/// <param name="Argument">The argument's name, or null for the attribute's own name; a member's name.</param>
/// <param name="Item">The item of an array argument, or -1.</param>
/// <param name="Start">Where a part of a string argument starts, or -1.</param>
/// <param name="Length">How long that part is.</param>
internal readonly record struct Site(SiteKind Kind, int Ordinal, string? Argument = null, int Item = -1, int Start = -1, int Length = 0)
{
    public static Site Class => new(SiteKind.Class, 0);

    public static Site Stage(int ordinal) => new(SiteKind.Stage, ordinal);

    public static Site Member(string name) => new(SiteKind.Member, 0, name);

    public static Site Constructor(int ordinal) => new(SiteKind.Constructor, ordinal);

    public static Site Attribute(int ordinal) => new(SiteKind.Attribute, ordinal);

    public Site At(ArgumentName argument, int item = -1) => this with { Argument = argument.Name, Item = item };

    public Site Within(int start, int length) => this with { Start = start, Length = length };
}
