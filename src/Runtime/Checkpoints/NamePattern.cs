using System;
using System.Collections.Generic;
using System.Text;
using System.Text.RegularExpressions;

namespace ModelGen.Checkpoints;

/// <summary>
/// A pattern of names: the placeholder <c>{i}</c> matches one part between dots, <c>{i*}</c> any text including dots. The values of the
/// placeholders can be inserted into another pattern.
/// </summary>
internal sealed class NamePattern
{
    private readonly Regex _regex;
    private readonly List<(string Text, bool IsPlaceholder)> _parts = [];

    /// <summary>Parses a pattern.</summary>
    /// <param name="text">The text of the pattern.</param>
    /// <exception cref="ArgumentException">A brace is not closed, or a placeholder has no alphanumeric name or occurs twice.</exception>
    public NamePattern(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
        var regex = new StringBuilder("^");
        for (var position = 0; position < text.Length;)
        {
            var open = text.IndexOf('{', position);
            var literal = open < 0 ? text[position..] : text[position..open];
            if (literal.Contains('}'))
            {
                throw new ArgumentException($"The pattern '{text}' closes a brace that is not open.", nameof(text));
            }

            regex.Append(Regex.Escape(literal));
            _parts.Add((literal, false));
            if (open < 0)
            {
                break;
            }

            var close = text.IndexOf('}', open);
            var inner = close < 0 ? string.Empty : text[(open + 1)..close];
            var isAny = inner.EndsWith('*');
            var name = isAny ? inner[..^1] : inner;
            if (name.Length == 0 || !char.IsAsciiLetter(name[0]) || !IsAlphanumeric(name) || !Placeholders.Add(name))
            {
                throw new ArgumentException(
                    $"The pattern '{text}' has a placeholder that is not closed, has no name, such as {{i}} or {{i*}}, or occurs twice.",
                    nameof(text));
            }

            regex.Append($"(?<{name}>{(isAny ? ".*" : "[^.]+")})");
            _parts.Add((name, true));
            position = close + 1;
        }

        // Matching must be linear in the length of the name, which comes from a file.
        _regex = new Regex(
            regex.Append("\\z").ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }

    /// <summary>The text of the pattern.</summary>
    public string Text { get; }

    /// <summary>The names of the placeholders.</summary>
    public HashSet<string> Placeholders { get; } = new(StringComparer.Ordinal);

    /// <summary>Returns whether a name matches the pattern.</summary>
    public bool Matches(string name) => _regex.IsMatch(name);

    /// <summary>Returns the values of the placeholders in a name, or <c>null</c> if it does not match.</summary>
    public Dictionary<string, string>? Match(string name)
    {
        var match = _regex.Match(name);
        if (!match.Success)
        {
            return null;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var placeholder in Placeholders)
        {
            values.Add(placeholder, match.Groups[placeholder].Value);
        }

        return values;
    }

    /// <summary>Inserts values for the placeholders.</summary>
    public string Fill(IReadOnlyDictionary<string, string> values)
    {
        var name = new StringBuilder();
        foreach (var (text, isPlaceholder) in _parts)
        {
            name.Append(isPlaceholder ? values[text] : text);
        }

        return name.ToString();
    }

    private static bool IsAlphanumeric(string text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character))
            {
                return false;
            }
        }

        return true;
    }
}
