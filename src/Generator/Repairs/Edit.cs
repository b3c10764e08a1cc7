using ModelGen.Generator.Declarations;

namespace ModelGen.Generator.Repairs;

/// <summary>What an <see cref="Edit"/> does.</summary>
internal enum EditKind
{
    /// <summary>Makes the class and the types that contain it partial.</summary>
    MakePartial,

    /// <summary>Puts the attribute <see cref="Edit.Text"/> before an attribute.</summary>
    InsertBefore,

    /// <summary>Puts the attribute <see cref="Edit.Text"/> after an attribute.</summary>
    InsertAfter,

    /// <summary>Moves an attribute after the one at <see cref="Edit.Target"/>.</summary>
    MoveAfter,

    /// <summary>Removes an attribute, or a stage's field.</summary>
    Remove,

    /// <summary>Gives an attribute the name <see cref="Edit.Text"/> and keeps its arguments.</summary>
    ReplaceKind,

    /// <summary>
    /// Writes the attributes <see cref="Edit.Text"/> in the place of one; <c>{0}</c> and <c>{padding}</c> in it stand
    /// for arguments that the one has.
    /// </summary>
    ReplaceAttribute,

    /// <summary>Sets the argument <see cref="Edit.Name"/> to <see cref="Edit.Text"/>, whether it is given or not.</summary>
    SetArgument,

    /// <summary>Removes the argument <see cref="Edit.Name"/>.</summary>
    RemoveArgument,

    /// <summary>Replaces every entry of a shape by <see cref="Edit.Text"/>.</summary>
    SetEntries,

    /// <summary>Writes <see cref="Edit.Text"/> for the name <see cref="Edit.Name"/> within an argument.</summary>
    Rename,

    /// <summary>Moves a stage's attributes up to this one to a stage of the name <see cref="Edit.Text"/> above it.</summary>
    SplitAfter,

    /// <summary>Writes <see cref="Edit.Text"/> for the name at the diagnostic itself.</summary>
    RenameHere,

    /// <summary>Writes other attributes in the place of the one around the diagnostic.</summary>
    ReplaceAttributeHere,

    /// <summary>Writes the string <see cref="Edit.Text"/> for the <c>nameof</c> around the name at the diagnostic itself.</summary>
    QuoteHere,

    /// <summary>
    /// States <see cref="Edit.Text"/>, such as <c>MultipleOf = 8</c>, of the symbol <see cref="Edit.Name"/> in its [Dim], or in
    /// a new one after an attribute.
    /// </summary>
    State,

    /// <summary>Gives a field the type <see cref="Edit.Text"/>.</summary>
    ChangeType,

    /// <summary>Lets a read-only field or property be assigned.</summary>
    MakeWritable,
}

/// <summary>One change of the source. The analyzer decides it, the code fix carries it out without asking why.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Site">Where.</param>
/// <param name="Name">An argument, a name or a symbol.</param>
/// <param name="Text">What is written.</param>
/// <param name="Target">The other attribute, if two take part.</param>
internal sealed record Edit(EditKind Kind, Site Site, string Name = "", string Text = "", Site? Target = null)
{
    /// <summary>Sets an argument of an attribute, whether it is given or not.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="argument">The argument.</param>
    /// <param name="value">The value as C# writes it.</param>
    /// <param name="item">The item of an array, or -1 for the whole argument.</param>
    public static Edit SetArgument(Site attribute, ArgumentName argument, string value, int item = -1) =>
        new(EditKind.SetArgument, attribute.At(argument, item), argument.Name, value);

    /// <summary>Removes an argument of an attribute, or an item of it.</summary>
    public static Edit RemoveArgument(Site attribute, ArgumentName argument, int item = -1) =>
        new(EditKind.RemoveArgument, attribute.At(argument, item), argument.Name);
}
