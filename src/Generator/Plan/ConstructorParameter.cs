using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ModelGen.Generator.Signatures;
using ModelGen.Generator.Symbols;

namespace ModelGen.Generator.Plan;

/// <summary>A parameter of a constructor as it is declared.</summary>
/// <param name="Type">Its C# type.</param>
/// <param name="Symbol">The size or the setting.</param>
/// <param name="Name">Its C# name.</param>
/// <param name="Default">Its default, or nothing.</param>
/// <param name="Meaning">What it is, for documentation: a size or a setting.</param>
internal sealed record ConstructorParameter(string Type, string Symbol, string Name, string Default, string Meaning)
{
    /// <summary>The parameter as C# declares it.</summary>
    public string Declaration => $"{Type} {Name}{(Default.Length > 0 ? $" = {Default}" : string.Empty)}";

    /// <summary>Sizes and settings in the order of the constructor: C# requires those with a default at the end.</summary>
    public static EquatableArray<ConstructorParameter> Order(
        IEnumerable<ConstructorParameter> sizes, IEnumerable<ConstructorParameter> settings) =>
        sizes.Concat(settings).OrderBy(parameter => parameter.Default.Length > 0).ToEquatableArray();

    public static ConstructorParameter OfSize(string symbol, long? byDefault) =>
        new("long", symbol, Names.Escape(symbol), byDefault?.ToString(CultureInfo.InvariantCulture) ?? string.Empty, "size");

    public static ConstructorParameter OfSetting(Setting setting) =>
        new(SettingTable.TypeOf(setting.Type), setting.Name, Names.Escape(setting.Name), setting.Default, "setting");
}
