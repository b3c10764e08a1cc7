using System;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Shapes;

namespace ModelGen.Generator.Arguments;

/// <summary>A name that <c>With</c> gives a value.</summary>
/// <param name="Name">The name.</param>
/// <param name="NameSite">Where the name is.</param>
/// <param name="Site">The entry, name and value.</param>
internal abstract record WithEntry(string Name, Site NameSite, Site Site);

/// <summary>A name with sizes: one, or a list with one for each copy of a block.</summary>
/// <param name="Name">The name.</param>
/// <param name="NameSite">Where the name is.</param>
/// <param name="Site">The entry, name and value.</param>
/// <param name="Sizes">The sizes, each of at least 0.</param>
/// <param name="IsList">Whether they are a list.</param>
internal sealed record SizesEntry(string Name, Site NameSite, Site Site, ImmutableArray<Dim> Sizes, bool IsList)
    : WithEntry(Name, NameSite, Site);

/// <summary>A name with a number that is not a size, or with a setting of the model.</summary>
/// <param name="Name">The name.</param>
/// <param name="NameSite">Where the name is.</param>
/// <param name="Site">The entry, name and value.</param>
/// <param name="Text">The number or the setting.</param>
internal sealed record SettingEntry(string Name, Site NameSite, Site Site, string Text) : WithEntry(Name, NameSite, Site);

/// <summary>Values for names, as <c>With = "heads = 12, width = [64, 128]"</c>.</summary>
/// <param name="name">The name of the argument.</param>
/// <param name="what">What the names are of, for messages: <c>parameter</c>.</param>
internal sealed class WithArgument(string name, string what) : AttributeArgument<ImmutableArray<WithEntry>>(name)
{
    public override string Accepts => "values by name";

    /// <summary>Whether a value may be a number that is not a size, a setting or a list.</summary>
    public bool IsOfBlock { get; init; }

    public override bool TryBind(ArgumentReader reader, out object? value)
    {
        value = ImmutableArray<WithEntry>.Empty;
        if (reader.Given(this) is not { Kind: ConstantKind.Text } given)
        {
            return true;
        }

        var entries = ImmutableArray.CreateBuilder<WithEntry>();
        var isFine = true;
        foreach (var (entry, start) in WithList.Split(given.Text))
        {
            if (Read(reader, entry, start) is { } read && IsNew(reader, entries, read))
            {
                entries.Add(read);
            }
            else
            {
                isFine = false;
            }
        }

        value = entries.ToImmutable();
        return isFine;
    }

    public override ArgumentData? Describe(object? value) =>
        ArgumentData.Text(((ImmutableArray<WithEntry>)value!) is { IsEmpty: false } entries
            ? string.Join(", ", entries.Select(entry => $"{entry.Name} = {Written(entry)}"))
            : null);

    private static string Written(WithEntry entry) => entry switch
    {
        SizesEntry { IsList: true } sizes => $"[{string.Join(", ", sizes.Sizes)}]",
        SizesEntry sizes => sizes.Sizes[0].ToString(),
        _ => ((SettingEntry)entry).Text,
    };

    private bool IsNew(ArgumentReader reader, ImmutableArray<WithEntry>.Builder entries, WithEntry read)
    {
        if (entries.All(entry => entry.Name != read.Name))
        {
            return true;
        }

        reader.Report(Descriptors.DuplicateName, read.NameSite, $"{Name} gives '{read.Name}' twice: keep one.");
        return false;
    }

    private WithEntry? Read(ArgumentReader reader, string entry, int start)
    {
        var site = reader.Use.At(this);
        var equals = entry.IndexOf('=');
        var name = (equals < 0 ? entry : entry.Substring(0, equals)).Trim();
        var first = start + (entry.Length - entry.TrimStart().Length);
        var whole = site.Within(first, Math.Max(1, entry.Trim().Length));
        if (equals < 0 || name.Length == 0)
        {
            var value = IsOfBlock ? "value" : "size";
            reader.Report(Descriptors.BadDimension, whole,
                $"\"{entry.Trim()}\" sets no {what}: write \"name = {value}\", separated by commas.");
            return null;
        }

        var (text, textStart) = (entry.Substring(equals + 1), start + equals + 1);
        var nameSite = site.Within(first, name.Length);
        if (IsOfBlock && reader.IsNumberOrSetting(text.Trim()))
        {
            return new SettingEntry(name, nameSite, whole, text.Trim());
        }

        return ReadSizes(reader, name, text, textStart) is var (sizes, isList)
            ? new SizesEntry(name, nameSite, whole, sizes, isList)
            : null;
    }

    private (ImmutableArray<Dim> Sizes, bool IsList)? ReadSizes(ArgumentReader reader, string name, string text, int start)
    {
        var trimmed = text.Trim();
        var isList = IsOfBlock
            && trimmed.StartsWith("[", StringComparison.Ordinal) && trimmed.EndsWith("]", StringComparison.Ordinal) && trimmed.Length > 1;
        var inner = start + text.IndexOf('[') + 1;
        var items = isList
            ? WithList.Split(trimmed.Substring(1, trimmed.Length - 2)).Select(item => (item.Text, Start: inner + item.Start))
            : [(text, start)];
        var sizes = ImmutableArray.CreateBuilder<Dim>();
        foreach (var (item, itemStart) in items)
        {
            if (reader.ReadNamed(this, name, item, itemStart, least: IsOfBlock ? 0 : 1) is not { } size)
            {
                return null;
            }

            sizes.Add(size);
        }

        return (sizes.ToImmutable(), isList);
    }
}
