using System.Collections.Generic;
using System.Linq;

namespace Retrieval;

/// <summary>Questions in the language of FTS5.</summary>
internal static class FullTextQuery
{
    // FTS5 limits the depth of an expression, and no question needs more.
    private const int MostWords = 64;

    /// <summary>
    /// A query for passages with any of the words, or <c>null</c> if there is none. Each word is quoted, so that the text of a question is
    /// never an operator.
    /// </summary>
    public static string? Of(IEnumerable<string> words)
    {
        var query = string.Join(" OR ", words.Where(word => word.Any(char.IsLetterOrDigit)).Take(MostWords)
            .Select(word => $"\"{word.Replace("\"", "\"\"")}\""));
        return query.Length == 0 ? null : query;
    }
}
