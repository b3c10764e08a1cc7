using System.Text;

namespace ModelGen.Generator.Plan;

/// <summary>
/// Text of generated documentation comments. Formulas become <c>c</c> elements: an editor that turns comments into Markdown reads the
/// asterisks of other text as emphasis.
/// </summary>
internal static class DocumentationText
{
    /// <summary>The text inside an element.</summary>
    public static string Xml(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>The text inside an element, in which every shape <c>(B, 2*T)</c> and every product <c>2*T</c> is a formula.</summary>
    public static string Formulas(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length;)
        {
            var end = text[i] == '(' ? EndOfGroup(text, i) : EndOfWord(text, i);
            var part = Xml(text.Substring(i, end - i));
            result.Append(text[i] == '(' || part.IndexOf('*') >= 0 ? $"<c>{part}</c>" : part);
            i = end;
        }

        return result.ToString();
    }

    // The index after the parenthesis that closes the first one.
    private static int EndOfGroup(string text, int start)
    {
        var depth = 0;
        for (var i = start; i < text.Length; i++)
        {
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (depth == 0)
            {
                return i + 1;
            }
        }

        return text.Length;
    }

    // An operator between two operands has spaces on both sides.
    private static int EndOfWord(string text, int start)
    {
        var end = start;
        while (end < text.Length && !IsSeparator(text[end]))
        {
            end++;
        }

        return System.Math.Max(end, start + 1);
    }

    private static bool IsSeparator(char character) => character is ' ' or ',' or ';' or '.' or '(';
}
