using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using ModelGen.Generator.Arguments;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Layers;

namespace ModelGen.Generator.Tests.Vocabulary;

/// <summary>
/// The tables of docs/vocabulary.md. The arguments, their types, ranges and defaults are those of the kinds; the text is that of the
/// attributes.
/// </summary>
internal static class VocabularyTables
{
    // Arguments of many layers, which the page describes once.
    private static readonly IReadOnlyList<AttributeArgument> _common = [.. CommonArguments.OfLayers, .. CommonArguments.OfWeights];

    private static readonly IReadOnlyList<Row> _rows =
    [
        .. DeclarationArguments.All.Select(one => new Row(one.Attribute, one.Arguments)),
        .. LayerCatalog.All.Select(kind => new Row(kind.Name, [.. kind.Arguments, .. CommonArguments.OfLayers])),
        .. LossCatalog.All.Select(kind => new Row(kind.Name, kind.Arguments)),
    ];

    /// <summary>The sections that have attributes.</summary>
    public static IEnumerable<string> Sections => _rows.Select(row => row.Documentation.Section).Distinct();

    /// <summary>The names of a section's attributes.</summary>
    public static IEnumerable<string> Names(string section) => In(section).Select(row => row.Documentation.Name);

    /// <summary>The table of a section's attributes, and the table of their arguments.</summary>
    public static string Of(string section)
    {
        StringBuilder text = new("| attribute | description |\n|---|---|\n");
        foreach (Row row in In(section))
        {
            text.Append($"| {string.Join(", ", row.Documentation.Forms.Select(form => $"`{form}`"))} | {row.Documentation.Summary} |\n");
        }

        List<(Row Row, AttributeArgument Argument)> arguments =
            [.. In(section).SelectMany(row => row.Arguments.Except(_common).Select(argument => (row, argument)))];
        return arguments.Count == 0 ? text.ToString() : text.Append('\n').Append(Arguments(section, arguments)).ToString();
    }

    /// <summary>The table of the arguments that all layers, or all layers with weights, have.</summary>
    public static string Common()
    {
        Row linear = _rows.Single(row => row.Kind == "Linear");
        StringBuilder text = new("| argument | of | takes | default | description |\n|---|---|---|---|---|\n");
        foreach (AttributeArgument argument in _common)
        {
            string of = CommonArguments.OfLayers.Contains(argument) ? "all layers" : "layers with weights";
            text.Append($"| `{argument.Name}` | {of} | {Cells(linear, argument)} |\n");
        }

        return text.ToString();
    }

    private static IReadOnlyList<Row> In(string section) => [.. _rows.Where(row => row.Documentation.Section == section)];

    // Arguments that have the same cells are one row.
    private static string Arguments(string section, List<(Row Row, AttributeArgument Argument)> arguments)
    {
        StringBuilder text = new("| argument | of | takes | default | description |\n|---|---|---|---|---|\n");
        foreach (var same in arguments.GroupBy(one => (one.Argument.Name, Cells: Cells(one.Row, one.Argument))))
        {
            string[] of = [.. same.Select(one => one.Row.Documentation.Name).Distinct()];
            text.Append($"| `{same.Key.Name}` | {(of.Length == In(section).Count && of.Length > 1 ? "all"
                : string.Join(", ", of.Select(name => $"`{name}`")))} | {same.Key.Cells} |\n");
        }

        return text.ToString();
    }

    private static string Cells(Row row, AttributeArgument argument)
    {
        IReadOnlyList<string> choices = row.Documentation.Choices(argument.Name);
        string takes = choices.Count > 0 ? string.Join(", ", choices.Select(choice => $"`{choice}`")) : argument.Accepts;
        string byDefault = row.Documentation.IsRequired(argument.Name) ? "required"
            : Shortest(argument.Default) is { Length: > 0 } value ? $"`{value}`" : string.Empty;
        return $"{takes}{(argument.Range.Length > 0 ? ", " + argument.Range : string.Empty)} | {byDefault} | "
            + row.Documentation.Argument(argument.Name);
    }

    // 1E-05 as 1e-5, and 1.0 as 1. The largest integer stands for no limit.
    private static string Shortest(string value) => value == long.MaxValue.ToString(CultureInfo.InvariantCulture)
        ? string.Empty
        : Regex.Replace(Regex.Replace(value, @"^(-?\d+)\.0$", "$1"), "E([+-])0*", "e$1");

    /// <summary>An attribute.</summary>
    private sealed record Row(string Kind, IReadOnlyList<AttributeArgument> Arguments)
    {
        public AttributeDocumentation Documentation { get; } = new(typeof(LayerAttribute).Assembly.GetExportedTypes()
            .Single(type => !type.IsAbstract && type.IsSubclassOf(typeof(Attribute))
                && type.Name.Split('`')[0] == Kind + "Attribute"));
    }
}
