using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Repairs;

/// <summary>A change that an IDE can make to repair a problem.</summary>
/// <param name="Key">
/// What it is, whatever it is done to: all problems of one diagnostic with repairs of one key can be mended at once.
/// </param>
/// <param name="Title">What it does, for a menu.</param>
/// <param name="Edits">The changes.</param>
internal sealed record Repair(string Key, string Title, EquatableArray<Edit> Edits)
{
    public static Repair MakePartial(string name) =>
        new("MakePartial", $"Make '{name}' partial", [new Edit(EditKind.MakePartial, Site.Class)]);

    /// <summary>Sets an argument to a size.</summary>
    public static Repair Set(AttributeUse use, ArgumentName argument, Dim value, string? key = null) =>
        Set(use, argument, Written(value), key);

    /// <summary>Sets an argument to a C# expression.</summary>
    public static Repair Set(AttributeUse use, ArgumentName argument, string value, string? key = null) => new(
        key ?? "Set" + Names.PascalCase(argument.Name),
        use.Find(argument) is null ? $"Add {argument.Name} = {value}" : $"Change {argument.Name} to {value}",
        [Edit.SetArgument(use.Site, argument, value)]);

    public static Repair RemoveArgument(AttributeUse use, ArgumentName argument) => new(
        "RemoveArgument",
        $"Remove {argument.Name}",
        [Edit.RemoveArgument(use.Site, argument)]);

    public static Repair InsertBefore(AttributeUse use, string attribute) => new(
        "Insert" + KindOf(attribute),
        $"Insert {attribute} before {use.Kind}",
        [new Edit(EditKind.InsertBefore, use.Site, Text: attribute)]);

    public static Repair DeclareModel(string name) =>
        new("DeclareModel", $"Make '{name}' a model", [new Edit(EditKind.InsertBefore, Site.Attribute(0), Text: "Model")]);

    public static Repair InsertAfter(AttributeUse use, string attribute) => new(
        "Insert" + KindOf(attribute),
        $"Insert {attribute} after {use.Kind}",
        [new Edit(EditKind.InsertAfter, use.Site, Text: attribute)]);

    /// <summary>Writes a layer after one in place of an argument of that one.</summary>
    public static Repair MoveOut(AttributeUse use, ArgumentName argument, string attribute) => new(
        "MoveOut" + argument.Name,
        $"Put {attribute} after {use.Kind} in place of its {argument.Name}",
        [Edit.RemoveArgument(use.Site, argument), new Edit(EditKind.InsertAfter, use.Site, Text: attribute)]);

    public static Repair MoveAfter(AttributeUse use, AttributeUse target) => new(
        "Move",
        $"Move {use.Kind} after {target.Kind}",
        [new Edit(EditKind.MoveAfter, use.Site, Target: target.Site)]);

    /// <summary>Removes an attribute.</summary>
    public static Repair Remove(AttributeUse use, string key = "Remove") =>
        new(key, $"Remove {use}", [new Edit(EditKind.Remove, use.Site)]);

    /// <summary>Removes stages, the first of which causes the problem.</summary>
    public static Repair Remove(string what, IReadOnlyList<(string Name, Site Site)> stages) => new(
        "Remove",
        $"Remove {what} {Names.Choice(stages.Select(stage => $"'{stage.Name}'").ToList(), "and")}",
        stages.Select(stage => new Edit(EditKind.Remove, stage.Site)).ToEquatableArray());

    public static Repair ReplaceKind(AttributeUse use, string kind) => new(
        "Replace",
        $"Replace {use.Kind} with {kind}",
        [new Edit(EditKind.ReplaceKind, use.Site, Text: kind)]);

    /// <summary>Writes other attributes in the place of one.</summary>
    /// <param name="name">The attribute's name.</param>
    /// <param name="site">The attribute.</param>
    /// <param name="template">The others, with the places and names of arguments to carry over in braces.</param>
    /// <param name="text">The others with the values of those arguments.</param>
    public static Repair ReplaceAttribute(string name, Site site, string template, string text) =>
        new("ReplaceAttribute", $"Replace {name} with {text}", [new Edit(EditKind.ReplaceAttribute, site, Text: template)]);

