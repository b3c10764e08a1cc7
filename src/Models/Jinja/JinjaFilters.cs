using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ModelGen.Models.Jinja;

/// <summary>The filters that templates use.</summary>
internal static class JinjaFilters
{
    public static object? Apply(object? value, string filter, JinjaArguments arguments, JinjaScope scope, int line)
    {
        var values = arguments.Values(scope);
        var named = arguments.Named.ToDictionary(pair => pair.Name, pair => pair.Value.Evaluate(scope), StringComparer.Ordinal);
        switch (filter)
        {
            case "trim":
                return JinjaValue.Text(value).Trim();
            case "upper":
                return JinjaValue.Text(value).ToUpperInvariant();
            case "lower":
                return JinjaValue.Text(value).ToLowerInvariant();
            case "title":
                return CultureInfo.InvariantCulture.TextInfo.ToTitleCase(JinjaValue.Text(value).ToLowerInvariant());
            case "capitalize":
                return JinjaMethods.Capitalized(JinjaValue.Text(value));
            case "string":
                return JinjaValue.Text(value);
            case "safe":
                return value;
            case "length" or "count":
                return (long)Items(value, filter, line).Count;
            case "first":
                return Items(value, filter, line) is [var first, ..] ? first : new JinjaUndefined("the first item");
            case "last":
                return Items(value, filter, line) is [.., var last] ? last : new JinjaUndefined("the last item");
            case "list":
                return Items(value, filter, line).ToList();
            case "reverse":
                var reversed = Items(value, filter, line).Reverse().ToList();
                return value is string ? string.Concat(reversed) : reversed;
            case "unique":
                return Unique(Items(value, filter, line));
            case "join":
                return string.Join(
                    JinjaValue.Text(values.FirstOrDefault() ?? string.Empty), Items(value, filter, line).Select(JinjaValue.Text));
            case "items" when value is Dictionary<string, object?> pairs:
                return JinjaMethods.Pairs(pairs);
            case "int":
                return Whole(value);
            case "float":
                return JinjaValue.Number(value) ?? (double.TryParse(
                    value as string, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0.0);
            case "abs" when value is long or double:
                return value is long whole ? (object)Math.Abs(whole) : Math.Abs((double)value);
            case "default" or "d":
                var replaces = value is JinjaUndefined
                    || (JinjaValue.IsTrue(values.ElementAtOrDefault(1) ?? named.GetValueOrDefault("boolean")) && !JinjaValue.IsTrue(value));
                return replaces ? values.FirstOrDefault() ?? string.Empty : value;
            case "replace" when values is [string old, string replacement] && old.Length > 0:
                return JinjaValue.Text(value).Replace(old, replacement, StringComparison.Ordinal);
            case "tojson":
                return JinjaValue.Json(value, (values.FirstOrDefault() ?? named.GetValueOrDefault("indent")) is long indent
                    ? (int)Math.Clamp(indent, 0, 16) : null);
            case "selectattr" or "rejectattr" when values is [string attribute, ..]:
                return Items(value, filter, line)
                    .Where(item => Matches(item, attribute, values, line) == (filter == "selectattr")).ToList();
            case "map" when named.GetValueOrDefault("attribute") is string attribute:
                return Items(value, filter, line).Select(item => Attribute(item, attribute)).ToList();
            default:
                throw new JinjaException($"the filter '{filter}', with these arguments, is not supported", line);
        }
    }

    private static IReadOnlyList<object?> Items(object? value, string filter, int line) =>
        JinjaValue.Items(value) ?? throw new JinjaException($"the filter '{filter}' cannot take {JinjaValue.Kind(value)}", line);

    private static bool Matches(object? item, string attribute, object?[] values, int line)
    {
        var found = Attribute(item, attribute);
        return values switch
        {
            [_] => JinjaValue.IsTrue(found),
            [_, "defined"] => found is not JinjaUndefined,
            [_, "equalto" or "eq" or "==", var wanted] => JinjaValue.AreEqual(found, wanted),
            [_, "ne" or "!=", var unwanted] => !JinjaValue.AreEqual(found, unwanted),
            [_, "in", var container] => JinjaBinary.Contains(container, found, line),
            [_, var test, ..] => throw new JinjaException($"the test '{JinjaValue.Text(test)}' of a filter is not supported", line),
            _ => false,
        };
    }

    private static object? Attribute(object? item, string attribute) =>
        item is Dictionary<string, object?> pairs && pairs.TryGetValue(attribute, out var value) ? value : new JinjaUndefined(attribute);

    private static List<object?> Unique(IReadOnlyList<object?> items)
    {
        List<object?> unique = [];
        foreach (var item in items.Where(item => !unique.Exists(one => JinjaValue.AreEqual(one, item))))
        {
            unique.Add(item);
        }

        return unique;
    }

    private static long Whole(object? value) => value switch
    {
        long number => number,
        bool truth => truth ? 1 : 0,
        double number when double.IsFinite(number) && Math.Abs(number) < 1e18 => (long)number,
        string text when long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => 0,
    };
}
