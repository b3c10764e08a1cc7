using System;
using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Symbols;

/// <summary>The settings of a declaration: what <c>[Setting]</c> states of them, and what they are used for.</summary>
internal sealed class SettingTable(ProblemSink problems)
{
    private readonly List<Entry> _entries = new();

    /// <summary>Those that something uses, in order of declaration.</summary>
    public IEnumerable<Setting> Used => _entries.Where(entry => entry.Type is not null)
        .Select(entry => new Setting(entry.Name, entry.Type!.Value, entry.Range, entry.Default));

    /// <summary>Adds a setting.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="use">The attribute.</param>
    /// <param name="nameSite">Where it is named.</param>
    /// <param name="given">Its default, if it has one.</param>
    /// <param name="defaultSite">Where the default is.</param>
    public void Declare(string name, AttributeUse use, Site nameSite, Constant? given, Site defaultSite) =>
        _entries.Add(new Entry(name, use, nameSite, given, defaultSite));

    /// <summary>The setting that an argument names; null, and a problem, if it cannot.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">What the argument takes.</param>
    /// <param name="range">Which numbers it takes.</param>
    /// <param name="site">The argument.</param>
    /// <param name="what">The argument, for people.</param>
    /// <param name="isImplied">Whether the name is implied, because a block has a setting of this name.</param>
    public SettingName? Refer(string name, SettingType type, SettingRange range, Site site, string what, bool isImplied = false)
    {
        if (Find(name) is not { } entry)
        {
            if (isImplied)
            {
                problems.Report(new Problem(Descriptors.UnknownSymbol, site,
                    $"{what} has no value: declare [Setting(\"{name}\")] on this class, or give it in With."));
                return null;
            }

            var hint = _entries.Count > 0 && Names.Nearest(name, _entries.Select(one => one.Name)) is { } meant ? $"did you mean '{meant}'?"
                : Names.IsIdentifier(name) ? $"declare it with [Setting(\"{name}\")], or give {Example(type)}."
                : $"give {Example(type)}.";
            problems.Report(new Problem(Descriptors.UnknownSymbol, site.Within(0, name.Length),
                $"{what} is the string \"{name}\", which names no setting: {hint}")
            {
                Repairs = Repair.Spell(site.Within(0, name.Length), name, _entries.Select(one => one.Name)),
            });
            return null;
        }

        if (entry.Type is { } known && known != type)
        {
            problems.Report(new Problem(Descriptors.BadArgument, site, $"{what} is {Describe(type)}, "
                + $"but the setting '{name}' is used as {Describe(known)} before: declare a setting of its own for it."));
            return null;
        }

        entry.Type = type;
        entry.Range |= range;
        return Accepts(entry) ? new SettingName(name) : null;
    }

    /// <summary>Whether a setting of that name is declared.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>Reports names that sizes have, too, and what nothing uses.</summary>
    public void Report(IReadOnlyCollection<string> sizes, bool mayBeUnused)
    {
        foreach (var entry in _entries)
        {
            if (sizes.Contains(entry.Name))
            {
                problems.Report(new Problem(Descriptors.DuplicateName, entry.NameSite,
                    $"'{entry.Name}' is a size in this model, so it cannot be a setting as well: give the setting another name."));
            }
            else if (entry.Type is null && !mayBeUnused)
            {
                problems.Report(new Problem(Descriptors.NoEffect, entry.Use.Site, $"Nothing uses the setting '{entry.Name}', "
                    + "so it is not a parameter of the constructor: name it in an argument, or remove it.")
                {
                    Repairs = [Repair.Remove(entry.Use)],
                });
            }
        }
    }

    /// <summary>Whether a number is in a range.</summary>
    public static bool IsIn(double value, SettingRange range) =>
        !double.IsNaN(value) && !double.IsInfinity(value)
            && (!range.HasFlag(SettingRange.Positive) || value > 0) && (!range.HasFlag(SettingRange.Share) || value is >= 0 and <= 1);

    /// <summary>A range for people.</summary>
    public static string Describe(SettingRange range) =>
        range == SettingRange.Positive ? "above 0"
            : range == SettingRange.Share ? "from 0 to 1" : range == SettingRange.Any ? "finite" : "above 0 and at most 1";

    /// <summary>The C# type of a setting.</summary>
    public static string TypeOf(SettingType type) => type switch
    {
        SettingType.Number => "double",
        SettingType.Activation => "global::ModelGen.Activation",
        _ => "global::ModelGen.Layers.RotaryOptions",
    };

    // A default must be of the kind that the argument takes.
    private bool Accepts(Entry entry)
    {
        if (entry.Given is not { } given)
        {
            return true;
        }

        if (entry.Type == SettingType.Number && given.Kind is ConstantKind.Real or ConstantKind.Integer)
        {
            var value = given.Kind == ConstantKind.Real ? given.Real : given.Integer;
            if (!IsIn(value, entry.Range))
            {
                Refuse(entry, $"must be {Describe(entry.Range)}, not {given}");
                return false;
            }

            entry.Default = Literals.Of(value);
            return true;
        }

        if (entry.Type == SettingType.Activation && given.Kind == ConstantKind.Enum)
        {
            entry.Default = $"global::ModelGen.Activation.{given.Text}";
            return true;
        }

        Refuse(entry, entry.Type == SettingType.Rotary
            ? "cannot be written as a constant: leave it out, and give RotaryOptions to the constructor"
            : $"must be {Describe(entry.Type!.Value)}, not {given}");
        return false;
    }

    private void Refuse(Entry entry, string reason)
    {
        if (!entry.IsRefused)
        {
            entry.IsRefused = true;
            problems.Report(new Problem(Descriptors.BadArgument, entry.DefaultSite, $"The default of '{entry.Name}' {reason}."));
        }
    }

    private Entry? Find(string name) => _entries.FirstOrDefault(entry => entry.Name == name);

    private static string Describe(SettingType type) => type switch
    {
        SettingType.Number => "a number",
        SettingType.Activation => "an Activation",
        _ => "a set of rotary positions",
    };

    private static string Example(SettingType type) => type switch
    {
        SettingType.Number => "a number",
        SettingType.Activation => "an Activation such as Activation.Gelu",
        _ => "true",
    };

    private sealed class Entry(string name, AttributeUse use, Site nameSite, Constant? given, Site defaultSite)
    {
        public string Name { get; } = name;

        public AttributeUse Use { get; } = use;

        public Site NameSite { get; } = nameSite;

        public Constant? Given { get; } = given;

        public Site DefaultSite { get; } = defaultSite;

        public SettingType? Type { get; set; }

        public SettingRange Range { get; set; }

        public string Default { get; set; } = string.Empty;

        public bool IsRefused { get; set; }
    }
}
