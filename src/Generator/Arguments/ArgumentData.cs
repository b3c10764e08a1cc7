using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Arguments;

/// <summary>The value of an argument as the generated <c>Architecture</c> holds it.</summary>
/// <param name="Type">What it is: the method of <c>LayerArguments</c> that adds it.</param>
/// <param name="Items">The value, or the items of a list, each as C# writes it.</param>
internal sealed record ArgumentData(string Type, EquatableArray<string> Items)
{
    public static ArgumentData? Size(Dim? size) => size is null ? null : new ArgumentData("Size", [Literals.Of(size.ToString())]);

    public static ArgumentData Sizes(IEnumerable<string> sizes) => new("Sizes", sizes.Select(Literals.Of).ToEquatableArray());

    public static ArgumentData Integer(long value) => new("Integer", [Written(value)]);

    public static ArgumentData Integers(IEnumerable<long> values) => new("Integers", values.Select(Written).ToEquatableArray());

    public static ArgumentData Flag(bool value) => new("Flag", [value ? "true" : "false"]);

    public static ArgumentData Number(double value) => new("Number", [Literals.Of(value)]);

    public static ArgumentData Choice(string member) => new("Choice", [Literals.Of(member)]);

    public static ArgumentData Setting(string name) => new("Setting", [Literals.Of(name)]);

    public static ArgumentData? Text(string? text) => text is null ? null : new ArgumentData("Text", [Literals.Of(text)]);

    public static ArgumentData Tensors(IEnumerable<string> paths) => new("Tensors", paths.Select(Literals.Of).ToEquatableArray());

    /// <summary>Whether it is what an argument is when it is not given.</summary>
    public bool IsDefault(AttributeArgument argument) =>
        Items.Count == 1 && argument.Default.Length > 0 && (Items[0] == argument.Default || Items[0] == Literals.Of(argument.Default));

    private static string Written(long value) => value.ToString(CultureInfo.InvariantCulture);
}
