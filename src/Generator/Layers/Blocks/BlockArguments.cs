using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Kinds;
using ModelGen.Generator.Repairs;
using ModelGen.Generator.Shapes;
using ModelGen.Generator.Signatures;
using ModelGen.Generator.Symbols;

namespace ModelGen.Generator.Layers;

/// <summary>
/// What <c>With = "heads = 12, width = [64, 128, 256]"</c> gives a block's parameters: one value for all
/// copies, or a list with one for each.
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

    /// <summary>Takes what <c>With</c> gives; false after a mistake was reported.</summary>
    public static bool TryRead(LayerContext context, Signature signature, out BlockArguments arguments)
    {
        arguments = new BlockArguments();
        var isFine = true;
        foreach (var entry in context.Get(BlockKind.With))
        {
            isFine &= arguments.Add(context, signature, entry);
        }

        return isFine;
    }

    private bool Add(LayerContext context, Signature signature, WithEntry entry)
    {
        if (signature.Settings.FirstOrDefault(setting => setting.Name == entry.Name) is { } setting)
        {
            return AddSetting(context, signature, setting, entry);
        }

        if (signature.Parameters.FirstOrDefault(parameter => parameter.Name == entry.Name) is { } parameter)
        {
            return AddSizes(context, parameter, entry);
        }

        var known = signature.Parameters.Select(one => one.Name).Concat(signature.Settings.Select(one => one.Name)).ToList();
        context.Report(
            Descriptors.UnknownSymbol,
            entry.NameSite,
            $"{signature.Name} has no parameter '{entry.Name}': {Names.Suggest(entry.Name, known, "parameter")}",
            repairs: Repair.Spell(entry.NameSite, entry.Name, known).ToArray());
        return false;
    }

    // Another setting, or a number.
    private bool AddSetting(LayerContext context, Signature signature, Setting setting, WithEntry entry)
    {
        var text = entry switch
        {
            SettingEntry { Text: var given } => given,
            SizesEntry { IsList: false, Sizes: [var size] } => size.ToString(),
            _ => string.Empty,
        };
        if (setting.Type == SettingType.Number
            && double.TryParse(
                text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var value))
        {
            if (!SettingTable.IsIn(value, setting.Range))
            {
                context.Report(
                    Descriptors.BadArgument, entry.Site,
                    $"'{setting.Name}' of {signature.Name} must be {SettingTable.Describe(setting.Range)}, not {text}.");
                return false;
            }

            _settings.Add(setting.Name, Code.Of($"{value}"));
            return true;
        }

        if (context.Refer(setting, text, entry.Site, $"'{setting.Name}' of {signature.Name}") is not { } named)
        {
            return false;
        }

        _settings.Add(setting.Name, Code.Of($"{named}"));
        return true;
    }

    private bool AddSizes(LayerContext context, SignatureParameter parameter, WithEntry entry)
    {
        if (entry is not SizesEntry { Sizes: var sizes, IsList: var isList })
        {
            var text = ((SettingEntry)entry).Text;
            context.Report(Descriptors.BadDimension, entry.Site,
                $"'{entry.Name}' of a block must be a size, not {text}: give an integer or an expression.");
            return false;
        }

        // A padding may be 0 where its block says so.
        if (parameter.Facts.Min >= 1 && sizes.FirstOrDefault(size => size == Dim.Zero) is not null)
        {
            context.Report(Descriptors.BadDimension, context.At(BlockKind.With), $"'{entry.Name}' must be at least 1, not 0.");
            return false;
        }

        if (isList && CopyCount is { } copies && copies != sizes.Length)
        {
            context.Report(
                Descriptors.BadArgument,
                context.At(BlockKind.With),
                $"With gives '{entry.Name}' {sizes.Length} values and '{_lists.First()}' {copies}: give every list one value per copy.");
            return false;
        }

        _values.Add(entry.Name, sizes.ToList());
        if (isList)
        {
            _lists.Add(entry.Name);
        }

        return true;
    }

    /// <summary>
    /// The settings of the block's constructor, each by name: what <c>With</c> gives it, or this model's setting of the same name; those
    /// left at their defaults are not among them. Null after a mistake was reported.
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

                if (context.Refer(
                    setting, setting.Name, context.Use.Site, $"'{setting.Name}' of {signature.Name}", isImplied: true) is not { } given)
                {
                    return null;
                }

                value = Code.Of($"{given}");
            }

            code = Code.Of($"{code}{Names.Escape(setting.Name)}: {value}, ");
        }

        return code;
    }
}
