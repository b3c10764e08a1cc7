using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;
using ModelGen.Generator.Symbols;

namespace ModelGen.Generator.Layers;

/// <summary>
/// What <c>With = "heads = 12, width = [64, 128, 256]"</c> gives a block's parameters: one value for all copies, or a list with one for each.
/// </summary>
internal sealed class BlockArguments
{
    private readonly Dictionary<string, List<Dim>> _values = new();
    private readonly HashSet<string> _lists = new();
    private readonly Dictionary<string, Code> _settings = new();

    private BlockArguments()
    {
    }

    /// <summary>The number of copies that have values of their own; null if all copies are alike.</summary>
    public int? CopyCount => _lists.Count == 0 ? null : _values[_lists.First()].Count;

    /// <summary>The values of one copy.</summary>
    public IReadOnlyDictionary<string, Dim> ForCopy(int copy) =>
        _values.ToDictionary(pair => pair.Key, pair => _lists.Contains(pair.Key) ? pair.Value[copy] : pair.Value[0]);

    /// <summary>Reads <c>With</c>; false after a mistake was reported.</summary>
    public static bool TryRead(LayerContext context, Signature signature, out BlockArguments arguments)
    {
        arguments = new BlockArguments();
        if (context.Get(BlockKind.With) is not { } with)
        {
            return true;
        }

        var isFine = true;
        foreach (var (entry, start) in WithList.Split(with))
        {
            isFine &= arguments.ReadEntry(context, signature, entry, start);
        }

        return isFine;
    }

    private bool ReadEntry(LayerContext context, Signature signature, string entry, int start)
    {
        var site = context.At(BlockKind.With);
        var equals = entry.IndexOf('=');
        var name = (equals < 0 ? entry : entry.Substring(0, equals)).Trim();
        var nameStart = start + (entry.Length - entry.TrimStart().Length);
        if (equals < 0 || name.Length == 0)
        {
            context.Report(Descriptors.BadDimension, site.Within(nameStart, System.Math.Max(1, entry.Trim().Length)), $"\"{entry.Trim()}\" gives no parameter a value: write \"name = value\", separated by commas.");
            return false;
        }

        if (signature.Settings.FirstOrDefault(setting => setting.Name == name) is { } setting)
        {
            return ReadSetting(context, signature, setting, site.Within(nameStart, entry.Trim().Length), entry.Substring(equals + 1).Trim());
        }

        if (signature.Parameters.All(parameter => parameter.Name != name))
        {
            var known = signature.Parameters.Select(parameter => parameter.Name).Concat(signature.Settings.Select(one => one.Name)).ToList();
            context.Report(
                Descriptors.UnknownSymbol,
                site.Within(nameStart, name.Length),
                $"{signature.Name} has no parameter '{name}': {Names.Suggest(name, known, "parameter")}",
                repairs: Repair.Spell(site.Within(nameStart, name.Length), name, known).ToArray());
            return false;
        }

        if (_values.ContainsKey(name))
        {
            context.Report(Descriptors.DuplicateName, site.Within(nameStart, name.Length), $"With gives '{name}' twice: keep one.");
            return false;
        }

        // A padding may be 0 where its block says so.
        var least = System.Math.Min(1, signature.Parameters.First(parameter => parameter.Name == name).Facts.Min);
        return ReadValues(context, site, name, entry.Substring(equals + 1), start + equals + 1, least);
    }

    // Another setting, or a number.
    private bool ReadSetting(LayerContext context, Signature signature, Setting setting, Site site, string text)
    {
        if (_settings.ContainsKey(setting.Name))
        {
            context.Report(Descriptors.DuplicateName, site, $"With gives '{setting.Name}' twice: keep one.");
            return false;
        }

        if (setting.Type == SettingType.Number
            && double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var value))
        {
            if (!SettingTable.IsIn(value, setting.Range))
            {
                context.Report(Descriptors.BadArgument, site, $"'{setting.Name}' of {signature.Name} must be {SettingTable.Describe(setting.Range)}, not {text}.");
                return false;
            }

            _settings.Add(setting.Name, Code.Of($"{value}"));
            return true;
        }

        if (context.Settings.Refer(text, setting.Type, setting.Range, site, $"'{setting.Name}' of {signature.Name}") is not { } given)
        {
            return false;
        }

        _settings.Add(setting.Name, Code.Of($"{given}"));
        return true;
    }

    /// <summary>
    /// The settings of the block's constructor, each by name: what <c>With</c> gives it, or this model's setting of the same name; those left at their
    /// defaults are not among them. Null after a mistake was reported.
    /// </summary>
    public Code? Settings(LayerContext context, Signature signature)
    {
        var code = Code.Of($"");
        foreach (var setting in signature.Settings)
        {
            if (!_settings.TryGetValue(setting.Name, out var value))
            {
                if (setting.Default.Length > 0)
                {
                    continue;
                }

                if (context.Settings.Refer(setting.Name, setting.Type, setting.Range, context.Use.Site, $"'{setting.Name}' of {signature.Name}", isImplied: true) is not { } given)
                {
                    return null;
                }

                value = Code.Of($"{given}");
            }

            code = Code.Of($"{code}{Names.Escape(setting.Name)}: {value}, ");
        }

        return code;
    }

    private bool ReadValues(LayerContext context, Site site, string name, string text, int start, long least)
    {
        var trimmed = text.Trim();
        var isList = trimmed.StartsWith("[", System.StringComparison.Ordinal) && trimmed.EndsWith("]", System.StringComparison.Ordinal) && trimmed.Length > 1;
        var inner = start + text.IndexOf('[') + 1;
        var items = isList ? WithList.Split(trimmed.Substring(1, trimmed.Length - 2)).Select(item => (item.Text, Start: inner + item.Start)) : [(text, start)];
        var values = new List<Dim>();
        foreach (var (item, itemStart) in items)
        {
            if (context.Symbols.ReadExpression(item, site, $"'{name}'", itemStart, least: least) is not { } value)
            {
                return false;
            }

            values.Add(value);
        }

        if (isList && CopyCount is { } copies && copies != values.Count)
        {
            context.Report(Descriptors.BadArgument, site, $"With gives '{name}' {values.Count} values and '{_lists.First()}' {copies}: give every list one value a copy.");
            return false;
        }

        _values.Add(name, values);
        if (isList)
        {
            _lists.Add(name);
        }

        return true;
    }
}
