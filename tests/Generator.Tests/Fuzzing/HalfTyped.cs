using System.Collections.Generic;

namespace ModelGen.Generator.Tests;

/// <summary>Texts cut where a user may be typing.</summary>
public static class HalfTyped
{
    /// <summary>What is to the right of the caret.</summary>
    public enum Rest
    {
        /// <summary>Nothing yet: the user types at the end of the file.</summary>
        Nothing,

        /// <summary>The closing brackets and quotes that an editor has written.</summary>
        ClosingBrackets,

        /// <summary>The closing brackets of this line, and the lines below it.</summary>
        LaterLines,
    }

    /// <summary>The text as it is while it is typed.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="caret">How much of it has been typed.</param>
    /// <param name="rest">What is there besides.</param>
    public static string At(string text, int caret, Rest rest) => text[..caret] + rest switch
    {
        Rest.Nothing => "",
        Rest.ClosingBrackets => Closing(text[..caret]),
        _ => Closing(text[(text.LastIndexOf('\n', caret - 1) + 1)..caret])
            + (text.IndexOf('\n', caret) is >= 0 and int end ? text[end..] : ""),
    };

    // What closes the brackets that are open at the end, after the text or the comment there.
    private static string Closing(string prefix)
    {
        Stack<char> open = new();
        string before = "";
        for (int i = 0; i < prefix.Length; i++)
        {
            before = "";
            char character = prefix[i];
            if (character == '"')
            {
                do
                {
                    i += i < prefix.Length && prefix[i] == '\\' ? 2 : 1;
                }
                while (i < prefix.Length && prefix[i] != '"');
                before = i >= prefix.Length ? "\"" : "";
            }
            else if (character == '/' && i + 1 < prefix.Length && prefix[i + 1] == '/')
            {
                i = prefix.IndexOf('\n', i) is >= 0 and int end ? end : prefix.Length;
                before = i >= prefix.Length ? "\n" : "";
            }
            else if (character is '(' or '[' or '{')
            {
                open.Push(character == '(' ? ')' : character == '[' ? ']' : '}');
            }
            else if (character is ')' or ']' or '}' && open.Count > 0)
            {
                open.Pop();
            }
        }

        return before + string.Concat(open);
    }
}
