using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace ModelGen.Models.Tokenization;

/// <summary>Reads the literals and character classes of regular expressions of Oniguruma.</summary>
internal static class PatternClass
{
    private const int DeepestNesting = 50;

    /// <summary>Reads a literal or an escaped class outside of brackets.</summary>
    /// <param name="reader">The reader at the literal or class.</param>
    /// <param name="ignoresCase">Whether upper and lower case are equal.</param>
    public static CodePointSet ReadOne(PatternReader reader, bool ignoresCase)
    {
        var (literal, named) = Item(reader, UnicodeProperties.BareWord);
        return named ?? Folded(CodePointSet.Of(literal, literal), ignoresCase);
    }

    /// <summary>Reads a class in brackets.</summary>
    /// <param name="reader">The reader at the bracket.</param>
    /// <param name="ignoresCase">Whether upper and lower case are equal.</param>
    /// <param name="depth">The number of brackets around the class.</param>
    public static CodePointSet Read(PatternReader reader, bool ignoresCase, int depth = 0)
    {
        reader.Next();
        if (depth > DeepestNesting)
        {
            throw reader.Malformed();
        }

        var inverted = reader.TryTake("^");
        CodePointSet? intersection = null;
        List<(int First, int Last)> ranges = [];
        List<CodePointSet> sets = [];
        for (var first = true; ; first = false)
        {
            if (reader.Peek == ']' && !first)
            {
                reader.Next();
                break;
            }

            if (reader.TryTake("&&"))
            {
                intersection = intersection is null ? Members() : intersection.Intersect(Members());
                (ranges, sets) = ([], []);
            }
            else if (reader.TryTake("[:"))
            {
                sets.Add(Posix(reader));
            }
            else if (reader.Peek == '[')
            {
                sets.Add(Read(reader, ignoresCase, depth + 1));
            }
            else
            {
                Range();
            }
        }

        var members = intersection is null ? Members() : intersection.Intersect(Members());
        return inverted ? members.Complement() : members;

        CodePointSet Members() => sets.Aggregate(Folded(CodePointSet.Of(ranges), ignoresCase), (all, one) => all.Union(one));

        void Range()
        {
            var (literal, named) = Item(reader, UnicodeProperties.Word);
            if (named is not null)
            {
                sets.Add(named);
            }
            else if (reader.Peek == '-' && reader.Rest.Length > 1 && reader.Rest[1] is not (']' or '['))
            {
                reader.Next();
                var (last, set) = Item(reader, UnicodeProperties.Word);
                ranges.Add(set is null && last >= literal ? (literal, last) : throw reader.Malformed());
            }
            else
            {
                ranges.Add((literal, literal));
            }
        }
    }

    private static (int Literal, CodePointSet? Named) Item(PatternReader reader, CodePointSet word)
    {
        var value = reader.NextCodePoint();
        if (value != '\\')
        {
            return (value, null);
        }

        value = reader.NextCodePoint();
        return value switch
        {
            'p' or 'P' => (0, Property(reader, value == 'P', word)),
            'd' => (0, UnicodeProperties.Named("nd")),
            'D' => (0, UnicodeProperties.Named("nd")!.Complement()),
            's' => (0, UnicodeProperties.WhiteSpace),
            'S' => (0, UnicodeProperties.WhiteSpace.Complement()),
            'w' => (0, word),
            'W' => (0, word.Complement()),
            'h' => (0, CodePointSet.Of([('0', '9'), ('A', 'F'), ('a', 'f')])),
            'H' => (0, CodePointSet.Of([('0', '9'), ('A', 'F'), ('a', 'f')]).Complement()),
            'n' => ('\n', null),
            'r' => ('\r', null),
            't' => ('\t', null),
            'f' => ('\f', null),
            'v' => ('\v', null),
            'a' => ('\a', null),
            'e' => ('\x1B', null),
            'x' => (Hexadecimal(reader, 2), null),
            'u' => (Hexadecimal(reader, 4), null),
            _ when value < 0x80 && char.IsAsciiLetterOrDigit((char)value) => throw reader.NotSupported($"\\{(char)value}"),
            _ => (value, null),
        };
    }

    private static int Hexadecimal(PatternReader reader, int digits)
    {
        var braces = digits == 2 && reader.TryTake("{");
        var end = braces ? reader.Rest.IndexOf('}') : Math.Min(digits, reader.Rest.Length);
        if (end <= 0 || !int.TryParse(reader.Rest[..end], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            || value is < 0 or > 0x10FFFF)
        {
            throw reader.Malformed();
        }

        reader.Skip(end + (braces ? 1 : 0));
        return value;
    }

    private static CodePointSet Property(PatternReader reader, bool inverted, CodePointSet word)
    {
        var end = reader.TryTake("{") ? reader.Rest.IndexOf('}') : -1;
        if (end <= 0)
        {
            throw reader.Malformed();
        }

        var name = reader.Rest[..end].ToString();
        reader.Skip(end + 1);
        var set = UnicodeProperties.Named(name.TrimStart('^')) ?? throw reader.NotSupported($"\\p{{{JsonPart.Shortened(name)}}}");
        set = set == UnicodeProperties.Word ? word : set;
        return inverted != name.StartsWith('^') ? set.Complement() : set;
    }

    private static CodePointSet Posix(PatternReader reader)
    {
        var end = reader.Rest.IndexOf(":]", StringComparison.Ordinal);
        if (end <= 0)
        {
            throw reader.Malformed();
        }

        var name = reader.Rest[..end].ToString();
        reader.Skip(end + 2);
        var set = name.TrimStart('^') is "space" or "digit" or "word" ? UnicodeProperties.Named(name.TrimStart('^'))!
            : throw reader.NotSupported($"[:{JsonPart.Shortened(name)}:]");
        return name.StartsWith('^') ? set.Complement() : set;
    }

    // The other case of each character; the Kelvin sign and the long s are cases of k and s.
    private static CodePointSet Folded(CodePointSet members, bool ignoresCase)
    {
        if (!ignoresCase)
        {
            return members;
        }

        List<(int First, int Last)> cases = [.. members.Ranges];
        foreach (var (first, last) in members.Ranges)
        {
            for (var value = first; value <= Math.Min(last, 0x1FFFF); value++)
            {
                if (System.Text.Rune.IsValid(value))
                {
                    var rune = new System.Text.Rune(value);
                    cases.AddRange(new[] { System.Text.Rune.ToLowerInvariant(rune).Value, System.Text.Rune.ToUpperInvariant(rune).Value }
                        .Where(other => other != value).Select(other => (other, other)));
                }
            }
        }

        var all = CodePointSet.Of(cases);
        foreach (var (letter, sign) in new[] { ('k', 0x212A), ('s', 0x17F) })
        {
            if (all.Contains(letter) || all.Contains(sign))
            {
                var upper = char.ToUpperInvariant(letter);
                all = all.Union(CodePointSet.Of([(letter, letter), (upper, upper), (sign, sign)]));
            }
        }

        return all;
    }
}
