using System;
using System.Linq;
using ModelGen.Generator.Kinds;

namespace ModelGen.Generator.Plan;

/// <summary>Converts code to text once the names of its tensors, symbols and modules are known.</summary>
internal static class Rendering
{
    public static string Render(this Code code, Func<int, string> value, Func<string, string> symbol, Func<ModuleField, string> module)
    {
        var texts = new string[code.Parts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            var part = code.Parts[i];
            texts[i] = part.Kind switch
            {
                CodePartKind.Value => value(part.Value),
                CodePartKind.Dim => Dimension(code, i, part.Dim!.ToCode(symbol)),
                CodePartKind.Module => module(part.Module!),
                CodePartKind.Setting => symbol(part.Setting!.Name),
                _ => part.Text,
            };
        }

        return texts.Length == 1 ? texts[0] : string.Concat(texts);
    }

    /// <summary>An expression without parentheses around all of it.</summary>
    public static string Bare(string code)
    {
        if (code.Length == 0 || code[0] != '(')
        {
            return code;
        }

        var depth = 0;
        for (var i = 0; i < code.Length; i++)
        {
            depth += code[i] == '(' ? 1 : code[i] == ')' ? -1 : 0;
            if (depth == 0)
            {
                return i == code.Length - 1 ? code.Substring(1, i - 1) : code;
            }
        }

        return code;
    }

    // An argument, or a side of a comparison, needs no parentheses of its own.
    private static string Dimension(Code code, int index, string text)
    {
        if (text.Length == 0 || text[0] != '(')
        {
            return text;
        }

        var last = code.Parts.Length - 1;
        var before = index == 0 ? string.Empty : code.Parts[index - 1].Text;
        var after = index == last ? string.Empty : code.Parts[index + 1].Text;
        return Opens(before, after, isFirst: index == 0) && Closes(before, after, isLast: index == last) ? Bare(text) : text;
    }

    private static bool Opens(string before, string after, bool isFirst) =>
        (isFirst && after.Length > 0) || Opening.Any(end => before.EndsWith(end, StringComparison.Ordinal));

    private static bool Closes(string before, string after, bool isLast) =>
        (isLast && before.Length > 0) || Closing.Any(start => after.StartsWith(start, StringComparison.Ordinal));

    private static readonly string[] Opening = ["(", "{ ", ", ", ": ", "== ", "<= "];

    private static readonly string[] Closing = [",", ")", " }", " ==", " <="];
}
