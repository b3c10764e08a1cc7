using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ModelGen.Models.Jinja;

/// <summary>The functions that transformers gives chat templates.</summary>
internal static class JinjaFunctions
{
    private const int LongestRange = 1_000_000;

    public static object? Call(string name, JinjaArguments arguments, JinjaScope scope, int line)
    {
        var values = arguments.Values(scope);
        switch (name)
        {
            case "raise_exception":
                throw new JinjaException($"the template refuses this: {JinjaValue.Text(values.FirstOrDefault())}", line);
            case "namespace":
                var space = new JinjaNamespace();
                foreach (var (key, value) in arguments.Named)
                {
                    space.Values[key] = value.Evaluate(scope);
                }

                return space;
            case "dict":
                return arguments.Named.ToDictionary(pair => pair.Name, pair => pair.Value.Evaluate(scope), StringComparer.Ordinal);
            case "range":
                return Range(values, line);
            case "strftime_now":
                return Now(values.FirstOrDefault() as string ?? throw new JinjaException("strftime_now needs a format", line), line);
            default:
                throw new JinjaException($"the function '{name}' is not supported", line);
        }
    }

    private static List<object?> Range(object?[] values, int line)
    {
        if (values.Length is 0 or > 3 || !values.All(value => value is long))
        {
            throw new JinjaException("'range' needs one to three whole numbers", line);
        }

        var (start, end) = values.Length == 1 ? (0L, (long)values[0]!) : ((long)values[0]!, (long)values[1]!);
        var step = values.Length == 3 ? (long)values[2]! : 1;
        List<object?> range = [];
        for (var i = start; step != 0 && (step > 0 ? i < end : i > end); i += step)
        {
            if (range.Count == LongestRange)
            {
                throw new JinjaException($"the range has more than {LongestRange:N0} numbers", line);
            }

            range.Add(i);
        }

        return range;
    }

    private static string Now(string format, int line)
    {
        var now = DateTime.Now;
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            text.Append(format[i] != '%' || i + 1 == format.Length ? format[i].ToString() : format[++i] switch
            {
                'd' => now.ToString("dd", CultureInfo.InvariantCulture),
                'b' => now.ToString("MMM", CultureInfo.InvariantCulture),
                'B' => now.ToString("MMMM", CultureInfo.InvariantCulture),
                'm' => now.ToString("MM", CultureInfo.InvariantCulture),
                'Y' => now.ToString("yyyy", CultureInfo.InvariantCulture),
                'y' => now.ToString("yy", CultureInfo.InvariantCulture),
                'H' => now.ToString("HH", CultureInfo.InvariantCulture),
                'M' => now.ToString("mm", CultureInfo.InvariantCulture),
                'S' => now.ToString("ss", CultureInfo.InvariantCulture),
                'A' => now.ToString("dddd", CultureInfo.InvariantCulture),
                'a' => now.ToString("ddd", CultureInfo.InvariantCulture),
                '%' => "%",
                var other => throw new JinjaException($"'%{other}' of strftime_now is not supported", line),
            });
        }

        return text.ToString();
    }
}
