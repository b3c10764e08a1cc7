using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Retrieval;

/// <summary>Splits text into sentences.</summary>
internal static partial class Sentences
{
    /// <summary>The sentences of a text: each ends with a period, a question mark or an exclamation mark before a space.</summary>
    public static IReadOnlyList<string> Of(string text) =>
        [.. Boundary().Split(text).Select(Words.OnOneLine).Where(sentence => sentence.Length > 0)];

    // "e.g." and "i.e." end no sentence.
    [GeneratedRegex(@"(?<=[.!?]['"")\]]?)(?<!\b(?:e\.g|i\.e|etc|vs|cf)\.)\s+")]
    private static partial Regex Boundary();
}