    public static Repair ChangeType(string field, string type) => new(
        "ChangeType",
        $"Change the type of '{field}' to {type}",
        [new Edit(EditKind.ChangeType, Site.Member(field), Text: type)]);

    public static Repair MakeWritable(string member, bool isProperty) => new(
        "MakeWritable",
        isProperty ? $"Give '{member}' a setter" : $"Remove 'readonly' from '{member}'",
        [new Edit(EditKind.MakeWritable, Site.Member(member))]);

    /// <summary>Declares another shape; entries that are right stay as they are written.</summary>
    public static Repair SetShape(Site attribute, Shape declared, Shape actual, string what)
    {
        var title = $"Change {what} to {actual}";
        if (declared.HasLeading || actual.HasLeading || declared.Count != actual.Count)
        {
            return new Repair("SetShape", title, [new Edit(EditKind.SetEntries, attribute, Text: Entries(actual))]);
        }

        return new Repair("SetShape", title, Enumerable.Range(0, actual.Count)
            .Where(axis => declared.Dims[axis] != actual.Dims[axis])
            .Select(axis => Edit.SetArgument(attribute, Vocabulary.Shape, Written(actual.Dims[axis]), axis))
            .ToEquatableArray());
    }

    /// <summary>Writes the name that was probably meant, if there is one.</summary>
    public static EquatableArray<Repair> Spell(Site site, string wrong, IEnumerable<string> known) =>
        Names.Nearest(wrong, known) is { } meant ? [Spell(site, wrong, meant)] : EquatableArray<Repair>.Empty;

    public static Repair Spell(Site site, string wrong, string meant) =>
        new("Spell", $"Change '{wrong}' to '{meant}'", [new Edit(EditKind.Rename, site, wrong, meant)]);

    /// <summary>Sets an argument to the nearest numbers on both sides that divide all of these; nothing if one is not known.</summary>
    public static Repair[] SetDivisor(AttributeUse use, ArgumentName argument, Dim wrong, params Dim[] dividends)
    {
        // No model has more heads, groups or channels than this.
        const int limit = 1 << 20;
        var number = BigInteger.Zero;
        foreach (var dividend in dividends)
        {
            if (!dividend.TryGetConstant(out var constant))
            {
                return [];
            }

            number = BigInteger.GreatestCommonDivisor(number, constant);
        }

        if (!wrong.TryGetConstant(out var divisor) || divisor > limit || number > limit)
        {
            return [];
        }

        var divisors = Enumerable.Range(1, (int)number).Where(candidate => number % candidate == 0).ToList();
        var repairs = new List<Repair>();
        if (divisors.Any(candidate => candidate < divisor))
        {
            repairs.Add(Set(use, argument, (Dim)divisors.Last(candidate => candidate < divisor), "NextSmaller"));
        }

        if (divisors.Any(candidate => candidate > divisor))
        {
            repairs.Add(Set(use, argument, (Dim)divisors.First(candidate => candidate > divisor), "NextLarger"));
        }

        return repairs.ToArray();
    }

    /// <summary>A size as an argument.</summary>
    public static string Written(Dim dim) =>
        dim.TryGetConstant(out var constant)
            ? constant.ToString(CultureInfo.InvariantCulture)
            : SymbolDisplay.FormatLiteral(dim.ToString(), quote: true);

    /// <summary>A shape as arguments.</summary>
    public static string Entries(Shape shape) =>
        string.Join(", ", (shape.HasLeading ? ["\"...\""] : Enumerable.Empty<string>()).Concat(shape.Dims.Select(Written)));

    private static string KindOf(string attribute) => new(attribute.TakeWhile(char.IsLetter).ToArray());
}
