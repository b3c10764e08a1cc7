using System.Text;

namespace ModelGen.Models.Tokenization;

/// <summary>Replaces what a pattern matches: the options of the normalizer and the decoder <c>Replace</c>.</summary>
internal sealed class Replacement
{
    private readonly TokenPattern _pattern;
    private readonly string _content;

    private Replacement(TokenPattern pattern, string content) => (_pattern, _content) = (pattern, content);

    /// <summary>Reads the options <c>pattern</c> and <c>content</c>.</summary>
    public static Replacement Read(JsonPart part) => new(TokenPattern.Read(part), WellFormed.Of(part.Text("content")));

    /// <summary>Replaces all matches in a text.</summary>
    public string In(string text)
    {
        var matches = _pattern.Matches(text);
        if (matches.Count == 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var end = 0;
        foreach (var (start, length) in matches)
        {
            result.Append(text, end, start - end).Append(_content);
            end = start + length;
        }

        return result.Append(text, end, text.Length - end).ToString();
    }
}
