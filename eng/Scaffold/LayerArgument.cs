using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace ModelGen.Scaffold;

/// <summary>An argument of a layer: how the attribute declares it, and how the kind does.</summary>
/// <param name="Name">In camelCase for a parameter of the constructor, in PascalCase for a property.</param>
/// <param name="Type">One of <see cref="Types"/>.</param>
/// <param name="Default">The default of a property, as C# writes it.</param>
/// <param name="Documentation">One sentence.</param>
internal sealed record LayerArgument(string Name, string Type, string Default, string Documentation)
{
    private static readonly Dictionary<string, (string Property, string Api, string Handle, string Default)> _types = new()
    {
        ["size"] = ("object", "object!", "SizeArgument {0} = new(\"{1}\")", ""),
        ["sizes"] = ("object", "object!", "AxisSizesArgument {0} = new(\"{1}\", byDefault: {2}, least: 1)", "null"),
        ["integer"] = ("int", "int", "IntegerArgument {0} = new(\"{1}\", {2})", "0"),
        ["number"] = ("double", "double", "NumberArgument {0} = new(\"{1}\", {2}, NumberRange.Finite)", "null"),
        ["flag"] = ("bool", "bool", "FlagArgument {0} = new(\"{1}\", byDefault: {2})", "false"),
        ["axis"] = ("int", "int", "AxisArgument {0} = new(\"{1}\", {2})", "null"),
    };

    public static IEnumerable<string> Types => _types.Keys;

    public bool IsParameter => char.IsLower(Name[0]);

    /// <summary>The name of the property, which a parameter has as well.</summary>
    public string PropertyName => char.ToUpperInvariant(Name[0]) + Name[1..];

    public string PropertyType => _types[Type].Property;

    /// <summary>The type as the list of the public API writes it.</summary>
    public string ApiType => _types[Type].Api;

    /// <summary>The field of the kind.</summary>
    public string Handle => string.Format(
        System.Globalization.CultureInfo.InvariantCulture, _types[Type].Handle, PropertyName, Name, Default.Length > 0
            ? Default
            : _types[Type].Default);

    public static LayerArgument Read(string text)
    {
        var match = Regex.Match(text, @"^(?<name>[A-Za-z]\w*):(?<type>\w+)(=(?<default>[^:]+))?:\s*(?<documentation>.+)$");
        if (!match.Success)
        {
            throw new ScaffoldException(
                $"--argument \"{text}\" is not name:type[=default]:documentation, such as \"Alpha:number=1e-4:The factor of the sum.\"");
        }

        var (name, type, byDefault) = (match.Groups["name"].Value, match.Groups["type"].Value, match.Groups["default"].Value);
        if (!_types.ContainsKey(type))
        {
            throw new ScaffoldException($"--argument {name} has the type '{type}': use one of {string.Join(", ", Types)}.");
        }

        var argument = new LayerArgument(name, type, byDefault, match.Groups["documentation"].Value);
        return argument.IsParameter == (byDefault.Length > 0)
            ? throw new ScaffoldException($"--argument {name}: a parameter of the constructor has no default, and a property has one.")
            : argument;
    }
}
