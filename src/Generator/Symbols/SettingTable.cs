using System.Collections.Immutable;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Signatures;

namespace ModelGen.Generator.Symbols;

/// <summary>
/// The settings of a declaration, in its order, and what its arguments use them for. <see cref="SettingReferences"/>
/// collects them.
/// </summary>
internal sealed record SettingTable(ImmutableArray<DeclaredSetting> Declared)
{
    public static readonly SettingTable Empty = new(ImmutableArray<DeclaredSetting>.Empty);

    /// <summary>Whether a number is in a range.</summary>
    public static bool IsIn(double value, SettingRange range) =>
        !double.IsNaN(value) && !double.IsInfinity(value)
            && (!range.HasFlag(SettingRange.Positive) || value > 0) && (!range.HasFlag(SettingRange.Share) || value is >= 0 and <= 1);

    /// <summary>A range in words.</summary>
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
}

/// <summary>A setting that a declaration states.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Use">The attribute.</param>
/// <param name="NameSite">Where it is named.</param>
/// <param name="Given">Its default as it is written; null if it has none.</param>
/// <param name="DefaultSite">Where the default is.</param>
internal sealed record DeclaredSetting(string Name, AttributeUse Use, Site NameSite, Constant? Given, Site DefaultSite)
{
    /// <summary>What it is, which follows from what names it; null if nothing does.</summary>
    public SettingType? Type { get; init; }

    /// <summary>Which numbers all arguments that name it accept.</summary>
    public SettingRange Range { get; init; }

    /// <summary>Its default as C# writes it; empty if it has none.</summary>
    public string Default { get; init; } = string.Empty;

    /// <summary>Whether its default was reported.</summary>
    public bool IsRefused { get; init; }
}
