using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Symbols;

/// <summary>
/// Resolves the names of settings, and collects what each is used for. Binding resolves those that arguments name; inference
/// continues from its result with those that blocks need, which follow from the blocks' signatures.
/// </summary>
/// <param name="known">What is known of the settings so far.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class SettingReferences(SettingTable known, ProblemSink problems)
{
    private ImmutableArray<DeclaredSetting> _settings = known.Declared;

    /// <summary>Those that something uses, in order of declaration.</summary>
    public ImmutableArray<Setting> Used => _settings.Where(setting => setting.Type is not null)
        .Select(setting => new Setting(setting.Name, setting.Type!.Value, setting.Range, setting.Default)).ToImmutableArray();

    /// <summary>What is known of the settings now.</summary>
    public SettingTable ToTable() => new(_settings);

    /// <summary>Adds a setting.</summary>
    public void Declare(DeclaredSetting setting) => _settings = _settings.Add(setting);

    /// <summary>Whether a setting of that name is declared.</summary>
    public bool Has(string name) => IndexOf(name) >= 0;

    /// <summary>The setting that an argument names; null, and a problem, if it cannot.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">What the argument takes.</param>
    /// <param name="range">Which numbers it takes.</param>
    /// <param name="site">The argument.</param>
    /// <param name="what">The argument, for messages.</param>
    /// <param name="isImplied">Whether the name is implied, because a block has a setting of this name.</param>
    public SettingName? Refer(string name, SettingType type, SettingRange range, Site site, string what, bool isImplied = false)
    {
        if (IndexOf(name) is not (>= 0 and var index))
        {
            ReportUnknown(name, type, site, what, isImplied);
            return null;
        }

        var setting = _settings[index];
        if (setting.Type is { } other && other != type)
        {
            problems.Report(new Problem(Descriptors.BadArgument, site, $"{what} is {Describe(type)}, "
                + $"but the setting '{name}' is used as {Describe(other)} before: declare a setting of its own for it."));
            return null;
        }

        setting = WithDefault(setting with { Type = type, Range = setting.Range | range }, out var isAccepted);
        _settings = _settings.SetItem(index, setting);
        return isAccepted ? new SettingName(name) : null;
    }

    /// <summary>Reports names that sizes have, too, and what nothing uses.</summary>
    public void Report(IReadOnlyCollection<string> sizes, bool mayBeUnused)
    {
        foreach (var setting in _settings)
        {
            if (sizes.Contains(setting.Name))
            {
                problems.Report(new Problem(Descriptors.DuplicateName, setting.NameSite,
                    $"'{setting.Name}' is a size in this model, so it cannot be a setting as well: give the setting another name."));
            }
            else if (setting.Type is null && !mayBeUnused)
            {
                problems.Report(new Problem(Descriptors.NoEffect, setting.Use.Site, $"Nothing uses the setting '{setting.Name}', "
                    + "so it is not a parameter of the constructor: name it in an argument, or remove it.")
                {
                    Repairs = [Repair.Remove(setting.Use)],
                });
            }
        }
    }

    private int IndexOf(string name)
    {
        for (var i = 0; i < _settings.Length; i++)
        {
            if (_settings[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private void ReportUnknown(string name, SettingType type, Site site, string what, bool isImplied)
    {
        if (isImplied)
        {
            problems.Report(new Problem(Descriptors.UnknownSymbol, site,
                $"{what} has no value: declare [Setting(\"{name}\")] on this class, or give it in With."));
            return;
        }

        var names = _settings.Select(setting => setting.Name).ToList();
        var hint = names.Count > 0 && Names.Nearest(name, names) is { } meant ? $"did you mean '{meant}'?"
            : Names.IsIdentifier(name) ? $"declare it with [Setting(\"{name}\")], or give {Example(type)}."
            : $"give {Example(type)}.";
        problems.Report(new Problem(Descriptors.UnknownSymbol, site.Within(0, name.Length),
            $"{what} is the string \"{name}\", which names no setting: {hint}")
        {
            Repairs = Repair.Spell(site.Within(0, name.Length), name, names),
        });
    }

    // The setting with its default as C# writes it. The default must be of the type that the argument takes.
    private DeclaredSetting WithDefault(DeclaredSetting setting, out bool isAccepted)
    {
        isAccepted = true;
        if (setting.Given is not { } given)
        {
            return setting;
        }

        if (setting.Type == SettingType.Number && given.Kind is ConstantKind.Real or ConstantKind.Integer)
        {
            var value = given.Kind == ConstantKind.Real ? given.Real : given.Integer;
            if (SettingTable.IsIn(value, setting.Range))
            {
                return setting with { Default = Literals.Of(value) };
            }

            isAccepted = false;
            return Refuse(setting, $"must be {SettingTable.Describe(setting.Range)}, not {given}");
        }

        if (setting.Type == SettingType.Activation && given.Kind == ConstantKind.Enum)
        {
            return setting with { Default = $"global::ModelGen.Activation.{given.Text}" };
        }

        isAccepted = false;
        return Refuse(setting, setting.Type == SettingType.Rotary
            ? "cannot be written as a constant: leave it out, and give RotaryOptions to the constructor"
            : $"must be {Describe(setting.Type!.Value)}, not {given}");
    }

    private DeclaredSetting Refuse(DeclaredSetting setting, string reason)
    {
        if (!setting.IsRefused)
        {
            problems.Report(new Problem(Descriptors.BadArgument, setting.DefaultSite, $"The default of '{setting.Name}' {reason}."));
        }

        return setting with { IsRefused = true };
    }

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
}
