using System.Globalization;
using System.Text;

namespace ModelGen.Generator;

/// <summary>
/// Makes a message readable whatever names and texts of the user's it repeats: one line without control
/// characters, and of a sensible length.
/// </summary>
internal static class MessageText
{
    // Longer than every real name; of a longer one both ends are shown, which differ where names differ.
    private const int MaxName = 64;
    private const int NameStart = 40;
    private const int NameEnd = 16;

    // The fact comes first and the repair last.
    private const int MaxLength = 1200;
    private const int Start = 800;
    private const int End = 300;

    /// <summary>The message with names shortened and characters escaped that an error list cannot show.</summary>
    public static string Clean(string message)
    {
        if (IsClean(message))
        {
            return message;
        }

        var text = new StringBuilder();
        for (var i = 0; i < message.Length;)
        {
            var end = i;
            while (end < message.Length && IsOfName(message[end]))
            {
                end++;
            }

            if (end > i)
            {
                AppendName(text, message.Substring(i, end - i));
                i = end;
            }
            else if (char.IsSurrogatePair(message, i))
            {
                text.Append(message, i, 2);
                i += 2;
            }
            else
            {
                AppendCharacter(text, message[i++]);
            }
        }

        return text.Length <= MaxLength ? text.ToString() : Shorten(text.ToString(), Start, End);
    }

    private static bool IsClean(string message)
    {
        var name = 0;
        foreach (var character in message)
        {
            name = IsOfName(character) ? name + 1 : 0;
            if (name > MaxName || !IsShown(character))
            {
                return false;
            }
        }

        return message.Length <= MaxLength;
    }

    private static bool IsOfName(char character) => character == '_' || char.IsLetterOrDigit(character);

    private static void AppendName(StringBuilder text, string name) =>
        text.Append(name.Length <= MaxName ? name : Shorten(name, NameStart, NameEnd));

    private static void AppendCharacter(StringBuilder text, char character) => _ = character switch
    {
        '\n' => text.Append("\\n"),
        '\r' => text.Append("\\r"),
        '\t' => text.Append("\\t"),
        '\0' => text.Append("\\0"),
        _ when IsShown(character) => text.Append(character),
        _ => text.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture)),
    };

    // Formatting characters may turn the text around them; half of a surrogate pair is no text.
    private static bool IsShown(char character) => character < 0x7f ? character >= ' ' : char.GetUnicodeCategory(character) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned);

    // Never within a character.
    private static string Shorten(string text, int start, int end)
    {
        start -= char.IsHighSurrogate(text[start - 1]) ? 1 : 0;
        end -= char.IsLowSurrogate(text[text.Length - end]) ? 1 : 0;
        return text.Substring(0, start) + "…" + text.Substring(text.Length - end);
    }
}
